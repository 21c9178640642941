// SPDX-License-Identifier: Apache-2.0
/** Entries of a list out of a table: UTF-8, comma or semicolon, a line of the names of its columns first. Pure. */
import { type Language, languages, type LocalText } from '@stoa/kernel/contract';
import { readCsv } from '@stoa/kernel/text';
import {
  inLine,
  missingColumn,
  noEntries,
  notUtf8,
  tooManyCells,
  unclosedQuote,
  unknownColumn,
} from './answer-texts.ts';
import { type Answer, type Entry, readEntry } from './answers.ts';
import type { EntryList, Field } from './package-model.ts';

/** What keeps a table from being taken: `line` counts from 1 as spreadsheets do. */
export interface TableFault {
  readonly line: number;
  readonly message: LocalText;
}
interface EntryTable {
  readonly entries: readonly { readonly line: number; readonly entry: Entry }[];
  readonly faults: readonly TableFault[];
}

type Column = EntryList['columns'][number];

/** Cells are texts, also those that a spreadsheet would run as a formula. What does not fit is looked for by the rules. */
export function readEntryTable(list: EntryList, text: string): EntryTable {
  const { rows, unclosed } = readCsv(text);
  const [head, ...all] = rows;
  // One more than fits shows that there are too many; nobody waits for the rest to be read.
  const body = all.slice(0, list.most + 1);
  const fault = (line: number, message: LocalText, column?: LocalText) => ({
    line,
    message: inLine(line, column, message),
  });
  if (unclosed !== undefined) return { entries: [], faults: [fault(unclosed, unclosedQuote)] };
  const unreadable = rows.filter(({ cells }) => cells.some((cell) => cell.includes('\ufffd')));
  if (unreadable.length > 0) return { entries: [], faults: unreadable.map(({ line }) => fault(line, notUtf8)) };
  const columns = head?.cells.map((name) => list.columns.find((column) => isNamed(column, name)));
  if (!head || !columns || body.length === 0) return { entries: [], faults: [fault(1, noEntries)] };
  const faults = [
    ...head.cells.flatMap((name, at) => (columns[at] ? [] : [fault(head.line, unknownColumn(name))])),
    ...list.columns.flatMap((column) =>
      column.required && !columns.includes(column) ? [fault(head.line, missingColumn, column.label)] : [],
    ),
    ...body.flatMap(({ line, cells }) =>
      cells.slice(columns.length).some((cell) => cell !== '') ? [fault(line, tooManyCells)] : [],
    ),
  ];
  const entryOf = (cells: readonly string[]) =>
    readEntry(
      list,
      Object.fromEntries(
        columns.flatMap((column, at): [string, Answer][] =>
          column ? [[column.name, valueOfCell(column, cells[at] ?? '')]] : [],
        ),
      ),
    );
  return { entries: body.map(({ line, cells }) => ({ line, entry: entryOf(cells) })), faults };
}

const folded = (text: string) => text.normalize('NFC').trim().toLowerCase();
const says = (words: LocalText, text: string) =>
  Object.values(words).some((word) => folded(String(word)) === folded(text));

/** By its name in the schema, or by its label in any language. */
const isNamed = (column: Column, text: string) => folded(column.name) === folded(text) || says(column.label, text);

const yes: Readonly<Record<Language, string>> = { en: 'yes', ru: 'да', kk: 'иә', uk: 'так', ar: 'نعم' };
const no: Readonly<Record<Language, string>> = { en: 'no', ru: 'нет', kk: 'жоқ', uk: 'ні', ar: 'لا' };

/** A choice by its value or its words, yes and no by their words. */
function valueOfCell({ choices, type }: Pick<Field, 'choices' | 'type'>, cell: string): Answer {
  const choice = choices?.find(({ value, label }) => folded(String(value)) === folded(cell) || says(label, cell));
  if (choice) return choice.value;
  if (type !== 'boolean' || choices) return cell;
  if (languages.some((language) => yes[language] === folded(cell))) return true;
  return languages.some((language) => no[language] === folded(cell)) ? false : cell;
}

/** A fault of the rules, said with its line. */
export const faultInLine = (line: number, { columns }: EntryList, column: string, message: LocalText): TableFault => ({
  line,
  message: inLine(line, columns.find(({ name }) => name === column)?.label, message),
});
