// SPDX-License-Identifier: Apache-2.0
/** What the tables and expressions of a package are told of a case, and what tables decide. */
export { type Context, contextOf } from './context.ts';
export { decisionOf } from './decisions.ts';
export { dueFrom, startClock } from './term.ts';
