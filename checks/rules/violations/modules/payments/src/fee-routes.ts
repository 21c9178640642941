// SPDX-License-Identifier: Apache-2.0
export { unpaid } from './fees/queries.ts';
