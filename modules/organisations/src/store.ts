// SPDX-License-Identifier: Apache-2.0
/** SQL that writes. Rows that a change touches are remembered as they were and as they became, so that it can be undone. */
import { jsonOf, type Tx } from '@stoa/kernel';
import type { Asked, Organisation } from './contract.ts';

const tables = ['organisation', 'organisation_fact', 'unit', 'post', 'post_duty', 'holding'] as const;
export type Table = (typeof tables)[number];
type Row = Readonly<Record<string, unknown>>;

export interface Touched {
  readonly table: Table;
  /** The key of the row, by column. */
  readonly key: Row;
  /** null where there was none. */
  readonly before: Row | null;
  readonly after: Row;
}

const where = (key: Row, from = 1) =>
  Object.keys(key)
    .map((column, at) => `${column} = $${at + from}`)
    .join(' and ');
const valueOf = (value: unknown) =>
  typeof value === 'object' && value !== null && !(value instanceof Date) ? jsonOf(value) : value;

async function rowAt(tx: Tx, table: Table, key: Row): Promise<Row | null> {
  const sql = `select to_jsonb(t) as row from ${table} t where ${where(key)} for update`;
  return (await tx.query<{ row: Row }>(sql, Object.values(key))).rows[0]?.row ?? null;
}

/** Inserts the row, or changes the columns given of the one that is there. */
export async function put(tx: Tx, table: Table, key: Row, columns: Row): Promise<Touched> {
  const before = await rowAt(tx, table, key);
  const names = Object.keys(columns);
  const values = [...Object.values(key), ...Object.values(columns).map(valueOf)];
  const keys = Object.keys(key);
  await tx.query(
    before
      ? `update ${table} set ${names.map((name, at) => `${name} = $${at + keys.length + 1}`).join(', ')} where ${where(key)}`
      : `insert into ${table} (${[...keys, ...names].join(', ')}) values (${values.map((_, at) => `$${at + 1}`).join(', ')})`,
    values,
  );
  const after = await rowAt(tx, table, key);
  if (!after) throw new Error(`${table} has lost its row`);
  return { table, key, before, after };
}

/** Whether every row still is what the change made of it; then it is what it was before. */
export async function putBack(tx: Tx, touched: readonly Touched[]): Promise<boolean> {
  for (const { table, key, after } of touched)
    if (JSON.stringify(await rowAt(tx, table, key)) !== JSON.stringify(after)) return false;
  for (const { table, key, before } of [...touched].reverse()) {
    if (before === null) await tx.query(`delete from ${table} where ${where(key)}`, Object.values(key));
    else {
      const columns = Object.keys(before).filter((name) => !(name in key));
      await tx.query(
        `update ${table} t set ${columns.map((name) => `${name} = b.${name}`).join(', ')}
         from jsonb_populate_record(null::${table}, $1::jsonb) b where ${Object.keys(key)
           .map((name) => `t.${name} = b.${name}`)
           .join(' and ')}`,
        [JSON.stringify(before)],
      );
    }
  }
  return true;
}

/** Tries what `work` does, of which nothing stays; what it refuses is refused. */
export async function tryOut<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await tx.query('savepoint trial');
  const result = await work();
  await tx.query('rollback to savepoint trial');
  return result;
}

/** What `work` does stays; where it throws, nothing of it does. */
export async function keptOrUndone<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await tx.query('savepoint part');
  try {
    const result = await work();
    await tx.query('release savepoint part');
    return result;
  } catch (error) {
    await tx.query('rollback to savepoint part');
    throw error;
  }
}

/** What is changed comes one after another: each sees what those before it did, and is refused where it excludes that. */
export const takeTurn = (tx: Tx) => tx.query(`select pg_advisory_xact_lock(hashtext('organisations.change'))`);

/** Nobody else enters organisations until the transaction ends. */
export const lockDirectory = (tx: Tx) => tx.query('lock table organisation in share row exclusive mode');

const wordsOf = ({ id, name, inn, ogrn }: Pick<Organisation, 'id' | 'name' | 'inn' | 'ogrn'>): string =>
  [id, inn ?? '', ogrn ?? '', ...Object.values(name)].join(' ').toLowerCase();

export async function putOrganisation(
  tx: Tx,
  { id, revision, ...facts }: Organisation,
  validFrom: string,
  changeId: string | null,
): Promise<Touched[]> {
  const { kind, sphere, name, inn, ogrn, kpp, address, regionCode, parentId, successorId, from, until } = facts;
  const now = await put(
    tx,
    'organisation',
    { id },
    {
      ...{ revision, kind, sphere: sphere ?? null, name, inn: inn ?? null, ogrn: ogrn ?? null, kpp: kpp ?? null },
      ...{ address: address ?? null, region_code: regionCode ?? null, parent_id: parentId ?? null },
      ...{ successor_id: successorId ?? null, from_on: from, until_on: until ?? null },
      words: wordsOf({ id, name, inn, ogrn }),
    },
  );
  const then = await put(
    tx,
    'organisation_fact',
    { organisation_id: id, revision },
    { facts, valid_from: validFrom, known_at: tx.now, change_id: changeId },
  );
  return [now, then];
}

export type Actor = Record<'by' | 'name', string | null>;
export const insertChange = (
  tx: Tx,
  change: { id: string; asked: Asked; organisationId: string | null; reason: string } & Actor,
  touched: readonly Touched[],
) =>
  tx.query(
    `insert into change (id, kind, organisation_id, asked, reason, requested_by, requested_name, requested_at, touched)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[change.id, change.asked.kind, change.organisationId, jsonOf(change.asked), change.reason],
      ...[change.by, change.name, tx.now, JSON.stringify(touched)],
    ],
  );

export const setDecision = (tx: Tx, id: string, decision: { approved: boolean; touched: readonly Touched[] } & Actor) =>
  tx.query(
    'update change set approved = $2, decided_by = $3, decided_name = $4, decided_at = $5, touched = $6 where id = $1',
    [id, decision.approved, decision.by, decision.name, tx.now, JSON.stringify(decision.touched)],
  );

export const setUndone = (tx: Tx, id: string) =>
  tx.query('update change set undone_at = $2 where id = $1', [id, tx.now]);

/** A number that grows with each time identity is told of a person. */
export async function nextRevision(tx: Tx, personId: string): Promise<number> {
  const { rows } = await tx.query<{ revision: number }>(
    `insert into told (person_id, revision) values ($1, 1)
     on conflict (person_id) do update set revision = told.revision + 1 returning revision`,
    [personId],
  );
  return rows[0]?.revision ?? 1;
}

export const insertCodes = (tx: Tx, list: string, version: number, codes: Readonly<Record<string, unknown>>) =>
  tx.query(
    `insert into code (list, version, code, title)
     select $1, $2, key, value from jsonb_each($3::jsonb) on conflict do nothing`,
    [list, version, JSON.stringify(codes)],
  );

/** Rows that are there already stay as they are. */
export const insertRows = (tx: Tx, table: 'unit' | 'post' | 'post_duty' | 'holding', rows: readonly object[]) =>
  tx.query(
    `insert into ${table} (${Object.keys(rows[0] ?? { id: '' }).join(', ')})
     select ${Object.keys(rows[0] ?? { id: '' }).join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
