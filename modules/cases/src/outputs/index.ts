// SPDX-License-Identifier: Apache-2.0
/** What a case issues: made, kept, verified, revoked. */
export { endPapers } from './ending.ts';
export { issueOutput } from './issuing.ts';
export { file, held, list, showOutput, revoke, verify } from './outputs.ts';
export { outputsOf } from './store.ts';
