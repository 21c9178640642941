// SPDX-License-Identifier: Apache-2.0
/** SQL that only reads. */
import { openRow, type Tx } from '@stoa/kernel';
import type { Act, LocalText } from '@stoa/kernel/contract';
import type { Power } from './contract.ts';

export interface PowerRow {
  id: string;
  origin: Power['origin'];
  role: Power['role'];
  giverKind: 'person' | 'organisation';
  giverId: string;
  giverName: LocalText;
  takerKind: 'person' | 'organisation';
  takerId: string;
  takerName: LocalText;
  words: string | null;
  services: string[] | null;
  acts: Act[] | null;
  further: boolean;
  parentId: string | null;
  from: Date;
  until: Date | null;
  state: 'draft' | 'offered' | 'accepted' | 'refused' | 'withdrawn';
  madeBy: string | null;
  madeAt: Date;
  offeredAt: Date | null;
  answeredAt: Date | null;
  endedAt: Date | null;
  endedBy: NonNullable<Power['endedBy']> | null;
  signature: NonNullable<Power['signature']> | null;
}
type Stored = Omit<PowerRow, 'giverName' | 'takerName'> & {
  giver_name: LocalText;
  taker_name: LocalText;
  sealed: string | null;
};

const columns = `id, origin, role, giver_kind as "giverKind", giver_id as "giverId", giver_name, taker_kind as "takerKind",
  taker_id as "takerId", taker_name, words, sealed, services, acts, further, parent_id as "parentId", from_at as from,
  until_at as until, state, made_by as "madeBy", made_at as "madeAt", offered_at as "offeredAt", answered_at as "answeredAt",
  ended_at as "endedAt", ended_by as "endedBy", signature`;

function opened(tx: Tx, stored: Stored): PowerRow {
  const { giver_name: giverName, taker_name: takerName, ...row } = openRow(tx, 'power', stored.id, stored);
  return { ...row, giverName, takerName };
}

async function read(tx: Tx, rest: string, values: readonly unknown[]): Promise<PowerRow[]> {
  const { rows } = await tx.query<Stored>(`select ${columns} from power ${rest}`, values);
  return rows.map((row) => opened(tx, row));
}

export const findPower = async (tx: Tx, id: string): Promise<PowerRow | undefined> =>
  (await read(tx, 'where id = $1', [id]))[0];
export const lockPower = async (tx: Tx, id: string): Promise<PowerRow | undefined> =>
  (await read(tx, 'where id = $1 for update', [id]))[0];

export interface PartyId {
  readonly kind: 'person' | 'organisation';
  readonly id: string;
}

/** Drafts are seen by their giver alone. */
export const listOf = (
  tx: Tx,
  side: 'giver' | 'taker',
  { kind, id }: PartyId,
  { current, after }: { current: boolean; after: string | null },
  count: number,
): Promise<PowerRow[]> =>
  read(
    tx,
    `where ${side}_kind = $1 and ${side}_id = $2 and ($3::uuid is null or id < $3)
       and (not $4 or (state in ('draft', 'offered', 'accepted') and (until_at is null or until_at > $5)))
       ${side === 'taker' ? `and state <> 'draft' and (origin <> 'paper' or state <> 'offered')` : ''}
     order by id desc limit $6`,
    [kind, id, after, current, tx.now, count],
  );

/** What holds, or will, for somebody. */
export const acceptedBy = (tx: Tx, { kind, id }: PartyId): Promise<PowerRow[]> =>
  read(
    tx,
    `where taker_kind = $1 and taker_id = $2 and state = 'accepted' and (until_at is null or until_at > $3) order by id limit 2000`,
    [kind, id, tx.now],
  );

/** Accepted once, and in force at an instant between then and now. */
export async function stoodFor(tx: Tx, taker: PartyId, giverId: string, since: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select 1 from power where taker_kind = $1 and taker_id = $2 and giver_id = $3 and state in ('accepted', 'withdrawn')
       and answered_at is not null and from_at <= $5 and least(ended_at, until_at, 'infinity') > $4::timestamptz limit 1`,
    [taker.kind, taker.id, giverId, since, tx.now],
  );
  return rowCount === 1;
}

/** Of a child: parents and guardians, the longest standing first. */
export async function carersOf(tx: Tx, childKey: string) {
  const { rows } = await tx.query<{ personKey: string; role: 'parent' | 'guardian' }>(
    `select taker_id as "personKey", role from power
     where giver_kind = 'person' and giver_id = $1 and taker_kind = 'person' and role in ('parent', 'guardian')
       and state = 'accepted' and from_at <= $2 and (until_at is null or until_at > $2) order by from_at, id limit 10`,
    [childKey, tx.now],
  );
  return rows;
}

/** People whose power stands now and lets them apply; without limits it lets them everything. */
export async function actorsOf(tx: Tx, organisationId: string, serviceId: string | undefined) {
  const { rows } = await tx.query<{ personKey: string }>(
    `select distinct taker_id as "personKey" from power
     where giver_kind = 'organisation' and giver_id = $1 and taker_kind = 'person' and state = 'accepted' and from_at <= $2
       and (until_at is null or until_at > $2) and (services is null or $3::text is null or $3 = any(services))
       and (acts is null or 'apply' = any(acts)) order by 1 limit 200`,
    [organisationId, tx.now, serviceId],
  );
  return rows;
}

export const staffOf = (tx: Tx, parents: readonly string[]): Promise<PowerRow[]> =>
  read(
    tx,
    `where parent_id = any($1::uuid[]) and origin = 'clients' and state = 'accepted' and (until_at is null or until_at > $2) order by id`,
    [parents, tx.now],
  );

export const clientsOf = (tx: Tx, organisationId: string, after: string | null, count: number): Promise<PowerRow[]> =>
  read(
    tx,
    `where taker_kind = 'organisation' and taker_id = $1 and state = 'accepted' and from_at <= $2
       and (until_at is null or until_at > $2) and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [organisationId, tx.now, after, count],
  );

