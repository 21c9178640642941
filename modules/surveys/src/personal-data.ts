// SPDX-License-Identifier: Apache-2.0
/**
 * Personal data in free words by rules, so that nobody reads them: addresses, numbers, and what looks like a name. Rather too
 * much is masked than too little; days and short numbers stay.
 */
import type { PersonalData } from './contract.ts';

const word = String.raw`\p{Lu}[\p{Ll}’'-]+(?:-\p{Lu}\p{Ll}+)?`;
const initial = String.raw`\p{Lu}\.`;
const patronymic = String.raw`\p{Lu}\p{Ll}+(?:[оеь]вич|[иі]ч|[оеёі]вн|ичн|івн|[ұу]лы|[қк]ызы)\p{Ll}{0,3}`;
const title = String.raw`(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?|[Dd]octor|[Nn]urse|[Вв]рач\p{Ll}*|[Дд]октор\p{Ll}*|[Мм]едсестр\p{Ll}*|[Лл]ікар\p{Ll}*|[Дд]әрігер\p{Ll}*|[Гг]осподин\p{Ll}*|[Гг]оспож\p{Ll}*|г-н\p{Ll}*|г-ж\p{Ll}*|[Пп]ані?)`;
const arabicTitle = '(?:السيدة|السيد|الدكتورة|الدكتور|الطبيبة|الطبيب|الممرضة)';
const day = /^(?:\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}{1,2}[./]\p{Nd}{1,2}[./]\p{Nd}{2,4})$/u;

const rules: readonly (readonly [PersonalData, RegExp])[] = [
  ['e-mail', /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
  // An international prefix, or eleven digits that begin with a trunk prefix.
  [
    'phone',
    /(?:\+|00)\s?\p{Nd}(?:[\s().-]*\p{Nd}){7,14}|(?<!\p{Nd})8[\s(-]*\p{Nd}{3}[\s)-]*\p{Nd}{3}[\s-]?\p{Nd}{2}[\s-]?\p{Nd}{2}(?!\p{Nd})/gu,
  ],
  ['number', /(?<![\p{L}\p{Nd}])(?:\p{Lu}{1,2}\s?)?\p{Nd}(?:[\s./-]?\p{Nd}){5,}/gu],
  ['name', new RegExp(`(?:${word}\\s+){0,2}${patronymic}(?:\\s+${word})?`, 'gu')],
  ['name', new RegExp(`${word}\\s+${initial}(?:\\s?${initial})?|${initial}\\s?(?:${initial}\\s?)?${word}`, 'gu')],
  ['name', new RegExp(`(?<=(?<!\\p{L})${title}\\s+)${word}(?:\\s+${word})*`, 'gu')],
  ['name', new RegExp(`(?<=${arabicTitle}\\s+)\\p{L}+(?:\\s+\\p{L}+)?`, 'gu')],
  ['name', new RegExp(`(?<!\\p{L})${word}(?:\\s+${word})+`, 'gu')],
];

/** The words with `[…]` in the place of personal data, and what was found. */
export function masked(text: string): { text: string; found: PersonalData[] } {
  const found = new Set<PersonalData>();
  let shown = text;
  for (const [kind, rule] of rules)
    shown = shown.replace(rule, (piece) => {
      if (kind === 'number' && day.test(piece.trim())) return piece;
      found.add(kind);
      return '[…]';
    });
  return { text: shown, found: [...found] };
}
