// SPDX-License-Identifier: Apache-2.0
import { visibleText } from '@stoa/kernel/contract';
import { validateInput } from '@stoa/kernel/validate';
import { Type } from 'typebox';
import { expect, test } from 'vitest';

const schema = Type.Object({ name: visibleText(50, 1), email: Type.Optional(Type.String({ format: 'email' })) });
const refusalOf = (input: object) => {
  try {
    validateInput(schema, input, false);
    return undefined;
  } catch (error) {
    return (error as { errors?: unknown }).errors;
  }
};

test('words with characters that hide or reorder are refused by name, others are let through', () => {
  expect(refusalOf({ name: 'Ann\u202ennA' })).toEqual([
    {
      pointer: '/name',
      code: 'visible-text',
      message: 'holds a character that cannot be seen (U+202E): type it again',
    },
  ]);
  expect(refusalOf({ name: 'می\u200cخواهم 📍 → 漢' })).toBeUndefined();
});

test('an address with a domain of another script is taken; what is wrong with others is said', () => {
  expect(refusalOf({ name: 'Ann', email: 'ann@почта.рф' })).toBeUndefined();
  expect(refusalOf({ name: 'Ann', email: 'анна@example.org' })).toMatchObject([
    { pointer: '/email', message: 'must have only Latin letters, digits and signs before the @' },
  ]);
  expect(refusalOf({ name: 'Ann', email: 'ann' })).toMatchObject([
    { pointer: '/email', message: 'must be an e-mail address such as name@example.org' },
  ]);
});
