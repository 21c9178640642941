// SPDX-License-Identifier: Apache-2.0
/** One table, in each form that it is taken out in. */
import { writeCsv } from '@stoa/kernel/text';
import type { ListForm } from '../contract.ts';
import { made } from '../thread/thread.ts';
import type { Words } from '../words.ts';

export type Value = string | number | undefined;
export interface Table {
  /** Of the sheet and the paper. */
  readonly name: string;
  /** Whose it is, and what is said of it: when it was made, that it was cut. */
  readonly of: string;
  readonly notes: readonly string[];
  readonly rightToLeft: boolean;
  /** A date is `YYYY-MM-DD` in the rows. */
  readonly columns: readonly { title: string; kind?: 'date' | 'number'; width: number }[];
  readonly rows: readonly (readonly Value[])[];
}

export const typeOf: Readonly<Record<ListForm, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

export async function writeTable(table: Table, as: ListForm, words: Words): Promise<Uint8Array | string> {
  if (as === 'xlsx') return made('workbook', table);
  const shown = table.rows.map((row) =>
    row.map((value, at) =>
      value && table.columns[at]?.kind === 'date' ? words.date(String(value)) : String(value ?? ''),
    ),
  );
  if (as === 'pdf')
    return made('typeset', {
      template: 'list',
      data: { ...table, rows: shown, language: words.language, page: words('page') },
    });
  const titles = table.columns.map(({ title }) => title);
  return writeCsv([titles, ...shown, ...table.notes.map((note) => [note])]);
}
