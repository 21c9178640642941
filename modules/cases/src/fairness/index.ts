// SPDX-License-Identifier: Apache-2.0
/** Who may not work on a case, and what one officer alone may not decide. */
export { conflictOf, secondEyesOn, withoutConflict, withSecondEyes } from './fairness.ts';
export { bar, isBarred, keepAgreement, replaceRules, rulesOf } from './store.ts';
