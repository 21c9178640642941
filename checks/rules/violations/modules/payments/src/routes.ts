// SPDX-License-Identifier: Apache-2.0
export { markPaid } from './store.ts';
