// SPDX-License-Identifier: Apache-2.0
/**
 * Processes as they run: a module says what the work at each step is, the engine what comes next; tokens, timers and results
 * are kept here, in the module's own schema and its own transaction (decision 23).
 */
export { timerDueAt } from './due.ts';
export type { Entered, ProcessOwner, Work } from './owner.ts';
export { placeInProcess, type ProcessPlace } from './place.ts';
export { Processes } from './processes.ts';
export { nameOfOwnStep, ownOutcomes, planChangeOf, refusingFaults } from './steering.ts';
export { failToken, resumeToken, runOf, type StandingToken, type Timer, timersOf, tokensOf } from './store.ts';
