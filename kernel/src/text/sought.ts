// SPDX-License-Identifier: Apache-2.0
/** What people type to find a document: words, a number, a date, or all of them ("№ 12-3/45 от 5 мая"). Pure. */
import { dateText } from './date.ts';

export interface Sought {
  readonly words: string;
  readonly number?: string;
  /** `YYYY-MM-DD`, or `MM-DD` where no year was said. */
  readonly date?: string;
}

/** Signs before a number and between number and date, in the languages of the platform. */
const sign = /^(?:№|#|no|nr|n|от|від|of|from|dated|رقم|بتاريخ|في)[.:]?$/iu;
const inFigures = /^\p{N}{1,4}[./-]\p{N}{1,2}[./-]\p{N}{1,4}$/u;
/** A year that is certainly a leap one stands in for the one that was not said. */
const anyYear = '2024';

export function sought(text: string): Sought {
  const apart = text.replaceAll('№', ' № ').split(/\s+/).filter(Boolean);
  const words: string[] = [];
  let number: string | undefined;
  let date: string | undefined;
  for (let at = 0; at < apart.length; at++) {
    const [word = '', next = '', third = ''] = apart.slice(at, at + 3);
    if (date === undefined && inFigures.test(word)) date = dateText(word);
    if (date !== undefined && inFigures.test(word) && dateText(word) === date) continue;
    if (date === undefined && /^\p{N}{1,2}$/u.test(word) && /^\p{L}/u.test(next)) {
      const whole = dateText(`${word} ${next} ${third}`);
      const day = whole ?? dateText(`${word} ${next} ${anyYear}`)?.slice(5);
      if (day) {
        date = day;
        at += whole ? 2 : 1;
        continue;
      }
    }
    if (sign.test(word)) continue;
    if (number === undefined && /\p{N}/u.test(word)) number = word.replace(/[,;:.!?)»”]+$/u, '');
    else words.push(word);
  }
  return { words: words.join(' '), ...(number ? { number } : {}), ...(date ? { date } : {}) };
}