export const paperWaiting = (tx: Tx, after: string | null, count: number): Promise<PowerRow[]> =>
  read(tx, `where origin = 'paper' and state = 'offered' and ($1::uuid is null or id > $1) order by id limit $2`, [
    after,
    count,
  ]);

export interface Reading {
  number: string;
  name: string;
  at: Date;
  away: ('companies' | 'families')[];
}

type StoredReading = Reading & { sealed: string | null; personKey: string };
const readingColumns = 'person_key as "personKey", number, name, sealed, read_at as at, away';
const openReading = (tx: Tx, row: StoredReading): Reading & { personKey: string } =>
  openRow(tx, 'reading', row.personKey, row);

export async function readingOf(tx: Tx, personKey: string): Promise<Reading | undefined> {
  const { rows } = await tx.query<StoredReading>(`select ${readingColumns} from reading where person_key = $1`, [
    personKey,
  ]);
  return rows[0] && openReading(tx, rows[0]);
}

/** Those asked longest ago, and those for whom a register was away. */
export async function readingsDue(tx: Tx, before: Date, soon: Date): Promise<(Reading & { personKey: string })[]> {
  const { rows } = await tx.query<StoredReading>(
    `select ${readingColumns} from reading where read_at < $1 or (away <> '{}' and read_at < $2) order by read_at limit 100`,
    [before, soon],
  );
  return rows.map((row) => openReading(tx, row));
}

export interface DoneRow {
  id: string;
  at: Date;
  actorId: string;
  actorName: string;
  role: string | null;
  module: string;
  action: string;
  objectType: string;
  objectId: string;
  purpose: string | null;
}

export async function listDone(
  tx: Tx,
  { kind, id }: PartyId,
  by: string | null,
  after: string | null,
  count: number,
): Promise<DoneRow[]> {
  const { rows } = await tx.query<Omit<DoneRow, 'actorName'> & { actor_name: string; sealed: string | null }>(
    `select entry_id as id, at, actor_id as "actorId", actor_name, sealed, role, module, action, object_type as "objectType",
       object_id as "objectId", purpose
     from done where for_kind = $1 and for_id = $2 and ($3::text is null or actor_id = $3) and ($4::uuid is null or entry_id < $4)
     order by entry_id desc limit $5`,
    [kind, id, by, after, count],
  );
  return rows.map((row) => {
    const { actor_name: actorName, ...rest } = openRow(tx, 'done', row.id, row);
    return { ...rest, actorName };
  });
}

export interface SoftwareRow {
  id: string;
  organisationId: string;
  organisationName: LocalText;
  name: string;
  jwk: Record<string, string>;
  thumbprint: string;
  services: string[];
  acts: Act[];
  madeAt: Date;
  until: Date;
  withdrawnAt: Date | null;
}
const softwareColumns = `id, organisation_id as "organisationId", organisation_name as "organisationName", name, jwk, thumbprint,
  services, acts, made_at as "madeAt", until_at as until, withdrawn_at as "withdrawnAt"`;

export async function listSoftware(
  tx: Tx,
  organisationId: string,
  after: string | null,
  count: number,
): Promise<SoftwareRow[]> {
  const { rows } = await tx.query<SoftwareRow>(
    `select ${softwareColumns} from software where organisation_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [organisationId, after, count],
  );
  return rows;
}

export async function findSoftware(tx: Tx, id: string): Promise<SoftwareRow | undefined> {
  return (await tx.query<SoftwareRow>(`select ${softwareColumns} from software where id = $1`, [id])).rows[0];
}

export async function softwareNotTold(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from software where withdrawn_at is null and until_at > $1
       and not exists (select from told where person_key = 'software:' || software.id) limit 100`,
    [tx.now],
  );
  return rows.map(({ id }) => id);
}

/** Where the one and the other are the same person: powers over oneself, and what stands twice where it may stand once. */
export async function needlessWhenOne(tx: Tx, from: string, to: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select o.id from power o where $1 in (o.giver_id, o.taker_id) and ($2 in (o.giver_id, o.taker_id) or exists (
       select from power n where n.id <> o.id and n.state = 'accepted' and o.state = 'accepted'
         and o.origin in ('register', 'handed-over', 'clients') and n.origin = o.origin and n.role = o.role
         and n.parent_id is not distinct from o.parent_id and n.giver_kind = o.giver_kind
         and n.giver_id = case o.giver_id when $1 then $2 else o.giver_id end
         and n.taker_id = case o.taker_id when $1 then $2 else o.taker_id end))`,
    [from, to],
  );
  return rows.map(({ id }) => id);
}

export async function givenBy(tx: Tx, giverId: string): Promise<{ takerKind: string; takerId: string }[]> {
  const { rows } = await tx.query<{ takerKind: string; takerId: string }>(
    `select taker_kind as "takerKind", taker_id as "takerId" from power where giver_id = $1 and state = 'accepted'`,
    [giverId],
  );
  return rows;
}
