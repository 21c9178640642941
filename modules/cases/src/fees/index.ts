// SPDX-License-Identifier: Apache-2.0
/** The fee of a case. */
export { pay } from './paying.ts';
export { insertInvoice, invoicesOf, markPaid, markRefunded } from './store.ts';
