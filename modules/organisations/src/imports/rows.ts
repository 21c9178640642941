// SPDX-License-Identifier: Apache-2.0
/** What each row of a table asks for. */
import { isDeepStrictEqual } from 'node:util';
import { findPeople } from '@stoa/identity/contract';
import { personKey, type Tx } from '@stoa/kernel';
import { languages } from '@stoa/kernel/contract';
import { dateText } from '@stoa/kernel/text';
import { complaints } from '@stoa/kernel/validate';
import { Asked, type OrganisationFacts } from '../contract.ts';
import * as queries from '../queries.ts';
import type { TableRow } from './table.ts';

/** Of a cell that cannot be read, `message` names the columns. */
interface Wrong {
  readonly code: string;
  readonly message: string;
}
export interface ReadRow {
  readonly line: number;
  readonly subject: string;
  readonly outcome: 'enters' | 'changes' | 'same' | 'wrong';
  readonly asked?: Asked;
  /** Of the organisation, as it was read. */
  readonly revision?: number;
  readonly wrong?: Wrong;
}

const wrong = (line: number, subject: string, code: string, message: string): ReadRow => ({
  ...{ line, subject, outcome: 'wrong', wrong: { code, message } },
});

/** Names of columns whose cells do not fit. */
function unreadable(asked: Asked): string | undefined {
  const variant = Asked.anyOf.find(({ properties }) => properties.kind.const === asked.kind);
  const found = variant ? complaints(variant, asked) : [];
  const names = found.map(({ pointer }) => pointer.replace(/^\/(facts\/)?/, '').replace('/', '-') || 'kind');
  return found.length > 0 ? [...new Set(names)].join(', ') : undefined;
}

function checked(row: Omit<ReadRow, 'wrong'> & { asked: Asked }): ReadRow {
  const columns = unreadable(row.asked);
  return columns ? wrong(row.line, row.subject, 'organisations.import-cell', columns) : row;
}

const day = (cell: string): string => dateText(cell) ?? cell;

/** What the cells say; what the file has no column for stays as it is. */
function factsOf(row: TableRow, before: OrganisationFacts | undefined): OrganisationFacts {
  const cell = (column: string, value: string | undefined) => (row.has(column) ? row.get(column) : (value ?? ''));
  const local = (column: 'name' | 'address') =>
    languages.flatMap((one) => {
      const text = cell(`${column}-${one}`, before?.[column]?.[one]);
      return text ? [[one, text]] : [];
    });
  const optional = {
    ...{ sphere: cell('sphere', before?.sphere), inn: cell('inn', before?.inn), ogrn: cell('ogrn', before?.ogrn) },
    ...{ kpp: cell('kpp', before?.kpp), regionCode: cell('region', before?.regionCode) },
    ...{ parentId: cell('parent', before?.parentId), successorId: cell('successor', before?.successorId) },
    until: day(cell('until', before?.until)),
  };
  const address = local('address');
  return {
    kind: row.get('kind') as 'local',
    name: Object.fromEntries(local('name')) as unknown as OrganisationFacts['name'],
    from: day(row.get('from')),
    ...(address.length > 0 ? { address: Object.fromEntries(address) as unknown as OrganisationFacts['name'] } : {}),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
  };
}

async function organisationRow(tx: Tx, row: TableRow, validFrom: string): Promise<ReadRow> {
  const { line } = row;
  const id = row.get('id');
  const known = await queries.findOrganisation(tx, id);
  const { id: _, revision, ...before } = known ?? { id, revision: 0 };
  const facts = factsOf(row, known && (before as OrganisationFacts));
  if (known && isDeepStrictEqual(facts, before)) return { line, subject: id, outcome: 'same' };
  return checked({
    ...{ line, subject: id || '–', outcome: known ? 'changes' : 'enters', revision },
    asked: { kind: 'organisation', id, facts, validFrom: known ? validFrom : facts.from },
  });
}

/** Parents and successors come before those that name them; a circle is found when the rows are tried. */
function inOrder(rows: readonly ReadRow[]): ReadRow[] {
  const byId = new Map(rows.map((row) => [row.subject, row]));
  const ordered = new Set<ReadRow>();
  const seen = new Set<ReadRow>();
  const visit = (row: ReadRow): void => {
    if (seen.has(row)) return;
    seen.add(row);
    if (row.asked?.kind === 'organisation')
      for (const other of [row.asked.facts.parentId, row.asked.facts.successorId]) {
        const before = other === undefined ? undefined : byId.get(other);
        if (before) visit(before);
      }
    ordered.add(row);
  };
  for (const row of rows) visit(row);
  return [...ordered];
}

