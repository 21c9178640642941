// SPDX-License-Identifier: Apache-2.0
export { send } from './send.ts';
