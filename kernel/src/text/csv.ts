// SPDX-License-Identifier: Apache-2.0
/** Comma-separated values (RFC 4180), as spreadsheets read and write them. */

/** A spreadsheet would run what begins so as a formula: an apostrophe before it keeps it text. */
const formula = /^[=+\-@\t\r]/;
const kept = /^'(?=[=+\-@\t\r'])/;

const written = (value: string): string => {
  const guarded = formula.test(value) || kept.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
};

/** Begins with a byte order mark, by which spreadsheets know the letters. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(written).join(',')}\r\n`).join('')}`;

export interface CsvRow {
  /** Where it begins in the file. */
  readonly line: number;
  readonly cells: string[];
}

/**
 * Rows with their line in the file; comma, semicolon or tab, whichever the first line has most of. Empty lines are left out.
 * `unclosed` is the line of a quotation mark that has no partner: what follows it is no table.
 */
export function readCsv(text: string): { readonly rows: CsvRow[]; readonly unclosed?: number } {
  const source = text.replace(/^\ufeff/, '');
  const [head = ''] = source.split(/\r?\n/, 1);
  const comma = [',', ';', '\t'].reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best));
  const rows: CsvRow[] = [];
  let [cells, cell, quoted, line, begun, opened]: [string[], string, boolean, number, number, number] = [
    [],
    '',
    false,
    1,
    1,
    1,
  ];
  const endCell = () => {
    cells.push(cell.trim().replace(kept, ''));
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (cells.some((one) => one !== '')) rows.push({ line: begun, cells });
    cells = [];
    begun = line + 1;
  };
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at] ?? '';
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
      if (letter === '\n') line += 1;
    } else if (letter === '"' && cell.trim() === '') {
      quoted = true;
      opened = line;
      cell = '';
    } else if (letter === comma) endCell();
    else if (letter === '\n') {
      endRow();
      line += 1;
      begun = line;
    } else if (letter !== '\r') cell += letter;
  }
  endRow();
  return quoted ? { rows, unclosed: opened } : { rows };
}
