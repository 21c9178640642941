// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { wordsIn } from '../src/words.ts';

/** What documents and the table itself refuse a row of cards for. */
const codes = [
  ...['key-twice', 'date-unclear', 'value-invalid', 'kind-unknown', 'label-too-high', 'card-field-unknown'],
  ...['number-too-early', 'number-missing', 'number-taken', 'date-impossible', 'executed-too-early'],
  'file-index-unknown',
];

test('every reason of a refused card is said in each language', () => {
  for (const language of ['en', 'ru', 'kk', 'uk', 'ar'] as const) {
    const said = codes.map((code) => wordsIn(language).fault(code, 'no words'));
    expect(said).not.toContain('no words');
    expect(new Set(said).size).toBe(codes.length);
  }
  expect(wordsIn('ru').fault('unheard', 'A sentence.')).toBe('A sentence.');
});