export async function organisationRows(tx: Tx, rows: readonly TableRow[], validFrom: string): Promise<ReadRow[]> {
  const read: ReadRow[] = [];
  for (const row of rows) read.push(await organisationRow(tx, row, validFrom));
  return inOrder(onceEach(read, (row) => row.subject));
}

/** What is named a second time is a mistake: which of the two is meant, nobody knows. */
function onceEach(rows: readonly ReadRow[], nameOf: (row: ReadRow) => string | undefined): ReadRow[] {
  const first = new Map<string, number>();
  return rows.map((row) => {
    const name = nameOf(row);
    const before = name === undefined ? undefined : first.get(name);
    if (name !== undefined && before === undefined) first.set(name, row.line);
    return before === undefined
      ? row
      : wrong(row.line, row.subject, 'organisations.import-twice', `It stands in line ${before} already.`);
  });
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** By the id, or by the number of the population register. */
async function personOf(tx: Tx, cell: string): Promise<string | undefined> {
  if (uuid.test(cell)) return cell;
  const { country } = tx.module;
  const number = cell.replace(/[\s-]/g, '');
  if (!/^\d{6,}$/.test(number) || !country.isNumber(country.personScheme, number)) return undefined;
  const key = personKey(tx.module, country.schemeOf(country.personScheme), number);
  const { items } = await tx.module.call(findPeople, { words: key });
  return items[0]?.personId;
}

/** A day is its beginning in the country. */
function instant(tx: Tx, cell: string): string {
  const date = dateText(cell);
  if (date) return tx.module.country.calendar.startOfDate(date).toISOString();
  return Number.isNaN(Date.parse(cell)) ? cell : new Date(cell).toISOString();
}

async function holdingRow(tx: Tx, row: TableRow): Promise<ReadRow> {
  const { line } = row;
  const cell = row.get('person');
  const subject = row.get('person-name') || (/^\d/.test(cell) && !uuid.test(cell) ? `line ${line}` : cell || '–');
  const id = row.get('holding');
  if (cell === '' && id === '') return { line, subject: row.get('post-title') || '–', outcome: 'same' };
  const personId = await personOf(tx, cell);
  if (!personId)
    return wrong(
      line,
      subject,
      'organisations.person-unknown',
      'There is no such person. They must be registered first.',
    );
  const [from, until, forId, reason] = [
    instant(tx, row.get('from')),
    instant(tx, row.get('until')),
    row.get('for'),
    row.get('reason'),
  ];
  const asked: Extract<Asked, { kind: 'holding' }> = {
    ...{ kind: 'holding' as const, postId: row.get('post'), personId, as: row.get('as') as 'holder', from },
    ...(forId ? { forId } : {}),
    ...(reason ? { reason } : {}),
    ...(until ? { until } : {}),
  };
  const fits = checked({ line, subject, outcome: 'enters', asked });
  if (fits.wrong || (id && !uuid.test(id)))
    return fits.wrong ? fits : wrong(line, subject, 'organisations.import-cell', 'holding');
  const held = await queries.holdingsOfPosts(tx, [asked.postId]);
  const is = (one: queries.HoldingRow) =>
    one.personId === personId &&
    one.as === asked.as &&
    one.from.toISOString() === from &&
    (one.forId ?? '') === forId &&
    (one.reason ?? '') === reason;
  const known = held.find((one) => (id ? one.id === id : is(one)));
  if (!known)
    return id
      ? wrong(line, subject, 'organisations.holding-unknown', 'Nobody is on a post so. Look at the structure again.')
      : fits;
  if (!is(known))
    return wrong(
      line,
      subject,
      'organisations.import-rewrites',
      'Who is on a post is not rewritten. End it in the column until, and add a row without a holding.',
    );
  if ((known.until?.toISOString() ?? '') === until) return { line, subject, outcome: 'same' };
  return checked({
    line,
    subject,
    outcome: 'changes',
    asked: { kind: 'end', what: 'holding', id: known.id, at: until },
  });
}

/** What ends comes first: it makes room for who comes after. */
export async function holdingRows(tx: Tx, rows: readonly TableRow[]): Promise<ReadRow[]> {
  const read: ReadRow[] = [];
  for (const row of rows) read.push(await holdingRow(tx, row));
  const once = onceEach(read, ({ asked }) => (asked ? JSON.stringify(asked) : undefined));
  return [
    ...once.filter(({ outcome }) => outcome === 'changes'),
    ...once.filter(({ outcome }) => outcome !== 'changes'),
  ];
}
