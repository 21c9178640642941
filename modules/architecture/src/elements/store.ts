// SPDX-License-Identifier: Apache-2.0
/** SQL that writes elements and relations: a row that holds no longer, or is known no longer, keeps its place in time. */
import { newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Facts, Provenance } from '../contract.ts';

export interface Known {
  readonly kind: string;
  readonly code: string;
  readonly ownerId: string | null;
  readonly name: LocalText;
  readonly facts: Facts;
  readonly provenance: Provenance;
  readonly confidence: number;
  readonly level: number;
}
export interface VersionRow extends Known {
  readonly id: string;
  readonly elementId: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly knownFrom: Date;
  readonly knownUntil: Date | null;
  readonly revision: number;
  readonly byName: string;
}
export const versionColumns = `v.id, v.element_id as "elementId", v.kind, v.code, v.owner_id as "ownerId", v.name, v.facts, v.provenance,
  v.confidence, v.level, v.valid_from as "validFrom", v.valid_until as "validUntil", v.known_from as "knownFrom",
  v.known_until as "knownUntil", v.revision, v.by_name as "byName"`;

/** False where the kind has that code already. */
export async function insertElement(tx: Tx, { id, kind, code }: { id: string; kind: string; code: string }) {
  const { rowCount } = await tx.query(
    'insert into element (id, kind, code) values ($1, $2, $3) on conflict do nothing',
    [id, kind, code],
  );
  return rowCount === 1;
}
/** Until this transaction ends nobody else changes it. */
export async function lockElement(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('select 1 from element where id = $1 for update', [id])).rows.length === 1;
}
/** What is known of it now, in the order of days. */
export const presentVersions = async (tx: Tx, elementId: string): Promise<VersionRow[]> =>
  (
    await tx.query<VersionRow>(
      `select ${versionColumns} from element_version v where element_id = $1 and known_until is null order by valid_from`,
      [elementId],
    )
  ).rows;
export const lastRevision = async (tx: Tx, elementId: string): Promise<number> =>
  (
    await tx.query<{ last: number | null }>('select max(revision) as last from element_version where element_id = $1', [
      elementId,
    ])
  ).rows[0]?.last ?? 0;

export const folded = (name: LocalText, code: string): string =>
  [code, ...new Set(Object.values(name))].join(' ').normalize('NFKC').toLowerCase();

export interface NewVersion {
  readonly elementId: string;
  readonly known: Known;
  readonly revision: number;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly byName: string;
  readonly changeId: string | null;
}
/** All rows in one statement; each column with its type. */
const insertRows = (tx: Tx, table: string, columns: readonly (readonly [string, string])[], rows: readonly object[]) =>
  tx.query(
    `insert into ${table} (${columns.map(([name]) => name).join(', ')}) select ${columns.map(([name]) => name).join(', ')}
     from jsonb_to_recordset($1::jsonb) as r(${columns.map((column) => column.join(' ')).join(', ')})`,
    [JSON.stringify(rows)],
  );
const ofVersion = [
  ...[
    ['id', 'uuid'],
    ['element_id', 'uuid'],
    ['kind', 'text'],
    ['code', 'text'],
    ['valid_from', 'date'],
    ['valid_until', 'date'],
  ],
  ...[
    ['known_from', 'timestamptz'],
    ['revision', 'integer'],
    ['owner_id', 'text'],
    ['name', 'jsonb'],
    ['words', 'text'],
  ],
  ...[
    ['facts', 'jsonb'],
    ['provenance', 'text'],
    ['confidence', 'smallint'],
    ['level', 'smallint'],
    ['by_name', 'text'],
  ],
  ...[['change_id', 'uuid']],
] as const satisfies readonly (readonly [string, string])[];
export const insertVersions = (tx: Tx, versions: readonly NewVersion[]) =>
  insertRows(
    tx,
    'element_version',
    ofVersion,
    versions.map(({ elementId, known, revision, validFrom, validUntil, byName, changeId }) => ({
      ...{ id: newId(), element_id: elementId, kind: known.kind, code: known.code, valid_from: validFrom },
      ...{ valid_until: validUntil, known_from: tx.now, revision, owner_id: known.ownerId, name: known.name },
      ...{ words: folded(known.name, known.code), facts: known.facts, provenance: known.provenance },
      ...{ confidence: known.confidence, level: known.level, by_name: byName, change_id: changeId },
    })),
  );
/** Elements that nobody has; refuses by the database where somebody took the code meanwhile. */
export const insertElements = (tx: Tx, elements: readonly { id: string; kind: string; code: string }[]) =>
  insertRows(
    tx,
    'element',
    [
      ['id', 'uuid'],
      ['kind', 'text'],
      ['code', 'text'],
    ],
    elements,
  );
export const forgetVersions = (tx: Tx, ids: readonly string[]) =>
  tx.query('update element_version set known_until = $2 where id = any ($1)', [ids, tx.now]);

