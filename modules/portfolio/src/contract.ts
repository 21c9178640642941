// SPDX-License-Identifier: Apache-2.0
/** What portfolio promises: what runs out, its renewal, many applications from one file, and who else has a draft open. */
export * from './contract/batches.ts';
export * from './contract/demo.ts';
export * from './contract/drafts.ts';
export * from './contract/expiring.ts';
export * from './contract/renewals.ts';
