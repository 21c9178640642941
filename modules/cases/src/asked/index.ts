// SPDX-License-Identifier: Apache-2.0
/** Which departments were asked about whom. */
export { callsAboutMe, curious, noteAsked, peopleInContent, peopleInPath, reachable } from './asked.ts';
export { uncountAsked } from './store.ts';
