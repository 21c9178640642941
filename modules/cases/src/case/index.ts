// SPDX-License-Identifier: Apache-2.0
/** The case itself: its file, who may see it, its clock, its history, what its people are told. */
export { type Applicant, applicantIdOf, applicantOf, asPerson, type PersonPrincipal } from './applicant.ts';
export {
  auditCase,
  authoriseCase,
  type CaseFile,
  caseUnknown,
  type DecisionFacts,
  demand,
  type Draft,
  found,
  keyOf,
  notPermitted,
  resourceOf,
  type Scalar,
  type SentCase,
  type Value,
  sent,
  summaryOf,
} from './case-file.ts';
export { pauseClock, resumeClock, todayOf } from './clock.ts';
export { factsOf } from './event-facts.ts';
export { myCases, sentCases } from './lists.ts';
export { sendNotice, tell } from './notices.ts';
export { findCase, historyOf, lockCase, rowsOf, searched, subjectsOf } from './queries.ts';
export type { History, Sealed } from './queries.ts';
export { closeCase, markOverdue, note, setDecision, setDue, setState, touch } from './store.ts';
export { applicantOfMine } from './whose.ts';
