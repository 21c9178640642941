// SPDX-License-Identifier: Apache-2.0
export { markPaid } from '../../../modules/payments/src/store.ts';
