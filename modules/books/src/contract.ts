// SPDX-License-Identifier: Apache-2.0
/** What books promises: one double-entry ledger for all modules, compared with the bank, closed day by day. */
export * from './contract/accounts.ts';
export * from './contract/closings.ts';
export * from './contract/days.ts';
export * from './contract/demo.ts';
export * from './contract/entries.ts';
export * from './contract/files.ts';
export * from './contract/proposals.ts';
export * from './contract/statements.ts';
