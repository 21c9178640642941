// SPDX-License-Identifier: Apache-2.0
/** Faults whose cause is known (ITIL: known error), with the way around them. */
import { Instant, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const inEach = (longest: number, shortest: number) => {
  const text = visibleText(longest, shortest);
  return Type.Object({ en: text, ru: text, kk: text, uk: text, ar: text }, { additionalProperties: false });
};
const Words = { title: inEach(150, 5), wayAround: inEach(1000, 10) };

export const KnownError = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  ...Words,
  publishedAt: Instant,
  mendedAt: Type.Optional(Instant),
});
export type KnownError = Static<typeof KnownError>;

export const listKnownErrors = operation({
  name: 'support.list-known-errors',
  method: 'GET',
  path: '/support/known-errors',
  summary: 'What is known not to work, and the way around it; the latest first',
  input: Type.Object({ ...PageInput, open: Type.Optional(Type.Boolean()) }),
  output: pageOf(KnownError),
  permission: 'public',
  audit: 'none',
});

export const publishKnownError = operation({
  name: 'support.publish-known-error',
  method: 'POST',
  path: '/support/known-errors',
  summary: 'Tell everybody what does not work and the way around it, in every language',
  input: Type.Object(Words),
  output: Type.Object({ id: Uuid, number: Type.Integer() }),
  permission: 'support:publish',
  audit: 'support.known-error-published',
  about: { type: 'known-error', id: 'id', facts: [] },
});

/** Reports that were waiting for it are solved, and who made them is told. */
export const mendKnownError = operation({
  name: 'support.mend-known-error',
  method: 'POST',
  path: '/support/known-errors/:id/mending',
  summary: 'Say that a known error is mended',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid, solved: Type.Integer() }),
  permission: 'support:publish',
  audit: 'support.known-error-mended',
  about: { type: 'known-error', id: 'id', facts: ['solved'] },
  refusals: ['support.known-error-unknown', 'support.mended-already'],
});
