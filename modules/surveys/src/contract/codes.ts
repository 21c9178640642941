// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';

/** Of a question; as the type of an organisation the code of its sphere. */
export const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
/** Which survey asks: the whole country, a region, a municipality, one organisation. */
export const SurveyLevel = Type.Union([
  Type.Literal('country'),
  Type.Literal('region'),
  Type.Literal('municipality'),
  Type.Literal('organisation'),
]);
export type SurveyLevel = Static<typeof SurveyLevel>;
