// SPDX-License-Identifier: Apache-2.0
/** Terms as the package declares them: fields with words and rules, and a table that says what the law allows. */
import {
  answerRules,
  evaluateDecision,
  type Field,
  getPackage,
  normalised,
  regionIn,
  type ServicePackage,
} from '@stoa/catalogue/contract';
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { AgreementRow, Terms } from './queries.ts';

/** A version never changes. */
const known = new Map<string, ServicePackage>();
export async function packageOf(
  module: ModuleRuntime,
  { serviceId, serviceVersion }: Pick<AgreementRow, 'serviceId' | 'serviceVersion'>,
): Promise<ServicePackage> {
  const key = `${serviceId} ${serviceVersion}`;
  const pkg = known.get(key) ?? (await module.call(getPackage, { id: serviceId, version: serviceVersion }));
  known.set(key, pkg);
  return pkg;
}

const fieldOf = (pkg: ServicePackage, name: string): Field | undefined => pkg.fields.find((one) => one.name === name);
const choiceOf = (field: Field | undefined, value: unknown): LocalText | undefined =>
  field?.choices?.find((choice) => choice.value === value)?.label;

/** In the order of the package. */
export const shownTerms = (
  pkg: ServicePackage,
  terms: Terms,
): OutputOf<typeof contract.getAgreement>['versions'][number]['terms'] =>
  pkg.fields.flatMap((field) => {
    const value = terms[field.name];
    if (value === undefined) return [];
    const text = choiceOf(field, value);
    return [
      { name: field.name, label: field.label, value, isDate: field.format === 'date', ...(text ? { text } : {}) },
    ];
  });

export const labelsOf = (pkg: ServicePackage, terms: Terms): Record<string, LocalText> =>
  Object.fromEntries(
    Object.entries(terms).flatMap(([name, value]) => {
      const label = choiceOf(fieldOf(pkg, name), value);
      return label ? [[name, label]] : [];
    }),
  );

export const openTerms = (pkg: ServicePackage, open: readonly string[], terms: Terms) =>
  pkg.fields
    .filter(({ name }) => open.includes(name))
    .map((field) => ({
      ...{ name: field.name, label: field.label, widget: field.widget, value: terms[field.name] ?? null },
      ...(field.hint ? { hint: field.hint } : {}),
      ...(field.choices ? { choices: field.choices.map(({ value, label }) => ({ value: String(value), label })) } : {}),
    }));

/** The act in words: what the package calls the choice of that name. */
export const actText = (pkg: ServicePackage, act: string): LocalText =>
  pkg.terms?.[act] ?? choiceOf(fieldOf(pkg, 'act'), act) ?? { en: act };

/** Where the package asks what is to be done with a contract, a contract may be changed and ended by it. */
export const isLasting = (pkg: ServicePackage): boolean => fieldOf(pkg, 'act')?.choices !== undefined;

export const outcomeText = (pkg: ServicePackage, outcome: string): LocalText =>
  pkg.outcomes[outcome] ?? { en: outcome };

/** What is no value is no term. */
export const givenTerms = (terms: Record<string, unknown>): Terms =>
  Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null && value !== undefined)) as Terms;

/**
 * The terms with those that are answered by others.
 * Refuses: agreements.term-fixed, agreements.term-invalid, agreements.terms-same.
 */
export function counteredTerms(
  tx: Tx,
  pkg: ServicePackage,
  { open }: AgreementRow,
  before: Terms,
  given: InputOf<typeof contract.counterAgreement>['terms'],
): Terms {
  const fixed = Object.keys(given).find((name) => !open.includes(name));
  if (fixed !== undefined)
    refuse(
      'invalid',
      'agreements.term-fixed',
      `"${fixed}" is not open: the other side cannot answer it by another value.`,
    );
  const typed = Object.entries(given).map(([name, value]) => {
    const field = fieldOf(pkg, name);
    return [name, field ? normalised(field, value) : value] as const;
  });
  const terms = givenTerms({ ...before, ...Object.fromEntries(typed) });
  const { calendar, formats } = tx.module.country;
  const asked = pkg.fields.filter(({ name }) => open.includes(name));
  const errors = answerRules(formats).errorsIn(pkg, asked, terms, calendar.localDate(tx.now));
  // Which terms an act needs, the proposal has said: what was there may be changed, not left out.
  const left = asked.filter(({ name }) => before[name] !== undefined && terms[name] === undefined);
  const wrong = [
    ...errors.filter(({ code }) => code !== 'required'),
    ...left.map(({ name, label }) => ({ field: name, code: 'required', message: { en: `Enter: ${label.en}` } })),
  ];
  if (wrong.length > 0)
    refuse('invalid', 'agreements.term-invalid', 'Some terms do not fit. Correct them and send again.', {
      errors: wrong.map(({ field, code, message }) => ({ pointer: `/terms/${field}`, code, message: message.en })),
    });
  if (JSON.stringify(Object.entries(terms).sort()) === JSON.stringify(Object.entries(before).sort()))
    refuse('invalid', 'agreements.terms-same', 'These are the terms that were proposed. Change one, or accept them.');
  return terms;
}

/** Refuses: agreements.terms-unlawful. */
export async function demandLawful(tx: Tx, pkg: ServicePackage, law: string | null, terms: Terms): Promise<void> {
  if (law === null) return;
  const answers = Object.fromEntries(pkg.fields.map(({ name }) => [name, terms[name] ?? null]));
  const today = tx.module.country.calendar.localDate(tx.now);
  const seen = { answers, today, service: { id: pkg.serviceId } };
  const context = { ...seen, region: regionIn(pkg.facts, seen) };
  const { outputs, matched } = await tx.module.call(evaluateDecision, {
    ...{ id: pkg.serviceId, version: pkg.version, decision: law, context },
  });
  if (outputs[0]?.outcome === 'fit') return;
  const why = matched.map(({ text, law: article }) => `${text.en}${article ? ` (${article})` : ''}`).join('; ');
  refuse('invalid', 'agreements.terms-unlawful', `The law does not allow these terms: ${why}. Propose others.`);
}
