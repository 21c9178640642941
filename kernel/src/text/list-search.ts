// SPDX-License-Identifier: Apache-2.0
/** A list searched by a reference number or by words of a name, where a full-text index would be too much. */
import { codeText, identifierText } from './typed.ts';

/**
 * SQL that holds where the name has all the words, or the number begins or ends with what was typed, or nothing was.
 * `words` and `part` are the parameters that `listSearchValues` gives; `marks` those of `soughtMarks`, for a sealed name.
 */
export const listSearch = (
  columns: { number: string; name: string; marks: string },
  words: string,
  part: string,
  marks: string,
): string =>
  `(${words}::text[] is null or ${columns.name} ilike all (${words})
    or (${marks}::text[] <> '{}' and ${columns.marks} @> ${marks}::text[])
    or translate(${columns.number}, 'OIL-', '011') like any (array[${part}::text || '%', '%' || ${part}::text]))`;

/** Patterns of the words, and the number with O, I and L read as digits; null where there are none. */
export function listSearchValues(text: string | undefined): [words: readonly string[] | null, part: string | null] {
  const typed = identifierText(text ?? '');
  if (typed === '') return [null, null];
  const words = typed.split(' ').map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  return [words, /\d/.test(typed) ? codeText(typed) : null];
}