export interface RelationRow {
  readonly id: string;
  readonly relationId: string;
  readonly kind: string;
  readonly fromId: string;
  readonly toId: string;
  readonly facts: Facts;
  readonly validFrom: string;
  readonly validUntil: string | null;
}
const relationColumns = `id, relation_id as "relationId", kind, from_id as "fromId", to_id as "toId", facts, valid_from as "validFrom", valid_until as "validUntil"`;
export type Ends = Pick<RelationRow, 'kind' | 'fromId' | 'toId'>;
/** Answers the id, and keeps others from changing it until this transaction ends. */
export async function lockRelation(tx: Tx, { kind, fromId, toId }: Ends): Promise<string> {
  await tx.query('insert into relation (id, kind, from_id, to_id) values ($1, $2, $3, $4) on conflict do nothing', [
    ...[newId(), kind, fromId, toId],
  ]);
  const { rows } = await tx.query<{ id: string }>(
    'select id from relation where kind = $1 and from_id = $2 and to_id = $3 for update',
    [kind, fromId, toId],
  );
  return rows[0]?.id ?? '';
}
export const keyOfEnds = ({ kind, fromId, toId }: Ends): string => `${kind} ${fromId} ${toId}`;
/** Which of them were ever related, by `keyOfEnds`. */
export const relationIds = async (tx: Tx, ends: readonly Ends[]): Promise<Map<string, string>> =>
  new Map(
    (
      await tx.query<Ends & { id: string }>(
        `select r.id, r.kind, r.from_id as "fromId", r.to_id as "toId" from relation r
         join jsonb_to_recordset($1::jsonb) as e(kind text, "fromId" uuid, "toId" uuid) on e.kind = r.kind and e."fromId" = r.from_id and e."toId" = r.to_id`,
        [JSON.stringify(ends)],
      )
    ).rows.map((row) => [keyOfEnds(row), row.id]),
  );
export const presentRelations = async (tx: Tx, relationId: string): Promise<RelationRow[]> =>
  (
    await tx.query<RelationRow>(
      `select ${relationColumns} from relation_version where relation_id = $1 and known_until is null order by valid_from`,
      [relationId],
    )
  ).rows;
export const relationsOfElement = async (tx: Tx, elementId: string): Promise<RelationRow[]> =>
  (
    await tx.query<RelationRow>(
      `select ${relationColumns} from relation_version where known_until is null and (from_id = $1 or to_id = $1)`,
      [elementId],
    )
  ).rows;
export type NewRelationVersion = Omit<RelationRow, 'id'> & {
  readonly byName: string;
  readonly changeId: string | null;
};
const ofRelation = [
  ...[
    ['id', 'uuid'],
    ['relation_id', 'uuid'],
    ['kind', 'text'],
    ['from_id', 'uuid'],
    ['to_id', 'uuid'],
    ['valid_from', 'date'],
  ],
  ...[
    ['valid_until', 'date'],
    ['known_from', 'timestamptz'],
    ['facts', 'jsonb'],
    ['by_name', 'text'],
    ['change_id', 'uuid'],
  ],
] as const satisfies readonly (readonly [string, string])[];
export const insertRelationVersions = (tx: Tx, versions: readonly NewRelationVersion[]) =>
  insertRows(
    tx,
    'relation_version',
    ofRelation,
    versions.map(({ relationId, fromId, toId, validFrom, validUntil, kind, facts, byName, changeId }) => ({
      ...{ id: newId(), relation_id: relationId, kind, from_id: fromId, to_id: toId, valid_from: validFrom },
      ...{ valid_until: validUntil, known_from: tx.now, facts, by_name: byName, change_id: changeId },
    })),
  );
export const insertRelations = (tx: Tx, relations: readonly (Ends & { id: string })[]) =>
  insertRows(
    tx,
    'relation',
    [
      ['id', 'uuid'],
      ['kind', 'text'],
      ['from_id', 'uuid'],
      ['to_id', 'uuid'],
    ],
    relations.map(({ id, kind, fromId, toId }) => ({ id, kind, from_id: fromId, to_id: toId })),
  );
export const forgetRelations = (tx: Tx, ids: readonly string[]) =>
  tx.query('update relation_version set known_until = $2 where id = any ($1)', [ids, tx.now]);
/** Whether one comes from `from` to `to` by relations of this kind that hold from a day on. */
export async function leadsTo(tx: Tx, kind: string, from: string, to: string): Promise<boolean> {
  const { rows } = await tx.query(
    `with recursive reached as (select $2::uuid as id union select r.to_id from reached join relation_version r
       on r.from_id = reached.id where r.kind = $1 and r.known_until is null and r.valid_until is null)
     select 1 from reached where id = $3 limit 1`,
    [kind, from, to],
  );
  return rows.length > 0;
}

export const insertAttestation = (tx: Tx, elementId: string, revision: number, byName: string) =>
  tx.query('insert into attestation (id, element_id, revision, at, by_name) values ($1, $2, $3, $4, $5)', [
    ...[newId(), elementId, revision, tx.now, byName],
  ]);

/** Another one after each transaction that wrote. */
export async function stateOfRegister(tx: Tx): Promise<string> {
  const { rows } = await tx.query<{ state: string }>(
    `select coalesce(sum(times), 0) || ' ' || coalesce(max(id), 0) as state from written`,
  );
  return rows[0]?.state ?? '';
}
/** Many marks become one. What is counted over them stays. */
export const gatherMarks = (tx: Tx) =>
  tx.query(
    'with gone as (delete from written returning times) insert into written (times) select sum(times) from gone having count(*) > 0',
  );
