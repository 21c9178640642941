// SPDX-License-Identifier: Apache-2.0
export { bill } from '../../modules/payments/src/contract.ts';
