// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';

/**
 * `linked`: an answer stays joined to the card it is of, as the specification asks; two officials together may find out whose
 * it is. `severed`: once it is counted nobody can join them, so it cannot be withdrawn any more. `blind`: it never was joined,
 * neither to a card nor to an organisation (decision 43).
 */
export const AnswerMode = Type.Union([Type.Literal('linked'), Type.Literal('severed'), Type.Literal('blind')]);
export type AnswerMode = Static<typeof AnswerMode>;
