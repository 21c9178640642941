// SPDX-License-Identifier: Apache-2.0
/** Applications out of a table: a line of names first, then an application a line. Pure. */
import {
  type Answer,
  type AnswerRules,
  answerValues,
  askedOf,
  type Field,
  normalised,
  type ServicePackage,
} from '@stoa/catalogue/contract';
import { isStorableText } from '@stoa/kernel';
import { inLanguage, type LocalText } from '@stoa/kernel/contract';
import { readCsv, writeCsv } from '@stoa/kernel/text';
import { batchLimits, type Fault, type WhyNone } from '../contract.ts';
import words from './words.json' with { type: 'json' };

/** Single values that somebody types; what registers say comes from them, and lists and files need hands. */
export const columnsOf = (pkg: ServicePackage): Field[] => {
  const order = pkg.pages.flatMap(({ fields }) => fields);
  return pkg.fields
    .filter(({ source, type }) => source.kind === 'typed' && type !== 'array')
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
};

/** What keeps applications from being made of lines: something must be listed or attached by hand, or nothing is typed. */
export function whyNoTables(pkg: ServicePackage): WhyNone | undefined {
  const byHand = pkg.fields.filter(
    ({ type, required, source }) => source.kind === 'typed' && type === 'array' && required,
  );
  if (byHand.some(({ files }) => files)) return 'files';
  if (byHand.length > 0) return 'list';
  return columnsOf(pkg).length === 0 ? 'nothing-typed' : undefined;
}

const titleOf = ({ label, name }: Field, language: string) => `${inLanguage(label, language)} (${name})`;
export const templateOf = (pkg: ServicePackage, language: string): string =>
  writeCsv([columnsOf(pkg).map((field) => titleOf(field, language))]);

export interface TableLine {
  readonly number: number;
  readonly answers: Record<string, Answer>;
  readonly faults: Fault[];
}
export type TableFault = 'not-utf8' | 'empty' | 'quote-unclosed' | 'column-unknown' | 'column-twice' | 'too-many-lines';
type Table = { readonly lines: TableLine[] } | { readonly fault: TableFault; readonly at: string };

const folded = (text: string) => text.normalize('NFC').trim().toLowerCase();
const says = (text: LocalText, word: string) => Object.values(text).some((one) => folded(String(one)) === folded(word));

/** By its key, its title in any language, or both as the template has them. */
function fieldNamed(fields: readonly Field[], head: string): Field | undefined {
  const [, key = head] = /\(([A-Za-z][A-Za-z0-9]*)\)\s*$/.exec(head) ?? [];
  return fields.find(({ name }) => folded(name) === folded(key)) ?? fields.find(({ label }) => says(label, head));
}

const truths = { true: words.yes, false: words.no };
/** A choice by its value or its words, yes and no by theirs. */
function answerOf(field: Field, cell: string): Answer {
  const choice = field.choices?.find(({ value, label }) => folded(String(value)) === folded(cell) || says(label, cell));
  if (choice) return choice.value;
  if (field.type === 'boolean')
    for (const [value, text] of Object.entries(truths)) if (says(text as LocalText, cell)) return value === 'true';
  return normalised(field, cell);
}

const textIn = (bytes: Uint8Array): string | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return isStorableText(text) ? text : undefined;
  } catch {
    return undefined;
  }
};

export function readTable(pkg: ServicePackage, bytes: Uint8Array, rules: AnswerRules, today: string): Table {
  const text = textIn(bytes);
  if (text === undefined) return { fault: 'not-utf8', at: '' };
  const { rows, unclosed } = readCsv(text);
  if (unclosed !== undefined) return { fault: 'quote-unclosed', at: String(unclosed) };
  const [head, ...body] = rows;
  if (!head || body.length === 0) return { fault: 'empty', at: '' };
  if (body.length > batchLimits.lines) return { fault: 'too-many-lines', at: String(batchLimits.lines) };
  const fields = columnsOf(pkg);
  const columns: Field[] = [];
  for (const name of head.cells) {
    const field = fieldNamed(fields, name);
    if (!field) return { fault: 'column-unknown', at: name.slice(0, 100) };
    if (columns.includes(field)) return { fault: 'column-twice', at: name.slice(0, 100) };
    columns.push(field);
  }
  return { lines: body.map(({ line, cells }) => readLine(pkg, columns, { line, cells }, rules, today)) };
}

function readLine(
  pkg: ServicePackage,
  columns: readonly Field[],
  { line, cells }: { line: number; cells: readonly string[] },
  rules: AnswerRules,
  today: string,
): TableLine {
  const answers: Record<string, Answer> = {};
  for (const [at, field] of columns.entries()) {
    const value = answerOf(field, cells[at] ?? '');
    if (value !== null) answers[field.name] = value;
  }
  const faults: Fault[] = cells.slice(columns.length).some((cell) => cell !== '')
    ? [{ message: words.tooManyCells }]
    : [];
  return { number: line, answers, faults: [...faults, ...faultsOf(pkg, answers, rules, today)] };
}

/** By the form's own rules, of the questions that are asked with these answers. */
export function faultsOf(
  pkg: ServicePackage,
  answers: Record<string, Answer>,
  rules: AnswerRules,
  today: string,
): Fault[] {
  const given = Object.entries(answers).map(([field, value]) => ({ field, value }));
  const columns = columnsOf(pkg);
  const asked = askedOf(pkg, given)
    .pages.flatMap(({ fields }) => fields)
    .filter((field) => columns.includes(field));
  return rules.errorsIn(pkg, asked, answerValues(pkg, given), today).map(({ field, message }) => {
    const label = columns.find(({ name }) => name === field)?.label;
    return { field, ...(label ? { label } : {}), message };
  });
}
