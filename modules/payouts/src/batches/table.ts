// SPDX-License-Identifier: Apache-2.0
/** A file of rows: what can be read of each line, and what is wrong with the others. */
import { refuse, type Tx } from '@stoa/kernel';
import { readCsv } from '@stoa/kernel/text';
import { personOf } from '../beneficiaries/accounts.ts';
import { batchColumns, batchLimits, type Programme } from '../contract.ts';
import { most } from '../contract/shared.ts';
import type { Whose } from '../people.ts';

export interface ReadRow {
  readonly line: number;
  readonly whose: Whose;
  readonly amountMinor: number;
  readonly reason: string;
  readonly reference: string;
}
export interface BadLine {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** Digits after the decimal sign, of ISO 4217. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
/** In minor units; undefined where it is nothing, less, or finer than the currency. */
export function amountOf(typed: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const [, whole = '', fraction = ''] =
    /^(\d{1,13})(?:[.,](\d{1,3}))?$/.exec(typed.replaceAll(/[\s\u00a0]/g, '')) ?? [];
  if (whole === '' || fraction.length > digits) return undefined;
  const value = Number(whole + fraction.padEnd(digits, '0'));
  return value > 0 && value <= most ? value : undefined;
}

/** Refuses: payouts.file-unreadable, payouts.file-too-large. */
export function readTable(
  tx: Tx,
  text: string,
  { currency, code }: Programme,
  period: string,
): { rows: ReadRow[]; bad: BadLine[] } {
  const { rows, unclosed } = readCsv(text);
  const [head, ...lines] = rows;
  if (unclosed !== undefined)
    refuse('invalid', 'payouts.file-unreadable', `A quotation mark of line ${unclosed} has no partner.`);
  const at = (name: (typeof batchColumns)[number]) => head?.cells.indexOf(name) ?? -1;
  if (at('amount') < 0 || (at('person') < 0 && at('organisation') < 0))
    refuse('invalid', 'payouts.file-unreadable', `The first line names the columns: ${batchColumns.join(', ')}.`);
  if (lines.length > batchLimits.rows)
    refuse('invalid', 'payouts.file-too-large', `A batch has ${batchLimits.rows} rows at most. Make two of it.`);
  const read: ReadRow[] = [];
  const bad: BadLine[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of lines) {
    const cell = (name: (typeof batchColumns)[number]) => (at(name) < 0 ? '' : (cells[at(name)] ?? ''));
    const wrong = (reason: string, message: string) => void bad.push({ line, code: reason, message });
    const whose = whoseOf(tx, cell('person'), cell('organisation'));
    const amountMinor = amountOf(cell('amount'), currency);
    const reference = cell('reference').slice(0, 200) || `${code} ${period}`;
    if (typeof whose === 'string') wrong(whose, whose.startsWith('person') ? 'person' : 'organisation');
    else if (amountMinor === undefined) wrong('amount-wrong', 'amount');
    else {
      const known = seen.get(`${whose.kind} ${whose.key} ${reference}`);
      if (known !== undefined) wrong('twice-in-file', String(known));
      else read.push({ line, whose, amountMinor, reason: cell('reason').slice(0, 200), reference });
      seen.set(`${whose.kind} ${whose.key} ${reference}`, known ?? line);
    }
  }
  return { rows: read, bad };
}

function whoseOf(
  tx: Tx,
  number: string,
  organisation: string,
): Whose | 'who-missing' | 'person-wrong' | 'organisation-wrong' {
  if (number && organisation) return 'who-missing';
  if (number) return personOf(tx, number) ?? 'person-wrong';
  if (!organisation) return 'who-missing';
  return /^[A-Za-z0-9-]{3,64}$/.test(organisation) ? { kind: 'organisation', key: organisation } : 'organisation-wrong';
}
