// SPDX-License-Identifier: Apache-2.0
export const bill = 'promised';
export type Bill = string;
