// SPDX-License-Identifier: Apache-2.0
import { visibleText } from '@stoa/kernel/contract';
import { hiddenCharacter } from '@stoa/kernel/text';
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

test('blanks alone are no words where there have to be some', () => {
  for (const name of [' ', '\t\n', '\u00a0\u2003'])
    expect(refusalOf({ name })).toEqual([
      { pointer: '/name', code: 'blank', message: 'holds blanks alone: write it in words' },
    ]);
  expect(refusalOf({ name: ' a ' })).toBeUndefined();
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

test.each(['\u200d', '\u200b\u200b ', '\u034f\u034f\ufe0f', '\u200c\u200c', '\u2800\u200b', '\ufe0f'])(
  'a text of nothing that is seen (%j) is refused by its first character',
  (text) => expect(hiddenCharacter(text)).toMatch(/^U\+[0-9A-F]{4}$/),
);
test.each(['', '   ', 'می\u200cخواهم', '👩\u200d🚀', '✓\ufe0f'])('%j hides nothing', (text) =>
  expect(hiddenCharacter(text)).toBeUndefined(),
);
