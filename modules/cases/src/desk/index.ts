// SPDX-License-Identifier: Apache-2.0
/** What the officers' desk asks: where a case stands, conflicts, second officers, transfer, counts. */
export { countWork } from './counts.ts';
export { agreeDecision, barOfficer, getWork, listSecondEyes, setSecondEyes } from './work.ts';
export { transfer } from './transfer.ts';
