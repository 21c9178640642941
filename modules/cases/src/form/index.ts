// SPDX-License-Identifier: Apache-2.0
/** The questions of a package over the answers given: which are asked, what does not fit. */
export { choicesOf, nameCountries } from './countries.ts';
export { answerValues, askedOf, caseForm, type Form, type Given, formField, formOf, registerState } from './form.ts';
export { type Answer, answersOf, putAnswer, removeAnswers } from './store.ts';
export { subjectKeys, subjectsIn } from './subjects.ts';
export { takeIdentifiers } from './validation.ts';
