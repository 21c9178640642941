// SPDX-License-Identifier: Apache-2.0
/** Documents, a register, kept terms: asked of those who keep them, for whoever wants the list. */
import { type DocumentSummary, getJournal, getRules, listDocuments } from '@stoa/documents/contract';
import { getDiscipline } from '@stoa/execution/contract';
import { audit, type ModuleRuntime } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import type { Static } from 'typebox';
import { type DisciplineAsked, type DocumentsAsked, type JournalAsked, type ListForm, mostRows } from '../contract.ts';
import { type Words, wordsIn } from '../words.ts';
import { type Table, type Value, writeTable } from './table.ts';

interface Asking {
  readonly module: ModuleRuntime;
  readonly principal: Principal;
  readonly as: ListForm;
  readonly words: Words;
}
export interface TakenOut {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** Pages one after another until there is none or enough; what moved to a later page meanwhile stands there once. */
async function gather<Item>(
  most: number,
  read: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor?: string }>,
  idOf: (item: Item) => string,
): Promise<{ items: Item[]; cut: boolean }> {
  const found = new Map<string, Item>();
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    for (const item of page.items) found.set(idOf(item), item);
    cursor = page.nextCursor;
  } while (cursor && found.size < most);
  return { items: [...found.values()].slice(0, most), cut: cursor !== undefined || found.size > most };
}

interface Made {
  readonly name: string;
  readonly institutionId: string | undefined;
  readonly columns: Table['columns'];
  readonly rows: readonly (readonly Value[])[];
  readonly cut?: boolean;
}

/** Writes it down as taken out, and makes the file. */
async function takeOut(
  { module, principal, as, words }: Asking,
  { name, institutionId, columns, rows, cut }: Made,
): Promise<TakenOut> {
  const now = module.clock.now();
  const date = words.date(module.country.calendar.localDate(now));
  const person = principal.kind === 'person' ? principal.name : '';
  const notes = [
    words('made', { date, name: person, count: rows.length }),
    ...(cut ? [words('cut', { count: rows.length })] : []),
  ];
  const institution = institutionId && (await module.call(getOrganisation, { id: institutionId }));
  const of = institution ? words.text(institution.name) : '';
  await module.tx(principal, (tx) =>
    audit(tx, {
      action: 'papers.list-taken-out',
      object: { type: 'list', id: institutionId ?? 'documents' },
      details: { name, as, rows: rows.length },
    }),
  );
  const table = { name, of, notes, rightToLeft: words.language === 'ar', columns, rows };
  return { name, content: await writeTable(table, as, words) };
}

async function kindsOf({ module, principal, words }: Asking, institutionId: string | undefined) {
  if (!institutionId) return { kindOf: (code: string) => code, journalOf: (code: string) => code };
  const { rules } = await module.call(getRules, { institutionId }, { principal });
  const titleIn =
    (list: readonly { code: string; title: Parameters<Words['text']>[0] }[]) =>
    (code: string): string => {
      const found = list.find((one) => one.code === code);
      return found ? words.text(found.title) : code;
    };
  return { kindOf: titleIn(rules.kinds), journalOf: titleIn(rules.journals) };
}

const withWhom = (one: DocumentSummary) => one.correspondents.map(({ name }) => name).join(', ');

