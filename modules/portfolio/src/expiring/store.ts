// SPDX-License-Identifier: Apache-2.0
/** SQL of what runs out. */
import { jsonOf, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Holding, Within } from '../contract.ts';

export interface HoldingRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly serviceId: string;
  readonly code: string;
  readonly title: LocalText;
  readonly holderKind: 'person' | 'organisation';
  readonly holderId: string;
  readonly about: Holding['about'];
  readonly issuedAt: Date;
  readonly validUntil: string;
  readonly revokedAt: Date | null;
  readonly renewedBy: string | null;
}
type Sealed = HoldingRow & { readonly sealed: string | null };
const columns = `h.id, h.case_id as "caseId", case_number as "caseNumber", service_id as "serviceId", code, title, holder_kind as "holderKind",
  holder_id as "holderId", about, sealed, issued_at as "issuedAt", valid_until as "validUntil", revoked_at as "revokedAt",
  r.case_id as "renewedBy"`;
const tables = 'holding h left join renewal r on r.holding_id = h.id';
const opened = (tx: Tx, rows: readonly Sealed[]): HoldingRow[] =>
  rows.map((row) => openRow(tx, 'holding', row.id, row));

/** Whether it is new; read again, what was taken back is known. */
export async function keepHolding(tx: Tx, one: Omit<HoldingRow, 'renewedBy'>): Promise<boolean> {
  const kept = sealRow(tx, 'holding', one.id, { about: one.about });
  const { rows } = await tx.query<{ isNew: boolean }>(
    `insert into holding (id, case_id, case_number, service_id, code, title, holder_kind, holder_id, about, sealed, issued_at,
       valid_until, revoked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (id) do update set revoked_at = coalesce(holding.revoked_at, excluded.revoked_at) returning xmax = 0 as "isNew"`,
    [
      ...[one.id, one.caseId, one.caseNumber, one.serviceId, one.code, one.title, one.holderKind, one.holderId],
      ...[jsonOf(kept.about), kept.sealed, one.issuedAt, one.validUntil, one.revokedAt],
    ],
  );
  return rows[0]?.isNew === true;
}
export const revokeHolding = (tx: Tx, id: string, at: string) =>
  tx.query('update holding set revoked_at = $2 where id = $1 and revoked_at is null', [id, at]);

export async function findHolding(tx: Tx, id: string): Promise<HoldingRow | undefined> {
  return opened(tx, (await tx.query<Sealed>(`select ${columns} from ${tables} where h.id = $1`, [id])).rows)[0];
}

export interface Asked {
  readonly holderId: string;
  readonly services: readonly string[];
  readonly within: Within;
  readonly today: string;
  readonly serviceId?: string | undefined;
  readonly caseId?: string | undefined;
}
const own = `h.holder_id = $1 and $2::text[] && array['*', h.service_id]`;
const ended = '(h.revoked_at is not null or h.valid_until < $3::date)';

/** What ends first comes first; of what has ended, the latest. */
export async function listHoldings(
  tx: Tx,
  asked: Asked,
  after: readonly [day: string, id: string] | undefined,
  count: number,
): Promise<HoldingRow[]> {
  const back = asked.within === 'ended';
  const days = asked.within === 'all' || back ? null : Number(asked.within);
  const { rows } = await tx.query<Sealed>(
    `select ${columns} from ${tables} where ${own} and ($7::uuid is not null or ${ended} = $4) and ($5::int is null or h.valid_until <= $3::date + $5::int)
       and ($6::text is null or h.service_id = $6) and ($7::uuid is null or h.case_id = $7)
       and ($8::date is null or (h.valid_until, h.id) ${back ? '<' : '>'} ($8::date, $9::uuid))
     order by h.valid_until ${back ? 'desc' : ''}, h.id ${back ? 'desc' : ''} limit $10`,
    [
      ...[asked.holderId, asked.services, asked.today, back, days, asked.serviceId, asked.caseId],
      ...[after?.[0], after?.[1], count],
    ],
  );
  return opened(tx, rows);
}

export async function servicesOf(tx: Tx, { holderId, services }: Asked): Promise<{ id: string; title: LocalText }[]> {
  const { rows } = await tx.query<{ id: string; title: LocalText }>(
    `select distinct on (h.service_id) h.service_id as id, h.title from holding h where ${own} order by h.service_id, h.issued_at desc`,
    [holderId, services],
  );
  return rows;
}

/** Months without any are left out. */
export async function monthsOf(tx: Tx, { holderId, services, today }: Asked) {
  const { rows } = await tx.query<{ month: string; count: number }>(
    `select to_char(h.valid_until, 'YYYY-MM') as month, count(*)::int as count from holding h
     where ${own} and not ${ended} and h.valid_until < (date_trunc('month', $3::date) + interval '12 months')::date group by 1`,
    [holderId, services, today],
  );
  return new Map(rows.map(({ month, count }) => [month, count]));
}

export async function isQuiet(tx: Tx, personKey: string, holderId: string): Promise<boolean> {
  const sql = 'select 1 from quiet where person_key = $1 and holder_id = $2';
  return (await tx.query(sql, [personKey, holderId])).rowCount === 1;
}
export const setQuiet = (tx: Tx, personKey: string, holderId: string, quiet: boolean) =>
  quiet
    ? tx.query('insert into quiet (person_key, holder_id) values ($1, $2) on conflict do nothing', [
        personKey,
        holderId,
      ])
    : tx.query('delete from quiet where person_key = $1 and holder_id = $2', [personKey, holderId]);

/** What ends within `most` days and was not reminded of at this stage: the nearest stage that has come, and not those before. */
export async function dueReminders(tx: Tx, today: string, stages: readonly number[], count: number) {
  const { rows } = await tx.query<{ id: string; days: number }>(
    `select h.id, s.days from holding h
     cross join lateral (select min(d) as days from unnest($2::int[]) d where h.valid_until - $1::date <= d) s
     where h.revoked_at is null and h.valid_until >= $1::date and s.days is not null
       and not exists (select 1 from reminded r where r.holding_id = h.id and r.days <= s.days) order by h.valid_until limit $3`,
    [today, stages, count],
  );
  return rows;
}
export const noteReminded = async (tx: Tx, id: string, days: number): Promise<boolean> =>
  (
    await tx.query('insert into reminded (holding_id, days, at) values ($1, $2, $3) on conflict do nothing', [
      ...[id, days, tx.now],
    ])
  ).rowCount === 1;

export async function lockCatchUp(tx: Tx): Promise<{ after: string | null; doneAt: Date | null }> {
  await tx.query('insert into catch_up default values on conflict do nothing');
  const { rows } = await tx.query<{ after: string | null; doneAt: Date | null }>(
    'select after, done_at as "doneAt" from catch_up for update',
  );
  return rows[0] ?? { after: null, doneAt: null };
}
export const noteCatchUp = (tx: Tx, after: string | null, doneAt: Date | null) =>
  tx.query('update catch_up set after = $1, done_at = $2', [after, doneAt]);

export async function ownHoldings(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<Sealed>(
    `select ${columns} from ${tables} where h.holder_id = $1 and ($2::uuid is null or h.id > $2) order by h.id limit $3`,
    [personKey, after, count],
  );
  return opened(tx, rows);
}
/** What ended before then. */
export async function eraseHoldings(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    'delete from holding where id in (select id from holding where valid_until < $1::date order by valid_until limit $2)',
    [before, limit],
  );
  return rowCount ?? 0;
}
