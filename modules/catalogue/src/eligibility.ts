// SPDX-License-Identifier: Apache-2.0
import { type FieldError, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { numberText } from '@stoa/kernel/text';
import type { checkEligibility } from './contract.ts';
import { ruleText } from './decisions.ts';
import { decisionFile, evaluateFile, tableOf } from './decision-file.ts';
import type { ServicePackage } from './package-model.ts';
import { getPackage } from './packages.ts';

type Question = ServicePackage['eligibility'][number];
type Answer = string | number | boolean | null;

/**
 * Tells for each requirement whether it is met; the service is open to whom all are.
 * Refuses: catalogue.service-unknown, -question-unknown, -answer-missing, -answer-invalid.
 */
export async function eligibilityOf(
  tx: Tx,
  input: InputOf<typeof checkEligibility>,
): Promise<OutputOf<typeof checkEligibility>> {
  const pkg = await getPackage(tx, { id: input.id });
  const answers = asRead(pkg, input.answers);
  checkQuestions(pkg, answers);
  const file = decisionFile(pkg, 'eligibility');
  const table = file && tableOf(file);
  if (!table) return { outcome: 'eligible', rules: [] };
  const matched = evaluateFile(file, answers).matched.map(({ rule }) => rule.id);
  const rules = table.rules.map((rule) => ({ ...ruleText(pkg, rule), met: matched.includes(rule.id) }));
  return { outcome: rules.every((rule) => rule.met) ? 'eligible' : 'not-eligible', rules };
}

/** Numbers out of text, as forms and people send them. */
const asRead = (pkg: ServicePackage, given: Record<string, Answer>): Record<string, Answer> =>
  Object.fromEntries(
    Object.entries(given).map(([name, answer]) => {
      const asksNumber = pkg.eligibility.some((question) => question.name === name && question.type === 'integer');
      return [name, asksNumber && typeof answer === 'string' ? (numberText(answer) ?? answer) : answer];
    }),
  );

function checkQuestions(pkg: ServicePackage, answers: Record<string, Answer>): void {
  const unknown = Object.keys(answers).filter((name) => !pkg.eligibility.some((question) => question.name === name));
  if (unknown.length > 0)
    refuse('invalid', 'catalogue.question-unknown', `These questions are not asked: ${unknown.join(', ')}.`);
  const missing = pkg.eligibility.filter((question) => (answers[question.name] ?? null) === null);
  if (missing.length > 0)
    refuse('invalid', 'catalogue.answer-missing', 'Please answer every question.', { errors: missing.map(errorOf) });
  const wrong = pkg.eligibility.filter((question) => !fits(question, answers[question.name]));
  if (wrong.length > 0)
    refuse('invalid', 'catalogue.answer-invalid', 'Please correct the answers marked.', { errors: wrong.map(errorOf) });
}

const errorOf = (question: Question): FieldError => ({
  pointer: `/answers/${question.name}`,
  code: 'answer',
  message: question.label.en,
});

function fits(question: Question, answer: Answer | undefined): boolean {
  if (question.choices) return question.choices.some((choice) => choice.value === answer);
  return question.type === 'integer' ? Number.isSafeInteger(answer) : typeof answer === question.type;
}