export async function documentsList(
  module: ModuleRuntime,
  principal: Principal,
  { as, language, ...filter }: Static<typeof DocumentsAsked>,
): Promise<TakenOut> {
  const words = wordsIn(language);
  const asking = { module, principal, as, words };
  const { kindOf } = await kindsOf(asking, filter.institutionId);
  const { items, cut } = await gather(
    mostRows[as],
    (cursor) => module.call(listDocuments, { ...filter, limit: 100, ...(cursor ? { cursor } : {}) }, { principal }),
    ({ id }) => id,
  );
  return takeOut(asking, {
    ...{ name: words('documents'), institutionId: filter.institutionId, cut },
    columns: [
      ...[
        { title: words('number'), width: 3 },
        { title: words('date'), kind: 'date' as const, width: 4 },
      ],
      ...[
        { title: words('subject'), width: 10 },
        { title: words('kind'), width: 4 },
        { title: words('with'), width: 7 },
      ],
      ...[
        { title: words('their-number'), width: 3 },
        { title: words('their-date'), kind: 'date' as const, width: 4 },
      ],
      ...[
        { title: words('due'), kind: 'date' as const, width: 4 },
        { title: words('state'), width: 4 },
      ],
      ...[
        { title: words('label'), width: 4 },
        { title: words('author'), width: 5 },
      ],
    ],
    rows: items.map((one) => [
      ...[one.number, one.numberedOn, one.subject, kindOf(one.kind), withWhom(one), one.theirNumber, one.theirDate],
      ...[one.dueOn, words(`state-${one.state}`), words(`label-${one.label as 0}`), one.authorName],
    ]),
  });
}

export async function journalList(
  module: ModuleRuntime,
  principal: Principal,
  { as, language, id }: Static<typeof JournalAsked>,
): Promise<TakenOut> {
  const words = wordsIn(language);
  const asking = { module, principal, as, words };
  const { book, institutionId } = await module.call(getJournal, { id, limit: 1 }, { principal });
  const { kindOf, journalOf } = await kindsOf(asking, institutionId);
  const { items, cut } = await gather(
    mostRows[as],
    (cursor) => module.call(getJournal, { id, limit: 100, ...(cursor ? { cursor } : {}) }, { principal }),
    ({ n }) => String(n),
  );
  return takeOut(asking, {
    ...{ name: `${journalOf(book.code)} ${book.year}`, institutionId, cut },
    columns: [
      ...[
        { title: words('number'), width: 3 },
        { title: words('day'), kind: 'date' as const, width: 4 },
      ],
      ...[
        { title: words('subject'), width: 10 },
        { title: words('kind'), width: 4 },
        { title: words('with'), width: 7 },
      ],
      ...[
        { title: words('their-number'), width: 3 },
        { title: words('their-date'), kind: 'date' as const, width: 4 },
      ],
      ...[
        { title: words('by'), width: 5 },
        { title: words('state'), width: 4 },
      ],
    ],
    rows: items.map(({ document, ...entry }) => [
      ...[entry.number, entry.on],
      document?.subject ?? (entry.state === 'taken' ? words('not-for-you') : entry.reason),
      ...[
        document && kindOf(document.kind),
        document && withWhom(document),
        document?.theirNumber,
        document?.theirDate,
      ],
      ...[entry.byName, words(`entry-${entry.state}`)],
    ]),
  });
}

export async function disciplineList(
  module: ModuleRuntime,
  principal: Principal,
  { as, language, ...asked }: Static<typeof DisciplineAsked>,
): Promise<TakenOut> {
  const words = wordsIn(language);
  const { people } = await module.call(getDiscipline, asked, { principal });
  const figure = (word: Parameters<Words>[0]) => ({ title: words(word), kind: 'number' as const, width: 3 });
  return takeOut(
    { module, principal, as, words },
    {
      ...{ name: words('discipline'), institutionId: asked.institutionId, cut: people.length > mostRows[as] },
      columns: [
        ...[
          { title: words('unit'), width: 7 },
          { title: words('post'), width: 7 },
          { title: words('person'), width: 6 },
        ],
        ...(['given', 'intime', 'late', 'overdue', 'days'] as const).map(figure),
      ],
      rows: people
        .slice(0, mostRows[as])
        .map((one) => [
          ...[one.unit ? words.text(one.unit) : words('no-unit'), words.text(one.post), one.person ?? words('nobody')],
          ...[one.given, one.inTime, one.late, one.overdue, one.averageDays],
        ]),
    },
  );
}
