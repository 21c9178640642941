// SPDX-License-Identifier: Apache-2.0
/** Tables as CSV and XLSX. Words never begin a formula: `writeCsv` guards them, a workbook says of each cell what it is. */
import { writeCsv } from '@stoa/kernel/text';
import writeWorkbook, { type Cell } from 'write-excel-file/node';

export type Value = string | number;
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}
/** A file to hand over. */
export interface Made {
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array;
}
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const cellOf = (value: Value): Cell => {
  if (value === '') return null;
  return typeof value === 'number' ? { value, type: Number } : { value: value.slice(0, 32_000), type: String };
};
/** What a sheet may be called: 31 letters, none of these, each once. */
const sheetName = (title: string, at: number) => `${at + 1} ${title.replaceAll(/[[\]:*?/\\']/g, ' ')}`.slice(0, 30);

export async function workbookOf(name: string, tables: readonly Table[], rightToLeft: boolean): Promise<Made> {
  const sheets = tables.map(({ title, columns, rows }, at) => ({
    data: [
      columns.map((value): Cell => ({ value, type: String, fontWeight: 'bold' })),
      ...rows.map((row) => row.map(cellOf)),
    ],
    ...{ sheet: sheetName(title, at), stickyRowsCount: 1, rightToLeft },
  }));
  return { name: `${name}.xlsx`, type: workbook, content: await writeWorkbook(sheets).toBuffer() };
}
export const csvOf = ({ title, columns, rows }: Table): Made => ({
  ...{ name: `${title}.csv`, type: 'text/csv; charset=utf-8' },
  content: writeCsv([columns, ...rows.map((row) => row.map(String))]),
});
export const tableAs = async (table: Table, as: 'csv' | 'xlsx', rightToLeft: boolean): Promise<Made> =>
  as === 'csv' ? csvOf(table) : workbookOf(table.title, [table], rightToLeft);
