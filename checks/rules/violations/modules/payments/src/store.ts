// SPDX-License-Identifier: Apache-2.0
export const markPaid = 'writes';
export type Row = string;
