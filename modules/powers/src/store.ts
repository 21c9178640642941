// SPDX-License-Identifier: Apache-2.0
/** SQL that writes. */
import { jsonOf, newId, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { DataOf, actedFor, LocalText } from '@stoa/kernel/contract';
import type { PowerRow } from './queries.ts';

export type NewPower = Pick<
  PowerRow,
  'origin' | 'role' | 'giverKind' | 'giverId' | 'giverName' | 'takerKind' | 'takerId' | 'takerName' | 'state'
> &
  Partial<Pick<PowerRow, 'id' | 'services' | 'acts' | 'further' | 'parentId' | 'from' | 'until' | 'words'>>;

/** Undefined where a register or a list of clients has said the same already. */
export async function insertPower(tx: Tx, power: NewPower): Promise<string | undefined> {
  const id = power.id ?? newId();
  const names = { giver_name: power.giverName, taker_name: power.takerName, words: power.words ?? null };
  const kept = sealRow(tx, 'power', id, names);
  const madeBy = tx.principal.kind === 'person' ? tx.principal.id : null;
  const then = power.from && power.from < tx.now ? power.from : tx.now;
  const over = power.state === 'withdrawn';
  const at = {
    offered: power.state === 'draft' ? null : then,
    answered: power.state === 'draft' || power.state === 'offered' ? null : then,
  };
  const { rowCount } = await tx.query(
    `insert into power (id, origin, role, giver_kind, giver_id, giver_name, taker_kind, taker_id, taker_name, words, sealed,
       services, acts, further, parent_id, from_at, until_at, state, made_by, made_at, offered_at, answered_at, ended_at, ended_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
     on conflict do nothing`,
    [
      ...[id, power.origin, power.role, power.giverKind, power.giverId, jsonOf(kept.giver_name)],
      ...[power.takerKind, power.takerId, jsonOf(kept.taker_name), kept.words, kept.sealed],
      ...[power.services ?? null, power.acts ?? null, power.further ?? false, power.parentId ?? null],
      ...[power.from ?? tx.now, power.until ?? null, power.state, madeBy, then, at.offered, at.answered],
      ...(over ? [power.until ?? tx.now, 'giver'] : [null, null]),
    ],
  );
  return rowCount === 0 ? undefined : id;
}

export const setOffered = (tx: Tx, id: string, signature: object, from: Date) =>
  tx.query(`update power set state = 'offered', offered_at = $2, signature = $3, from_at = $4 where id = $1`, [
    id,
    tx.now,
    JSON.stringify(signature),
    from,
  ]);

/** Who accepts is known by the name they sign in with. */
export async function setAnswered(tx: Tx, id: string, accepted: boolean, takerName: LocalText): Promise<void> {
  const kept = await sealMore(tx, 'power', id, { taker_name: takerName });
  await tx.query('update power set state = $2, answered_at = $3, taker_name = $4, sealed = $5 where id = $1', [
    id,
    accepted ? 'accepted' : 'refused',
    tx.now,
    jsonOf(kept.taker_name),
    kept.sealed,
  ]);
}

/** Ends powers and what was passed on from them; answers whom it concerns. */
export async function endPowers(
  tx: Tx,
  ids: readonly string[],
  by: 'giver' | 'taker' | 'register',
): Promise<{ id: string; takerKind: string; takerId: string }[]> {
  const { rows } = await tx.query<{ id: string; takerKind: string; takerId: string }>(
    `with recursive below as (
       select id from power where id = any($1::uuid[])
       union select p.id from power p join below b on p.parent_id = b.id)
     update power p set state = 'withdrawn', ended_at = $2, ended_by = case when p.id = any($1::uuid[]) then $3 else 'source' end
     from below b where p.id = b.id and p.state in ('offered', 'accepted')
     returning p.id, p.taker_kind as "takerKind", p.taker_id as "takerId"`,
    [ids, tx.now, by],
  );
  return rows;
}

export const dropDraft = (tx: Tx, id: string) => tx.query(`delete from power where id = $1 and state = 'draft'`, [id]);
export const dropOldDrafts = (tx: Tx) =>
  tx.query(`delete from power where state = 'draft' and made_at < $1`, [new Date(tx.now.getTime() - 30 * 86_400_000)]);

export async function nextRevision(tx: Tx, personKey: string): Promise<number> {
  const { rows } = await tx.query<{ revision: number }>(
    `insert into told (person_key, revision) values ($1, 1)
     on conflict (person_key) do update set revision = told.revision + 1 returning revision`,
    [personKey],
  );
  return rows[0]?.revision ?? 1;
}

export async function putReading(
  tx: Tx,
  personKey: string,
  { number, name, away }: { number: string; name: string; away: readonly string[] },
): Promise<void> {
  const kept = sealRow(tx, 'reading', personKey, { number, name });
  await tx.query(
    `insert into reading (person_key, number, name, sealed, read_at, away) values ($1, $2, $3, $4, $5, $6)
     on conflict (person_key) do update set number = excluded.number, name = excluded.name, sealed = excluded.sealed,
       read_at = excluded.read_at, away = excluded.away`,
    [personKey, kept.number, kept.name, kept.sealed, tx.now, away],
  );
}

export const dropReading = (tx: Tx, personKey: string) =>
  tx.query('delete from reading where person_key = $1', [personKey]);

/** Both sides of powers to another pseudonym, but never onto the other side of the same power. */
export async function moveSides(tx: Tx, from: string, to: string): Promise<void> {
  await tx.query('update power set giver_id = $2 where giver_id = $1 and taker_id <> $2', [from, to]);
  await tx.query('update power set taker_id = $2 where taker_id = $1 and giver_id <> $2', [from, to]);
}

export async function keepDone(tx: Tx, data: DataOf<typeof actedFor>): Promise<void> {
  const kept = sealRow(tx, 'done', data.entryId, { actor_name: data.actorName });
  await tx.query(
    `insert into done (entry_id, at, for_kind, for_id, actor_id, actor_name, sealed, role, module, action, object_type, object_id, purpose)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    [
      ...[data.entryId, data.at, data.forKind, data.forId, data.actorId, kept.actor_name, kept.sealed],
      ...[data.role ?? null, data.module, data.action, data.objectType, data.objectId, data.purpose ?? null],
    ],
  );
}

export interface NewSoftware {
  readonly id: string;
  readonly organisationId: string;
  readonly organisationName: LocalText;
  readonly name: string;
  readonly jwk: object;
  readonly thumbprint: string;
  readonly services: readonly string[];
  readonly acts: readonly string[];
  readonly until: Date;
}

export const insertSoftware = (tx: Tx, one: NewSoftware) =>
  tx.query(
    `insert into software (id, organisation_id, organisation_name, name, jwk, thumbprint, services, acts, made_by, made_at, until_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[one.id, one.organisationId, JSON.stringify(one.organisationName), one.name, JSON.stringify(one.jwk)],
      ...[one.thumbprint, one.services, one.acts],
      ...[tx.principal.kind === 'person' ? tx.principal.id : null, tx.now, one.until],
    ],
  );

export const setSoftwareWithdrawn = (tx: Tx, id: string, organisationId: string) =>
  tx.query('update software set withdrawn_at = $3 where id = $1 and organisation_id = $2 and withdrawn_at is null', [
    id,
    organisationId,
    tx.now,
  ]);
