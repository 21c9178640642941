// SPDX-License-Identifier: Apache-2.0
import writeWorkbook, { type Cell } from 'write-excel-file/node';
import type { Table } from '../lists/table.ts';

/** A sheet of the table: words stay words whatever they begin with, dates and numbers are what they are. */
export default async ({ columns, rows, rightToLeft, name }: Table): Promise<Uint8Array> => {
  const head: Cell[] = columns.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' }));
  const cells = rows.map((row) =>
    row.map((value, at): Cell => {
      if (value === undefined || value === '') return null;
      if (typeof value === 'number') return { value, type: Number };
      if (columns[at]?.kind === 'date')
        return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd.mm.yyyy' };
      return { value: value.slice(0, 32_000), type: String, wrap: true };
    }),
  );
  const widths = columns.map(({ width }) => ({ width: width * 4 }));
  const sheet = name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 30);
  return writeWorkbook([head, ...cells], { columns: widths, stickyRowsCount: 1, sheet, rightToLeft }).toBuffer();
};
