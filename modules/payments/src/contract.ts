// SPDX-License-Identifier: Apache-2.0
export * from './contract/demo.ts';
export * from './contract/fees.ts';
export * from './contract/invoices.ts';
export * from './contract/lists.ts';
export * from './contract/refunds.ts';
