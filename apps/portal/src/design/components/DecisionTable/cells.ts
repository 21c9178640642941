// SPDX-License-Identifier: Apache-2.0
/** Cells of a decision table in words. A cell that is more than a value or a range stays as it is written. */

type Say = (key: string, parameters?: Readonly<Record<string, string | number>>) => string;
type Words = Readonly<Record<string, string>>;

/** At commas outside brackets and quotes. */
function parts(cell: string): string[] {
  const found = [''];
  let depth = 0;
  let quoted = false;
  for (const letter of cell) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && '([{'.includes(letter)) depth += 1;
    if (!quoted && ')]}'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0 && !quoted) found.push('');
    else found[found.length - 1] += letter;
  }
  return found.map((part) => part.trim());
}

const compared: Readonly<Record<string, string>> = { '<': 'less', '<=': 'at-most', '>': 'more', '>=': 'at-least' };
const ranges: Readonly<Record<string, string>> = {
  '[]': 'from-to',
  '(]': 'over-to',
  '[)': 'from-below',
  '()': 'between',
};

function value(text: string, words: Words, t: Say): string {
  const quoted = /^"([^"]*)"$/.exec(text)?.[1];
  if (quoted !== undefined) return words[quoted] ?? quoted;
  if (text === 'true') return t('decision.yes');
  if (text === 'false') return t('decision.no');
  return text;
}

function one(part: string, words: Words, t: Say): string {
  const negated = /^not\s*\((.*)\)$/s.exec(part)?.[1];
  if (negated !== undefined) return t('decision.not', { a: cellInWords(negated, words, t) });
  const [, opening, from, to, closing] = /^([[(\]])\s*([^.]+?)\s*\.\.\s*([^.]+?)\s*([\])[])$/.exec(part) ?? [];
  if (from !== undefined && to !== undefined) {
    const range = ranges[`${opening === '[' ? '[' : '('}${closing === ']' ? ']' : ')'}`];
    return t(`decision.${range ?? ''}`, { a: value(from, words, t), b: value(to, words, t) });
  }
  const [, sign, limit] = /^([<>]=?)\s*(\S+)$/.exec(part) ?? [];
  if (sign && limit) return t(`decision.${compared[sign] ?? ''}`, { a: value(limit, words, t) });
  return value(part, words, t);
}

/** What a row gives: amounts of money by the output's name. */
export function outcomeInWords(
  cell: string,
  output: string,
  { words, currency }: { words: Words; currency?: string | undefined },
  { t, money }: { t: Say; money: (amountMinor: number, currency: string) => string },
): string {
  return output === 'amountMinor' && currency && /^\d+$/.test(cell)
    ? money(Number(cell), currency)
    : cellInWords(cell, words, t);
}

/** `[1..12]` becomes "from 1 to 12", `"refuse"` the words for it. */
export function cellInWords(cell: string, words: Words, t: Say): string {
  if (cell === '-' || cell === '') return t('decision.any');
  return parts(cell)
    .map((part) => one(part, words, t))
    .reduce((a, b) => t('decision.or', { a, b }));
}
