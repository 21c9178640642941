// SPDX-License-Identifier: Apache-2.0
/** SQL of acts: each is a row that stands. */
import { newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Act } from '../contract.ts';

export interface ActRow {
  readonly id: string;
  readonly personKey: string;
  readonly code: string;
  readonly version: number;
  readonly act: Act['act'];
  readonly at: Date;
  readonly until: Date | null;
  readonly language: Act['language'];
  readonly digest: string;
  readonly place: Act['place'];
  readonly caseId: string | null;
  readonly byOther: string | null;
}
const columns = `a.id, a.person_key as "personKey", a.code, a.version, a.act, a.at, a.until, a.language, a.digest, a.place,
  a.case_id as "caseId", a.by_other as "byOther"`;

/** Acts of one person on one purpose come one after the other. */
export const lockActs = (tx: Tx, personKey: string, code: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`consent ${personKey} ${code}`]);

/** The last act of each of these people on the purpose. */
export async function lastActs(tx: Tx, code: string, people: readonly string[]): Promise<ActRow[]> {
  const { rows } = await tx.prepared<ActRow>(
    'consent-last-acts',
    `select distinct on (a.person_key) ${columns} from act a where a.code = $1 and a.person_key = any($2)
     order by a.person_key, a.place_in_turn desc`,
    [code, people],
  );
  return rows;
}

/** The last act of a person on each purpose. */
export async function lastActsOf(tx: Tx, personKey: string): Promise<ActRow[]> {
  const { rows } = await tx.query<ActRow>(
    `select distinct on (a.code) ${columns} from act a where a.person_key = $1 order by a.code, a.place_in_turn desc`,
    [personKey],
  );
  return rows;
}

export async function insertAct(tx: Tx, act: Omit<ActRow, 'id' | 'at'> & { id?: string; at?: Date }): Promise<ActRow> {
  const { id = newId(), at = tx.now } = act;
  await tx.query(
    `insert into act (id, person_key, code, version, act, at, until, language, digest, place, case_id, by_other)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing`,
    [
      ...[id, act.personKey, act.code, act.version, act.act, at, act.until, act.language, act.digest, act.place],
      ...[act.caseId, act.byOther],
    ],
  );
  return { ...act, id, at };
}

/** Newest first, each with the title of the version it was about. */
export async function listActs(
  tx: Tx,
  { personKey, code }: { personKey: string; code: string | null },
  [at, id]: readonly string[] = [],
  count: number,
): Promise<(ActRow & { title: LocalText })[]> {
  const { rows } = await tx.query<ActRow & { title: LocalText }>(
    `select ${columns}, v.content -> 'title' as title
     from act a join purpose_version v on v.code = a.code and v.version = a.version
     where a.person_key = $1 and ($2::text is null or a.code = $2)
       and ($3::timestamptz is null or (a.at, a.id) < ($3, $4::uuid))
     order by a.at desc, a.id desc limit $5`,
    [personKey, code, at ?? null, id ?? null, count],
  );
  return rows;
}

/** For the copy of a person's data. */
export async function ownActs(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<ActRow & { content: object }>(
    `select ${columns}, v.content from act a join purpose_version v on v.code = a.code and v.version = a.version
     where a.person_key = $1 and ($2::uuid is null or a.id > $2) order by a.id limit $3`,
    [personKey, after, count],
  );
  return rows;
}

/** How many agree now, to this version or a later one. */
export async function countGiven(tx: Tx, code: string, leastVersion: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select count(*) as count from (select distinct on (person_key) act, until, version from act
       where code = $1 order by person_key, place_in_turn desc) last
     where act = 'given' and (until is null or until > $2) and version >= $3`,
    [code, tx.now, leastVersion],
  );
  return rows[0]?.count ?? 0;
}
