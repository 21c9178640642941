// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';

/** Of a question; as the type of an organisation the code of its sphere. */
export const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
/** Answers to scale questions by question code. */
export const ScaleAnswers = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
  Type.Integer({ minimum: 1, maximum: 5 }),
  {
    maxProperties: 30,
  },
);
export type ScaleAnswers = Static<typeof ScaleAnswers>;

/** Which survey asks: the whole country, a region, a municipality, one organisation. */
export const SurveyLevel = Type.Union([
  Type.Literal('country'),
  Type.Literal('region'),
  Type.Literal('municipality'),
  Type.Literal('organisation'),
]);
export type SurveyLevel = Static<typeof SurveyLevel>;
