// SPDX-License-Identifier: Apache-2.0
/** Whom requests name, and what is told to them. */
export { callsAbout, explainCalls } from './explained-calls.ts';
export { peopleIn, saidIn } from './named.ts';
