// SPDX-License-Identifier: Apache-2.0
export { bank } from '../../../demo/src/bank.ts';
