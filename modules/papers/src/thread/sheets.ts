// SPDX-License-Identifier: Apache-2.0
import readWorkbook from 'read-excel-file/node';

const [mostSheets, mostRows, mostColumns] = [10, 200, 30];
export interface Sheet {
  readonly name: string;
  readonly rows: string[][];
  readonly cut: boolean;
}
const written = (value: unknown) =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '').slice(0, 1000);

/** Tables of a workbook as far as a page shows them; formulas are what they came to. */
export default async (bytes: Uint8Array): Promise<Sheet[]> => {
  const sheets = await readWorkbook(Buffer.from(bytes));
  return sheets.slice(0, mostSheets).map(({ sheet, data }) => ({
    name: sheet,
    rows: data.slice(0, mostRows).map((row) => row.slice(0, mostColumns).map(written)),
    cut: data.length > mostRows || data.some((row) => row.length > mostColumns),
  }));
};
