// SPDX-License-Identifier: Apache-2.0
/** Lists as CSV and XLSX. Words begin no formula: `writeCsv` guards them, a workbook says of each cell what it is. */
import type { Tx } from '@stoa/kernel';
import { inLanguage } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import writeWorkbook, { type Cell } from 'write-excel-file/node';
import { accountsOn } from '../accounts/chart.ts';
import type { ListAsked } from '../contract.ts';
import { listDifferences } from '../days/store.ts';
import { accountPostings, entries, revenue } from '../ledger/queries.ts';
import { trialBalance } from '../ledger/reading.ts';
import { digitsOf } from '../statements/camt.ts';
import { today } from '../people.ts';
import words from './words.json' with { type: 'json' };

type Value = string | number;
interface Table {
  readonly columns: readonly (keyof typeof words)[];
  readonly rows: readonly (readonly Value[])[];
}
export interface Made {
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array;
}
/** Rows of a file at most. */
const mostRows = 50_000;
/** In whole units, as people reckon. */
export const units = (amountMinor: number, currency: string): string => {
  const digits = digitsOf(currency);
  const [sign, text] = [amountMinor < 0 ? '-' : '', String(Math.abs(amountMinor)).padStart(digits + 1, '0')];
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};
const figure = (amountMinor: number, currency: string): number => Number(units(amountMinor, currency));

async function tableOf(tx: Tx, asked: ListAsked, language: string): Promise<Table> {
  const { from, to } = asked;
  const { byCode } = await accountsOn(tx, to ?? today(tx));
  const titleOf = (account: string) => {
    const title = byCode.get(account.slice(0, 4))?.title;
    return title ? inLanguage(title, language) : '';
  };
  switch (asked.list) {
    case 'trial-balance': {
      const { rows } = await trialBalance(tx, { from, to });
      return {
        columns: ['account', 'title', 'currency', 'opening', 'debit', 'credit', 'closing'],
        rows: rows.map((one) => [
          ...[one.account, titleOf(one.account), one.currency, figure(one.openingMinor, one.currency)],
          ...[figure(one.debitMinor, one.currency), figure(one.creditMinor, one.currency)],
          figure(one.closingMinor, one.currency),
        ]),
      };
    }
    case 'entries': {
      const { account, kind, search } = asked;
      const rows = await entries(tx, { from, to, account, kind, search }, undefined, mostRows);
      return {
        columns: ['number', 'day', 'kind', 'reference', 'amount', 'currency', 'made-by'],
        rows: rows.map((one) => [
          ...[one.number, one.bookedOn, one.kind, one.reference, figure(one.amountMinor, one.currency)],
          ...[one.currency, one.madeBy],
        ]),
      };
    }
    case 'account': {
      const rows = await accountPostings(tx, { account: asked.account ?? '1010', from, to }, undefined, mostRows);
      return {
        columns: ['number', 'day', 'account', 'kind', 'reference', 'amount', 'currency', 'balance'],
        rows: rows.map((one) => [
          ...[one.number, one.bookedOn, one.account, one.kind, one.reference, figure(one.amountMinor, one.currency)],
          ...[one.currency, figure(one.balanceMinor, one.currency)],
        ]),
      };
    }
    case 'differences': {
      const { state, kind, account } = asked;
      const filter = { state, kind: kind as 'twice', account, from, to };
      const rows = await listDifferences(tx, filter, undefined, mostRows);
      return {
        columns: ['day', 'account', 'kind', 'reference', 'ours', 'theirs', 'currency', 'state'],
        rows: rows.map((one) => [
          ...[one.day, one.account, one.kind, one.bankReference ?? ''],
          one.oursMinor === undefined ? '' : figure(one.oursMinor, one.currency),
          one.theirsMinor === undefined ? '' : figure(one.theirsMinor, one.currency),
          ...[one.currency, one.state],
        ]),
      };
    }
    default: {
      const rows = await revenue(tx, { from, to });
      return {
        columns: ['month', 'budget', 'region', 'account', 'title', 'amount', 'currency'],
        rows: rows.map((one) => [
          ...[one.month, one.level, one.region ?? '', one.account, titleOf(one.account)],
          ...[figure(one.amountMinor, one.currency), one.currency],
        ]),
      };
    }
  }
}

const cellOf = (value: Value): Cell => {
  if (value === '') return null;
  return typeof value === 'number' ? { value, type: Number } : { value: value.slice(0, 32_000), type: String };
};

export async function listFile(tx: Tx, asked: ListAsked): Promise<Made> {
  const language = asked.language ?? 'en';
  const { columns, rows } = await tableOf(tx, asked, language);
  const head = columns.map((one) => inLanguage(words[one], language));
  if (asked.as === 'csv')
    return {
      ...{ name: `${asked.list}.csv`, type: 'text/csv; charset=utf-8' },
      // A negative figure is one: the guard of formulas is for words.
      content: csvWithFigures(head, rows),
    };
  const sheet = [
    head.map((value): Cell => ({ value, type: String, fontWeight: 'bold' })),
    ...rows.map((row) => row.map(cellOf)),
  ];
  const options = { sheet: asked.list, stickyRowsCount: 1, rightToLeft: language === 'ar' };
  return {
    ...{ name: `${asked.list}.xlsx`, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    content: await writeWorkbook(sheet, options).toBuffer(),
  };
}

/** Figures of our own making are written bare; words go through the guard. */
function csvWithFigures(head: readonly string[], rows: readonly (readonly Value[])[]): string {
  const bare = rows.map((row) => row.map((value) => (typeof value === 'number' ? String(value) : value)));
  const guarded = writeCsv([head, ...bare]);
  return guarded.replaceAll(/(^|,)'(-\d+(?:\.\d+)?)(?=,|\r)/gm, '$1$2');
}
