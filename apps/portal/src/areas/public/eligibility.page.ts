// SPDX-License-Identifier: Apache-2.0
/** One question a page; the answers travel in the form itself and are not stored, save in the person's own browser. */
import { checkEligibility, getService } from '@stoa/catalogue/contract';
import { numberText } from '@stoa/kernel/text';
import { lawOf } from '../../server/law.ts';
import { again, definePage, type Form, type PropsOf } from '../../server/page.ts';
import { keepAnswers } from './kept-answers.ts';

export interface EligibilityResult {
  readonly eligible: boolean;
  readonly rules: readonly { id: string; text: string; law: string; met: boolean }[];
}

type Scalar = string | number | boolean;
interface Question {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'string';
}

/** What a typed answer means; undefined while it is missing or does not fit. */
function answerTo(question: Question, form: Form): Scalar | undefined {
  const typed = form.get(question.name);
  if (typed === '') return undefined;
  if (question.type === 'boolean') return typed === 'true';
  if (question.type === 'integer') {
    const number = numberText(typed);
    return Number.isSafeInteger(number) ? number : undefined;
  }
  return typed;
}

export const eligibilityPage = definePage({
  path: '/services/:id/eligibility',
  component: 'public/EligibilityPage',
  load: async (context) => {
    const service = await context.call(getService, { id: context.params.id });
    return {
      id: service.id,
      title: context.text(service.title),
      questions: service.eligibility.map((question) => ({
        name: question.name,
        type: question.type,
        label: context.text(question.label),
        hint: question.hint && context.text(question.hint),
        choices: question.choices?.map((choice) => ({ value: String(choice.value), text: context.text(choice.label) })),
      })),
    };
  },
  act: async (context, form) => {
    const { id } = context.params;
    const { eligibility } = await context.call(getService, { id });
    const answers: Record<string, Scalar> = {};
    for (const question of eligibility) {
      const answer = answerTo(question, form);
      if (answer !== undefined) {
        answers[question.name] = answer;
        continue;
      }
      const wasAsked = form.names.includes(question.name) || form.get('_asked') === question.name;
      return again(wasAsked ? [{ field: question.name, code: `portal.answer-${question.type}` }] : []);
    }
    const { outcome, rules } = await context.call(checkEligibility, { id, answers });
    const result: EligibilityResult = {
      eligible: outcome === 'eligible',
      rules: rules.map((rule) => ({
        id: rule.id,
        text: context.text(rule.text),
        law: lawOf(rule, context.text),
        met: rule.met,
      })),
    };
    return again([], { result, setCookies: [keepAnswers(id, answers)] });
  },
});
export type EligibilityProps = PropsOf<typeof eligibilityPage>;
