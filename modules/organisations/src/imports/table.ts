// SPDX-License-Identifier: Apache-2.0
/** A file as rows by the names of their columns; what is no such table is refused as a whole. */
import { refuse } from '@stoa/kernel';
import { readCsv } from '@stoa/kernel/text';
import { importLimits } from '../contract.ts';
import { organisationColumns, peopleColumns } from '../tables/rows.ts';

const columns = {
  organisations: { all: organisationColumns, needed: ['id', 'kind', 'name-en', 'from'] },
  people: { all: peopleColumns, needed: ['post', 'person', 'as', 'from'] },
} as const;
export type About = keyof typeof columns;

/** `what` names the sentence for people, `params` what it says of the file. */
function unreadable(what: 'text' | 'quote' | 'lacks' | 'strange' | 'cells', detail: string, params = {}): never {
  const code = `organisations.import-not-${what}`;
  return refuse('invalid', 'organisations.import-unreadable', detail, {
    errors: [{ pointer: '/file', code, message: detail, params }],
  });
}
const tooLarge = (): never =>
  refuse(
    'invalid',
    'organisations.import-too-large',
    `A file has at most ${importLimits.rows} rows and 2 MB. Part it in two.`,
  );

export class TableRow {
  readonly line: number;
  private readonly cells: ReadonlyMap<string, string>;
  constructor(line: number, names: readonly string[], cells: readonly string[]) {
    this.line = line;
    this.cells = new Map(names.map((name, at) => [name, cells[at] ?? '']));
  }

  /** Empty where the cell is, or the file has no such column. */
  get(name: string): string {
    return this.cells.get(name) ?? '';
  }
  has(name: string): boolean {
    return this.cells.has(name);
  }
}

/** Refuses: organisations.import-unreadable, organisations.import-too-large. */
export function readTable(about: About, text: string): TableRow[] {
  if (Buffer.byteLength(text) > importLimits.bytes) tooLarge();
  if (/[\0\ufffd]/.test(text)) unreadable('text', 'The file is not text in UTF-8. Save it as "CSV UTF-8".');
  const { rows, unclosed } = readCsv(text);
  if (unclosed !== undefined)
    unreadable('quote', `The quotation mark in line ${unclosed} has no partner. Close it.`, { line: `${unclosed}` });
  const [head, ...body] = rows;
  const names = (head?.cells ?? []).map((name) => name.toLowerCase());
  const { all, needed } = columns[about];
  const lacking = needed.filter((name) => !names.includes(name)).join(', ');
  if (lacking)
    unreadable('lacks', `The first line lacks ${lacking}. Begin with the file that is exported.`, { columns: lacking });
  const strange = names.find((name, at) => !(all as readonly string[]).includes(name) || names.indexOf(name) !== at);
  if (strange !== undefined)
    unreadable('strange', `The column "${strange}" is unknown here, or stands twice. Take it out.`, {
      column: strange,
    });
  if (body.length > importLimits.rows) tooLarge();
  for (const { line, cells } of body)
    if (cells.length > names.length)
      unreadable(
        'cells',
        `Line ${line} has more cells than the first line. Put texts with commas into quotation marks.`,
        {
          line: `${line}`,
        },
      );
  return body.map(({ line, cells }) => new TableRow(line, names, cells));
}
