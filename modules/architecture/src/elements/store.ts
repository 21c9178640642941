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
export const insertVersion = (tx: Tx, { elementId, known, revision, ...version }: NewVersion) =>
  tx.query(
    `insert into element_version (id, element_id, kind, code, valid_from, valid_until, known_from, revision, owner_id, name, words, facts,
       provenance, confidence, level, by_name, change_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      ...[newId(), elementId, known.kind, known.code, version.validFrom, version.validUntil, tx.now, revision],
      ...[known.ownerId, JSON.stringify(known.name), folded(known.name, known.code), JSON.stringify(known.facts)],
      ...[known.provenance, known.confidence, known.level, version.byName, version.changeId],
    ],
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
export const relationId = async (tx: Tx, { kind, fromId, toId }: Ends): Promise<string | undefined> =>
  (
    await tx.query<{ id: string }>('select id from relation where kind = $1 and from_id = $2 and to_id = $3', [
      ...[kind, fromId, toId],
    ])
  ).rows[0]?.id;
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
export const insertRelationVersion = (
  tx: Tx,
  relation: Omit<RelationRow, 'id'> & { byName: string; changeId: string | null },
) =>
  tx.query(
    `insert into relation_version (id, relation_id, kind, from_id, to_id, valid_from, valid_until, known_from, facts, by_name, change_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[newId(), relation.relationId, relation.kind, relation.fromId, relation.toId, relation.validFrom],
      ...[relation.validUntil, tx.now, JSON.stringify(relation.facts), relation.byName, relation.changeId],
    ],
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
