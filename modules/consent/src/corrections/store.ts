// SPDX-License-Identifier: Apache-2.0
/** SQL of corrections; what people write is sealed. */
import { newId, openRow, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { CorrectionState } from '../contract.ts';

interface Written {
  readonly person_name: string;
  readonly stands: string;
  readonly wanted: string;
  readonly reason: string;
}

export interface CorrectionRow extends Written {
  readonly id: string;
  readonly number: number;
  readonly personKey: string;
  readonly ownerId: string;
  readonly register: string;
  readonly field: string;
  readonly state: CorrectionState;
  readonly askedAt: Date;
  readonly dueOn: string;
  readonly decidedAt: Date | null;
  readonly answer: string | null;
}
type Sealed = { readonly sealed: string | null };
const columns = `id, number, person_key as "personKey", owner_id as "ownerId", register, field, state,
  asked_at as "askedAt", due_on as "dueOn", decided_at as "decidedAt", person_name, stands, wanted, reason, answer, sealed`;
const opened = (tx: Tx, rows: readonly (CorrectionRow & Sealed)[]): CorrectionRow[] =>
  rows.map((row) => openRow(tx, 'correction', row.id, row) as CorrectionRow);

type NewCorrection = Pick<CorrectionRow, 'personKey' | 'ownerId' | 'register' | 'field' | 'dueOn'> & {
  readonly id?: string;
  readonly askedAt?: Date;
};

/** Undefined where the same is open already, or stands under this id. */
export async function insertCorrection(tx: Tx, one: NewCorrection, written: Written): Promise<string | undefined> {
  const id = one.id ?? newId();
  const kept = sealRow(tx, 'correction', id, written);
  const { rowCount } = await tx.query(
    `insert into correction (id, person_key, owner_id, register, field, state, asked_at, due_on, person_name, stands, wanted, reason, sealed)
     values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      ...[id, one.personKey, one.ownerId, one.register, one.field, one.askedAt ?? tx.now, one.dueOn],
      ...[kept.person_name, kept.stands, kept.wanted, kept.reason, kept.sealed],
    ],
  );
  return rowCount === 1 ? id : undefined;
}

export async function findCorrection(tx: Tx, id: string): Promise<CorrectionRow | undefined> {
  const { rows } = await tx.query<CorrectionRow & Sealed>(`select ${columns} from correction where id = $1`, [id]);
  return opened(tx, rows)[0];
}

/** The same, kept from others until the transaction ends. */
export async function lockCorrection(tx: Tx, id: string): Promise<CorrectionRow | undefined> {
  const sql = `select ${columns} from correction where id = $1 for update`;
  return opened(tx, (await tx.query<CorrectionRow & Sealed>(sql, [id])).rows)[0];
}

/** Newest first. */
export async function correctionsOf(
  tx: Tx,
  personKey: string,
  [at, id]: readonly string[] = [],
  count: number,
): Promise<CorrectionRow[]> {
  const { rows } = await tx.query<CorrectionRow & Sealed>(
    `select ${columns} from correction where person_key = $1
       and ($2::timestamptz is null or (asked_at, id) < ($2, $3::uuid)) order by asked_at desc, id desc limit $4`,
    [personKey, at ?? null, id ?? null, count],
  );
  return opened(tx, rows);
}

export async function ownCorrections(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<CorrectionRow & Sealed>(
    `select ${columns} from correction where person_key = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [personKey, after, count],
  );
  return opened(tx, rows);
}

/** Of these offices, due first first. */
export async function correctionsAt(
  tx: Tx,
  filter: { owners: readonly string[]; state: CorrectionState | null; lateBefore: string | null },
  [dueOn, id]: readonly string[] = [],
  count: number,
): Promise<CorrectionRow[]> {
  const { rows } = await tx.query<CorrectionRow & Sealed>(
    `select ${columns} from correction where owner_id = any($1) and ($2::text is null or state = $2)
       and ($3::date is null or (state = 'open' and due_on < $3))
       and ($4::date is null or (due_on, id) > ($4, $5::uuid)) order by due_on, id limit $6`,
    [filter.owners, filter.state, filter.lateBefore, dueOn ?? null, id ?? null, count],
  );
  return opened(tx, rows);
}

export async function setState(
  tx: Tx,
  id: string,
  state: CorrectionState,
  decided: { by: string | null; answer?: string; at?: Date },
): Promise<void> {
  const { answer, by, at = tx.now } = decided;
  await tx.query('update correction set state = $2, decided_at = $3, decided_by = $4 where id = $1', [
    id,
    state,
    at,
    by,
  ]);
  if (answer === undefined) return;
  const kept = await sealMore(tx, 'correction', id, { answer });
  await tx.query('update correction set answer = $2, sealed = $3 where id = $1', [id, kept.answer, kept.sealed]);
}

/** A person's pseudonym became another: of two that ask for the same the later one stays open. */
export const dropTwins = (tx: Tx, { from, to }: { from: string; to: string }) =>
  tx.query(
    `update correction a set state = 'taken-back', decided_at = $3 where a.person_key = $1 and a.state = 'open' and exists (
       select 1 from correction b where b.person_key = $2 and b.state = 'open' and b.register = a.register and b.field = a.field)`,
    [from, to, tx.now],
  );

/** Marks what passed its term, once; answers how many for each office. */
export async function markLate(tx: Tx, today: string): Promise<{ ownerId: string; count: number }[]> {
  const { rows } = await tx.query<{ ownerId: string; count: number }>(
    `with late as (update correction set overdue_told_at = $2
       where state = 'open' and overdue_told_at is null and due_on < $1 returning owner_id)
     select owner_id as "ownerId", count(*) as count from late group by 1 order by 1`,
    [today, tx.now],
  );
  return rows;
}

export async function eraseOver(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from correction where id in
       (select id from correction where decided_at < $1 order by decided_at limit $2 for update skip locked)`,
    [before, limit],
  );
  return rowCount ?? 0;
}
