// SPDX-License-Identifier: Apache-2.0
import { LocalText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Code } from './codes.ts';

export const Question = Type.Object({
  code: Code,
  /** `scale`: 1 to 5, must be answered; `text`: free, may stay empty, never published. */
  kind: Type.Union([Type.Literal('scale'), Type.Literal('text')]),
  text: LocalText,
  hint: Type.Optional(LocalText),
});
export type Question = Static<typeof Question>;

/** Names of the points of the scale, 1 first. */
export const ScaleLabels = Type.Array(LocalText, { minItems: 5, maxItems: 5 });

/** What a questionnaire says. */
export const TemplateContent = Type.Object({
  title: LocalText,
  introduction: LocalText,
  scale: ScaleLabels,
  questions: Type.Array(Question, { minItems: 1, maxItems: 30 }),
});
export type TemplateContent = Static<typeof TemplateContent>;

export const TemplateVersion = Type.Object({
  id: Uuid,
  templateCode: Code,
  version: Type.Integer({ minimum: 1 }),
  ...TemplateContent.properties,
});
export type TemplateVersion = Static<typeof TemplateVersion>;
