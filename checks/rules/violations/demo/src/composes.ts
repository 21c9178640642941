// SPDX-License-Identifier: Apache-2.0
export { default as payments } from '../../modules/payments/src/index.ts';
