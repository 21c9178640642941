// SPDX-License-Identifier: Apache-2.0
/** Questionnaires in their versions: a campaign keeps the one it began with. Pure. */
import { refuse } from '@stoa/kernel';
import type { Section, Values } from '../contract.ts';
import versions from './questionnaires.json' with { type: 'json' };

const all = versions as unknown as readonly { version: number; sections: Section[] }[];
export const newestVersion = Math.max(...all.map(({ version }) => version));
export const sectionsOf = (version: number): Section[] => all.find((one) => one.version === version)?.sections ?? [];

const fits: Readonly<Record<'number' | 'text' | 'flag', (value: Values[string]) => boolean>> = {
  number: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  text: (value) => typeof value === 'string',
  flag: (value) => typeof value === 'boolean',
};
/** Refuses: integrator.question-unknown, integrator.value-wrong. */
export function demandAnswers(version: number, facts: Values): void {
  const questions = new Map(sectionsOf(version).flatMap((section) => section.questions.map((one) => [one.code, one])));
  for (const [code, value] of Object.entries(facts)) {
    const question =
      questions.get(code) ??
      refuse('invalid', 'integrator.question-unknown', `The questionnaire has no question ${code}. Load it again.`);
    if (!fits[question.type](value))
      refuse('invalid', 'integrator.value-wrong', `${question.title.en}: the answer has to be a ${question.type}.`);
  }
}
