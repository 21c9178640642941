// SPDX-License-Identifier: Apache-2.0
/** The questions of a package over the answers given: which are asked, what does not fit. */
export {
  caseForm,
  type Form,
  formField,
  formOf,
  listOf,
  registerState,
} from './form.ts';
export { type Answer, answersOf, putAnswer, removeAnswers, removeWithFiles } from './store.ts';
export { subjectKeys, subjectsIn } from './subjects.ts';
export { formRules, takeIdentifiers } from './validation.ts';
