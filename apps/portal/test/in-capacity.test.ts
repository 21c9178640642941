// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { inCapacity } from '../src/areas/documents/in-capacity.ts';
import ar from '../src/messages/documents.ar.json' with { type: 'json' };
import en from '../src/messages/documents.en.json' with { type: 'json' };

const of =
  (messages: Readonly<Record<string, unknown>>) =>
  (key: string, values: Record<string, string> = {}) =>
    String(messages[key] ?? key).replace('{name}', values.name ?? '');
const [t, inArabic] = [of(en), of(ar)];

test('who did something is named with what the post was to them, in whatever script the names are', () => {
  expect(inCapacity(t, { name: 'Anna', as: 'substitute', inPlaceOf: 'Yerlan' })).toBe(
    '\u2068Anna\u2069 (substitute for \u2068Yerlan\u2069)',
  );
  expect(inCapacity(inArabic, { name: 'Anna', as: 'acting', inPlaceOf: 'Yerlan' })).toBe(
    '\u2068Anna\u2069 (بالنيابة عن \u2068Yerlan\u2069)',
  );
  expect(inCapacity(t, { name: 'Anna', as: 'acting' })).toBe('\u2068Anna\u2069 (acting)');
});

test('a holder of the post is named alone', () => {
  expect(inCapacity(t, { name: 'Anna', as: 'holder' })).toBe('Anna');
  expect(inCapacity(t, { name: 'Anna' })).toBe('Anna');
});
