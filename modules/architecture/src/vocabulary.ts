// SPDX-License-Identifier: Apache-2.0
/** What may be said of which element, and what may relate to what. Pure. */
import { refuse } from '@stoa/kernel';
import type { Fact, FactField, Facts, Kind, RelationKind, Vocabulary } from './contract.ts';
import words from './vocabulary.json' with { type: 'json' };

export const vocabulary = words as unknown as Vocabulary;
const { fields, kinds, relations } = vocabulary;

/** Refuses: architecture.kind-unknown. */
export const kindOf = (code: string): Kind =>
  kinds[code] ??
  refuse('invalid', 'architecture.kind-unknown', `There is no kind of element called ${code}. Ask for the vocabulary.`);
export const relationKindOf = (code: string): RelationKind =>
  relations[code] ??
  refuse('invalid', 'architecture.kind-unknown', `There is no relation called ${code}. Ask for the vocabulary.`);

const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const fits: Readonly<Record<FactField['type'], (value: Fact, field: FactField) => boolean>> = {
  text: (value) => typeof value === 'string' && value.trim() !== '',
  number: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  money: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  date: (value) => typeof value === 'string' && date.test(value) && !Number.isNaN(Date.parse(value)),
  choice: (value, { choices }) => typeof value === 'string' && choices !== undefined && Object.hasOwn(choices, value),
  flag: (value) => typeof value === 'boolean',
};
const wanted: Readonly<Record<FactField['type'], string>> = {
  text: 'text',
  number: 'a number that is not negative',
  money: 'an amount in minor units',
  date: 'a date such as 2026-05-31',
  choice: 'one of its choices',
  flag: 'true or false',
};

/** Refuses: architecture.field-unknown, architecture.value-wrong. */
export function demandFacts(known: readonly string[], facts: Facts): void {
  for (const [code, value] of Object.entries(facts)) {
    const field = fields[code];
    if (!field || !known.includes(code))
      refuse(
        'invalid',
        'architecture.field-unknown',
        `Nothing called ${code} is kept of this. Ask for the vocabulary.`,
      );
    if (!fits[field.type](value, field))
      refuse('invalid', 'architecture.value-wrong', `${field.title.en} has to be ${wanted[field.type]}.`);
  }
}

/** Refuses: architecture.relation-wrong. */
export function demandRelated(relation: string, from: string, to: string): void {
  const { from: begins, to: ends } = relationKindOf(relation);
  if (!begins.includes(from) || !ends.includes(to))
    refuse(
      'invalid',
      'architecture.relation-wrong',
      `${relation} does not lead from ${from} to ${to}. It begins at ${begins.join(', ')} and ends at ${ends.join(', ')}.`,
    );
}

/** Relations that must not come back to where they began. */
export const hierarchies: readonly string[] = ['part-of', 'replaces'];
/** Facts by which objects of informatisation are distributed. */
export const distributions = ['stage', 'dbms', 'platform', 'method', 'class'] as const;
