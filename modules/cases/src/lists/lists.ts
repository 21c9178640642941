// SPDX-License-Identifier: Apache-2.0
/** A list is one answer: its entries are written as a whole, under the lock of the case. Only what fits is kept. */
import {
  askedOf,
  entriesOf,
  type Entry,
  type EntryList,
  type Field,
  type Listed,
  readEntry,
  type ServicePackage,
  withEntry,
  withTable,
} from '@stoa/catalogue/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { auditCase, authoriseCase, type CaseFile, findCase, found, touch, todayOf } from '../case/index.ts';
import type { importEntries, listEntries, removeEntry, saveEntry as saveEntryOperation } from '../contract.ts';
import { changedElsewhere, isNewer, lockDraft } from '../drafts/index.ts';
import { type Answer, answersOf, formRules, listOf, putAnswer, removeAnswers, subjectKeys } from '../form/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { dutiesOfCase } from '../tasks/index.ts';

interface Open {
  readonly file: CaseFile;
  readonly pkg: ServicePackage;
  readonly answers: readonly Answer[];
  readonly field: Field & { readonly list: EntryList };
  readonly entries: readonly Entry[];
}

const isList = (field: Field | undefined): field is Open['field'] => field?.list !== undefined;

/** The list, where the answers given so far ask for it. Refuses: cases.list-unknown. */
async function openList(tx: Tx, file: CaseFile, name: string): Promise<Open> {
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await answersOf(tx, file.id);
  const asked = askedOf(pkg, answers).pages.flatMap(({ fields }) => fields);
  const field = asked.find((candidate) => candidate.name === name);
  if (!isList(field)) return refuse('missing', 'cases.list-unknown', 'The application asks for no such list.');
  return { file, pkg, answers, field, entries: entriesOf(answers.find((answer) => answer.field === name)) };
}

type Shown = Pick<InputOf<typeof saveEntryOperation>, 'id' | 'field' | 'revision'>;

/** To change it: it may not have changed since it was shown, by the same form neither: entries have moved. Refuses: cases.not-a-draft, cases.changed-elsewhere. */
async function lockList(tx: Tx, shown: Shown): Promise<Open> {
  const open = await openList(tx, await lockDraft(tx, shown.id), shown.field);
  const kept = open.answers.find((answer) => answer.field === shown.field);
  if (kept && isNewer(kept, shown)) changedElsewhere();
  await auditCase(tx, open.file, 'cases.page-saved', subjectKeys(tx, open.file, open.pkg, open.answers));
  return open;
}

async function keep(tx: Tx, { file, field }: Open, entries: readonly Entry[]) {
  const revision = await touch(tx, file.id);
  if (entries.length === 0) await removeAnswers(tx, file.id, [field.name]);
  else await putAnswer(tx, file.id, field.name, entries, { source: 'typed', revision });
  return { count: entries.length, revision };
}

const listed = (tx: Tx, open: Open): Listed => ({ ...open, today: todayOf(tx), rules: formRules });

const entryUnknown = (): never =>
  refuse('missing', 'cases.entry-unknown', 'The list has no such entry any more. Load it again.');

/** Refuses: cases.list-unknown, -entry-unknown, -changed-elsewhere, -field-not-asked. */
export async function saveEntry(
  tx: Tx,
  input: InputOf<typeof saveEntryOperation>,
): Promise<OutputOf<typeof saveEntryOperation>> {
  // A new entry stands at the end whatever was added meanwhile.
  const open = await lockList(tx, input.entry === undefined ? { id: input.id, field: input.field } : input);
  const { file, field, entries } = open;
  const strange = Object.keys(input.values).find((name) => !field.list.columns.some((column) => column.name === name));
  if (strange !== undefined)
    refuse('invalid', 'cases.field-not-asked', `"${strange}" is no column of the list. Send only its columns.`);
  const at = (input.entry ?? entries.length + 1) - 1;
  if (input.entry !== undefined && !entries[at]) entryUnknown();
  const { errors, entries: after } = withEntry(listed(tx, open), at, readEntry(field.list, input.values));
  if (errors.length > 0) return { errors, count: entries.length, revision: file.revision };
  return { errors, ...(await keep(tx, open, after)) };
}

/** Refuses: cases.list-unknown, cases.entry-unknown, cases.changed-elsewhere. */
export async function remove(tx: Tx, input: InputOf<typeof removeEntry>): Promise<OutputOf<typeof removeEntry>> {
  const open = await lockList(tx, input);
  const at = input.entry - 1;
  if (!open.entries[at]) entryUnknown();
  return keep(tx, open, [...open.entries.slice(0, at), ...open.entries.slice(at + 1)]);
}

/** Refuses: cases.list-unknown, cases.changed-elsewhere. */
export async function importTable(
  tx: Tx,
  input: InputOf<typeof importEntries>,
): Promise<OutputOf<typeof importEntries>> {
  const open = await lockList(tx, input);
  const { entries: after, added, faults } = withTable(listed(tx, open), input.text, input.replace);
  if (faults.length > 0)
    return { added: 0, count: open.entries.length, revision: open.file.revision, faults: [...faults] };
  return { added, faults, ...(await keep(tx, open, after)) };
}

/** Refuses: cases.case-unknown, cases.list-unknown. */
export async function entries(tx: Tx, input: InputOf<typeof listEntries>): Promise<OutputOf<typeof listEntries>> {
  const file = found(await findCase(tx, input.id));
  authoriseCase(tx, file, { duties: await dutiesOfCase(tx, file.id) });
  const { pkg, answers, field, entries: all } = await openList(tx, file, input.field);
  await auditCase(tx, file, 'cases.form-read', subjectKeys(tx, file, pkg, answers));
  const { after = 0, limit = 50 } = input;
  const next = after + limit;
  return {
    ...{ title: file.title, label: field.label, revision: file.revision },
    list: { ...listOf(field.list, all), entries: all.slice(after, next) },
    ...(next < all.length ? { nextAfter: next } : {}),
  };
}
