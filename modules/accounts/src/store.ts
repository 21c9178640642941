// SPDX-License-Identifier: Apache-2.0
/** SQL of accounts. What people said stands sealed in `facts`. */
import { jsonOf, openRow, sealRow, type Tx } from '@stoa/kernel';

type Table = 'registration' | 'invitation' | 'request' | 'barrier' | 'passport';
interface Kept {
  readonly id: string;
  readonly sealed: string | null;
}

const sealed = (tx: Tx, table: Table, id: string, facts: object) => {
  const kept = sealRow(tx, table, id, { facts });
  return [jsonOf(kept.facts), kept.sealed] as const;
};
const opened = <Row extends Kept>(tx: Tx, table: Table, row: Row | undefined): Row | undefined =>
  row && (openRow(tx, table, row.id, row) as unknown as Row);

// Registrations and invitations.
export interface RegistrationRow<Facts> extends Kept {
  readonly way: 'number' | 'passport';
  readonly facts: Facts;
  readonly invitation_id: string | null;
}
export const insertRegistration = (
  tx: Tx,
  {
    id,
    way,
    facts,
    invitationId,
    expiresAt,
  }: { id: string; way: string; facts: object; invitationId: string | null; expiresAt: Date },
) =>
  tx.query(
    `insert into registration (id, way, facts, sealed, invitation_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, way, ...sealed(tx, 'registration', id, facts), invitationId, tx.now, expiresAt],
  );

export async function openRegistration<Facts>(tx: Tx, id: string | null): Promise<RegistrationRow<Facts> | undefined> {
  const { rows } = await tx.query<RegistrationRow<Facts>>(
    'select id, way, facts, sealed, invitation_id from registration where id = $1 and used_at is null and expires_at > $2',
    [id, tx.now],
  );
  return opened(tx, 'registration', rows[0]);
}

/** False where another attempt of the job was first. */
export const settleRegistration = async (tx: Tx, id: string, comesToNothing: boolean): Promise<boolean> =>
  (
    await tx.query(
      `update registration set settled_at = $2, used_at = case when $3 then $2 else used_at end
       where id = $1 and settled_at is null`,
      [id, tx.now, comesToNothing],
    )
  ).rowCount > 0;

/** With the invitation it began with; what was said is not kept. False where another tab was first. */
export async function useRegistration(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await tx.query<{ invitation_id: string | null }>(
    `update registration set used_at = $2, facts = null, sealed = null where id = $1 and used_at is null
     returning invitation_id`,
    [id, tx.now],
  );
  await tx.query('update invitation set used_at = $2, facts = null, sealed = null where id = $1', [
    rows[0]?.invitation_id ?? null,
    tx.now,
  ]);
  return rows.length > 0;
}

export const dropOldRegistrations = (tx: Tx) => tx.query('delete from registration where expires_at < $1', [tx.now]);

export interface InvitationRow extends Kept {
  readonly facts: { readonly email: string; readonly name: string };
  readonly expires_at: Date;
}
export const insertInvitation = (tx: Tx, id: string, by: string, facts: InvitationRow['facts'], expiresAt: Date) =>
  tx.query(
    'insert into invitation (id, facts, sealed, invited_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [id, ...sealed(tx, 'invitation', id, facts), by, tx.now, expiresAt],
  );

export async function openInvitation(tx: Tx, id: string | null): Promise<InvitationRow | undefined> {
  const { rows } = await tx.query<InvitationRow>(
    'select id, facts, sealed, expires_at from invitation where id = $1 and used_at is null and expires_at > $2',
    [id, tx.now],
  );
  return opened(tx, 'invitation', rows[0]);
}

// Passports.
/** @param anew a passport entered before is replaced */
export const putPassport = (tx: Tx, personKey: string, facts: object, factsMark: string, anew: boolean) =>
  tx.query(
    `insert into passport (person_key, facts, sealed, facts_mark) values ($1, $2, $3, $4) on conflict (person_key) do update
     set facts = excluded.facts, sealed = excluded.sealed, facts_mark = excluded.facts_mark where $5`,
    [personKey, ...sealed(tx, 'passport', personKey, facts), factsMark, anew],
  );

export async function passportOf<Facts>(
  tx: Tx,
  personKey: string,
): Promise<{ facts: Facts; mark: string } | undefined> {
  const { rows } = await tx.query<Kept & { facts: Facts; mark: string }>(
    'select person_key as id, facts, sealed, facts_mark as mark from passport where person_key = $1',
    [personKey],
  );
  return opened(tx, 'passport', rows[0]);
}

// Guesses.
/** How many attempts there were with this one since then. */
export async function countAttempt(tx: Tx, key: string, since: Date): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `insert into attempt as a (key, count, since) values ($1, 1, $2) on conflict (key) do update set
       count = case when a.since < $3 then 1 else a.count + 1 end, since = case when a.since < $3 then $2 else a.since end
     returning count`,
    [key, tx.now, since],
  );
  return rows[0]?.count ?? 0;
}
export const giveBackAttempt = (tx: Tx, key: string) =>
  tx.query('update attempt set count = count - 1 where key = $1 and count > 0', [key]);
export const dropAttempts = (tx: Tx, before: Date) => tx.query('delete from attempt where since < $1', [before]);

// Recoveries.
export type RecoveryKind = 'password' | 'everything' | 'office';
export interface RecoveryRow {
  readonly id: string;
  readonly person_id: string;
  readonly kind: RecoveryKind;
  readonly created_at: Date;
}
/** One at a time for each person: the last takes the place of one that is open. */
export const putRecovery = (
  tx: Tx,
  {
    id,
    personId,
    kind,
    readyAt,
    expiresAt,
  }: { id: string; personId: string; kind: string; readyAt: Date; expiresAt: Date },
) =>
  tx.query(
    `insert into recovery (id, person_id, kind, created_at, ready_at, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (person_id) where used_at is null do update set id = excluded.id, kind = excluded.kind,
       created_at = excluded.created_at, ready_at = excluded.ready_at, expires_at = excluded.expires_at, taken_until = null`,
    [id, personId, kind, tx.now, readyAt, expiresAt],
  );
export async function readyRecovery(tx: Tx, id: string | null): Promise<RecoveryRow | undefined> {
  const { rows } = await tx.query<RecoveryRow>(
    `select id, person_id, kind, created_at from recovery
     where id = $1 and used_at is null and ready_at <= $2 and expires_at > $2`,
    [id, tx.now],
  );
  return rows[0];
}
/** Of two tabs one has it; where its process ended meanwhile, whoever presses again has it after a while. */
export const takeRecovery = async (tx: Tx, id: string, seconds: number): Promise<boolean> =>
  (
    await tx.query(
      `update recovery set taken_until = $3 where id = $1 and used_at is null and (taken_until is null or taken_until <= $2)`,
      [id, tx.now, new Date(tx.now.getTime() + seconds * 1000)],
    )
  ).rowCount > 0;
export const leaveRecovery = (tx: Tx, id: string) =>
  tx.query('update recovery set taken_until = null where id = $1', [id]);
export const useRecovery = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query('update recovery set used_at = $2 where id = $1 and used_at is null', [id, tx.now])).rowCount > 0;
export const dropRecoveries = (tx: Tx, before: Date) =>
  tx.query('delete from recovery where expires_at < $1', [before]);

// Closings.
export interface ClosingRow {
  readonly person_id: string;
  readonly person_key: string;
  readonly asked_at: Date;
  readonly closes_at: Date;
}
export async function closingOf(tx: Tx, personId: string): Promise<ClosingRow | undefined> {
  return (await tx.query<ClosingRow>('select * from closing where person_id = $1', [personId])).rows[0];
}
export const putClosing = (tx: Tx, personId: string, personKey: string, closesAt: Date) =>
  tx.query(
    `insert into closing (person_id, person_key, asked_at, closes_at) values ($1, $2, $3, $4)
     on conflict (person_id) do update set asked_at = excluded.asked_at, closes_at = excluded.closes_at`,
    [personId, personKey, tx.now, closesAt],
  );
/** @param askedAt only the one asked for then */
export const removeClosing = async (tx: Tx, personId: string, askedAt?: Date): Promise<boolean> =>
  (
    await tx.query('delete from closing where person_id = $1 and ($2::timestamptz is null or asked_at = $2)', [
      personId,
      askedAt ?? null,
    ])
  ).rowCount > 0;
export async function dueClosings(tx: Tx): Promise<ClosingRow[]> {
  return (
    await tx.query<ClosingRow>('select * from closing where closes_at <= $1 order by closes_at limit 100', [tx.now])
  ).rows;
}

// Requests of officials.
export interface RequestRow<Facts> extends Kept {
  readonly kind: 'join' | 'merge' | 'recover';
  readonly person_id: string;
  readonly other_id: string | null;
  readonly facts: Facts;
  readonly asked_by: string;
  readonly asked_by_name: string;
  readonly asked_at: Date;
  /** Without `decided_at`: it is being carried out, or whoever did was killed. */
  readonly approved: boolean | null;
  readonly decided_at: Date | null;
}
export const insertRequest = (
  tx: Tx,
  request: {
    id: string;
    kind: string;
    personId: string;
    otherId: string | null;
    facts: object;
    by: { id: string; name: string };
  },
) =>
  tx.query(
    `insert into request (id, kind, person_id, other_id, facts, sealed, asked_by, asked_by_name, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      request.id,
      request.kind,
      request.personId,
      request.otherId,
      ...sealed(tx, 'request', request.id, request.facts),
      request.by.id,
      request.by.name,
      tx.now,
    ],
  );
export async function requestOf<Facts>(
  tx: Tx,
  id: string,
  lock: '' | 'for update' = '',
): Promise<RequestRow<Facts> | undefined> {
  const { rows } = await tx.query<RequestRow<Facts>>(`select * from request where id = $1 ${lock}`, [id]);
  return rows[0]?.decided_at ? rows[0] : opened(tx, 'request', rows[0]);
}
export const openRequests = async <Facts>(tx: Tx, cursor: string | null | undefined, count: number) => {
  const { rows } = await tx.query<RequestRow<Facts>>(
    'select * from request where decided_at is null and ($1::uuid is null or id > $1) order by id limit $2',
    [cursor, count],
  );
  return { rows: rows.flatMap((row) => opened(tx, 'request', row) ?? []) };
};
/** What is approved is written down before it is carried out, and taken back where that is refused. */
export const markApproved = (tx: Tx, id: string, approved: true | null) =>
  tx.query('update request set approved = $2 where id = $1 and decided_at is null', [id, approved]);
/** Who asked and who decided stays; what it said does not. */
export const decideRequest = (tx: Tx, id: string, by: string, approved: boolean) =>
  tx.query(
    'update request set decided_by = $2, decided_at = $3, approved = $4, facts = null, sealed = null where id = $1',
    [id, by, tx.now, approved],
  );

// Barriers.
export interface BarrierRow<Facts> extends Kept {
  readonly number: string;
  readonly facts: Facts;
  readonly reported_at: Date;
}
export async function insertBarrier(tx: Tx, id: string, facts: object): Promise<string> {
  const { rows } = await tx.query<{ number: string }>(
    `insert into barrier (id, number, facts, sealed, reported_at)
     values ($1, 'B-' || nextval('barrier_number'), $2, $3, $4) returning number`,
    [id, ...sealed(tx, 'barrier', id, facts), tx.now],
  );
  return rows[0]?.number ?? '';
}
export const barriers = async <Facts>(tx: Tx, cursor: string | null | undefined, count: number) => {
  const { rows } = await tx.query<BarrierRow<Facts>>(
    `select id, number, facts, sealed, reported_at from barrier where ($1::uuid is null or id < $1) order by id desc limit $2`,
    [cursor, count],
  );
  return { rows: rows.flatMap((row) => opened(tx, 'barrier', row) ?? []) };
};
