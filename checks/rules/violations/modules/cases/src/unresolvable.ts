// SPDX-License-Identifier: Apache-2.0
export { nothing } from '../../payments/src/missing.ts';
