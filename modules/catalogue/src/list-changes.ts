// SPDX-License-Identifier: Apache-2.0
/** What becomes of a list when an entry or a table is to come in. Only what fits comes in, a table as a whole. Pure. */
import type { AnswerRules, Entry } from './answers.ts';
import { faultInLine, readEntryTable, type TableFault } from './entry-table.ts';
import type { EntryList, Field, ServicePackage } from './package-model.ts';

/** A list with the rules by which it is looked at. */
export interface Listed {
  readonly pkg: ServicePackage;
  readonly field: Field & { readonly list: EntryList };
  readonly entries: readonly Entry[];
  readonly today: string;
  readonly rules: AnswerRules;
}

const tooManyOf = ({ pkg, field, today, rules }: Listed, entries: readonly Entry[]) =>
  rules.errorsIn(pkg, [field], { [field.name]: entries }, today).filter(({ code }) => code === 'maxItems');

/** @param at its place from 0: that of one that is there, or the end */
export function withEntry(listed: Listed, at: number, entry: Entry) {
  const { pkg, field, today, rules } = listed;
  const entries = [...listed.entries.slice(0, at), entry, ...listed.entries.slice(at + 1)];
  return { entries, errors: [...tooManyOf(listed, entries), ...rules.entryErrorsIn(pkg, field, entry, today)] };
}

/** More faults than these nobody reads before trying again. */
const mostFaults = 100;

/** @param text a table as `readEntryTable` takes it; after `replace` nothing else is left */
export function withTable(listed: Listed, text: string, replace: boolean) {
  const { pkg, field, today, rules } = listed;
  const table = readEntryTable(field.list, text);
  const before = replace ? [] : listed.entries;
  const entries = [...before, ...table.entries.map(({ entry }) => entry)];
  const faults: TableFault[] = [...table.faults];
  for (const { line, entry } of table.faults.length > 0 ? [] : table.entries)
    for (const { field: column, message } of rules.entryErrorsIn(pkg, field, entry, today))
      faults.push(faultInLine(line, field.list, column, message));
  const firstTooMany = table.entries[field.list.most - before.length];
  if (firstTooMany)
    for (const { message } of tooManyOf(listed, entries))
      faults.push(faultInLine(firstTooMany.line, field.list, '', message));
  return { entries, added: table.entries.length, faults: faults.slice(0, mostFaults) };
}
