// SPDX-License-Identifier: Apache-2.0
/** Months of a history, and single answers. */
import { newId } from '@stoa/kernel';
import type { ResponseFacts } from '@stoa/surveys/contract';

export const questions = ['organisation', 'comfort', 'goodwill', 'competence', 'overall'];
export const month = (
  organisationId: string,
  on: string,
  counts: number[],
  cards = 3 * counts.reduce((a, c) => a + c, 0),
) => ({
  ...{ organisationId, regionCode: organisationId.slice(0, 5), sphere: 'health-care', month: on },
  ...{ questions: Object.fromEntries(questions.map((one) => [one, counts])), cards, delivered: cards, opened: cards },
});

export const response = (
  organisationId: string,
  overall: number,
  day: string,
): ResponseFacts & { organisationId: string } => ({
  ...{ id: newId(), templateVersionId: newId(), organisationId, regionCode: organisationId.slice(0, 5) },
  ...{ sector: 'health-care', day, answers: Object.fromEntries(questions.map((one) => [one, overall])) },
});
