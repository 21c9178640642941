// SPDX-License-Identifier: Apache-2.0
export { bill } from '../../payments/src/contract.ts';
export { operation } from '../../../kernel/src/contract.ts';
