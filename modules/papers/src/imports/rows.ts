// SPDX-License-Identifier: Apache-2.0
/** A table of cards, read: each row is a card, or the sentence why it is none. Pure. */
import { ImportRow } from '@stoa/documents/contract';
import { dateText, readCsv } from '@stoa/kernel/text';
import { Value } from 'typebox/value';
import type { importColumns } from '../contract.ts';

type Column = (typeof importColumns)[number];
const needed: readonly Column[] = ['key', 'kind', 'subject', 'state', 'author'];

export interface ReadRow {
  readonly line: number;
  readonly key: string;
  readonly subject: string;
  readonly row?: ImportRow;
  /** Names in the folder, the document itself first. */
  readonly files?: readonly string[];
  readonly fault?: { readonly code: string; readonly message: string };
}
export type ReadTable = { readonly rows: ReadRow[] } | { readonly missing: string[] } | { readonly unclosed: number };

const dates: readonly Column[] = ['date', 'their_date', 'due', 'executed'];

export function readTable(text: string): ReadTable {
  const { rows, unclosed } = readCsv(text);
  if (unclosed !== undefined) return { unclosed };
  const [head, ...body] = rows;
  const columns = (head?.cells ?? []).map((name) => name.toLowerCase());
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) return { missing };
  const seen = new Set<string>();
  return {
    rows: body.map(({ line, cells }) => {
      const cell = (name: Column) => cells[columns.indexOf(name)] ?? '';
      const [key, subject] = [cell('key'), cell('subject')];
      const refused = (code: string, message: string) => ({ line, key, subject, fault: { code, message } });
      if (seen.has(key)) return refused('key-twice', `The key ${key} stands in an earlier row.`);
      seen.add(key);
      const unclear = dates.find((name) => cell(name) !== '' && !dateText(cell(name)));
      if (unclear) return refused('date-unclear', `No calendar has the day ${cell(unclear)} (${unclear}).`);
      const row = cardOf(cell);
      const [wrong] = Value.Errors(ImportRow, row);
      if (wrong)
        return refused(
          'value-invalid',
          `A value does not fit: ${wrong.instancePath.slice(1) || 'row'} ${wrong.message}.`,
        );
      return { line, key, subject, row: row as ImportRow, files: namesIn(cell('files')) };
    }),
  };
}

const namesIn = (cell: string): string[] =>
  cell
    .split(';')
    .map((name) => name.trim())
    .filter(Boolean);

function cardOf(cell: (name: Column) => string): Record<string, unknown> {
  const date = (name: Column) => (cell(name) ? dateText(cell(name)) : undefined);
  const number = (name: Column) => (/^\d{1,7}$/.test(cell(name)) ? Number(cell(name)) : cell(name) || undefined);
  const card = {
    ...{
      key: cell('key'),
      kind: cell('kind'),
      subject: cell('subject'),
      state: cell('state'),
      authorName: cell('author'),
    },
    ...{ label: number('label'), n: number('number'), numberedOn: date('date') },
    correspondents: namesIn(cell('correspondents')).map((name) => ({ name })),
    ...{ theirNumber: cell('their_number') || undefined, theirDate: date('their_date'), dueOn: date('due') },
    ...{ executedOn: date('executed'), fileIndex: cell('file') || undefined },
  };
  return Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined));
}
