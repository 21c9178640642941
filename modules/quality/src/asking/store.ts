// SPDX-License-Identifier: Apache-2.0
import { newId, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { RenderedServicesResponse, setSource } from '../contract.ts';

export type Source = InputOf<typeof setSource> & { readonly plannedAt: Date | null };
const sourceColumns = `id, information_type as "informationType", name, every_minutes as "everyMinutes", since, active,
  planned_at as "plannedAt"`;

export interface Period {
  readonly id: string;
  readonly sourceId: string;
  readonly from: string;
  readonly to: string;
  readonly cursor: string | null;
  readonly messageId: string | null;
  readonly sentAt: Date | null;
  readonly madeAt: Date;
  readonly doneAt: Date | null;
  readonly finalUntil: string | null;
  readonly taken: number;
  readonly refused: number;
  readonly tries: number;
  readonly lastError: string | null;
}
const periodColumns = `id, source_id as "sourceId", from_on as "from", to_on as "to", cursor, message_id as "messageId",
  sent_at as "sentAt", made_at as "madeAt", done_at as "doneAt", final_until as "finalUntil", taken, refused, tries,
  last_error as "lastError"`;

export const upsertSource = (tx: Tx, source: InputOf<typeof setSource>) =>
  tx.query(
    `insert into source (id, information_type, name, every_minutes, since, active) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set information_type = excluded.information_type, name = excluded.name,
       every_minutes = excluded.every_minutes, since = excluded.since, active = excluded.active`,
    [
      ...[source.id, source.informationType, JSON.stringify(source.name), source.everyMinutes],
      ...[source.since, source.active],
    ],
  );

export async function allSources(tx: Tx): Promise<Source[]> {
  return (await tx.query<Source>(`select ${sourceColumns} from source order by id`)).rows;
}

/** Those whose turn it is, locked against another process that plans. */
export async function sourcesDue(tx: Tx): Promise<Source[]> {
  const { rows } = await tx.query<Source>(
    `select ${sourceColumns} from source where active
       and (planned_at is null or planned_at + make_interval(mins => every_minutes) <= $1)
     order by id for update skip locked`,
    [tx.now],
  );
  return rows;
}

export const setPlanned = (tx: Tx, sourceId: string) =>
  tx.query('update source set planned_at = $2 where id = $1', [sourceId, tx.now]);

/** Runs of days that were not over when they were last asked about, or never were asked about; without those under way. */
export async function unknownDays(tx: Tx, sourceId: string, since: string, until: string) {
  const { rows } = await tx.query<{ from: string; to: string }>(
    `with missing as (
       select day::date as day from generate_series($2::date, $3::date, interval '1 day') day
       where not exists (select 1 from source_period p where p.source_id = $1 and day::date between p.from_on and p.to_on
         and (p.done_at is null or day::date < p.final_until))),
     runs as (select day, day - (row_number() over (order by day))::int as run from missing)
     select min(day)::date as "from", max(day)::date as "to" from runs group by run order by 1`,
    [sourceId, since, until],
  );
  return rows;
}

export async function insertPeriod(tx: Tx, sourceId: string, from: string, to: string): Promise<string> {
  const id = newId();
  await tx.query(
    'insert into source_period (id, source_id, from_on, to_on, due_at, made_at) values ($1, $2, $3, $4, $5, $5)',
    [id, sourceId, from, to, tx.now],
  );
  return id;
}

/** To be asked, or without an answer for too long. */
export async function periodsDue(tx: Tx, limit: number): Promise<(Period & { informationType: string })[]> {
  const { rows } = await tx.query<Period & { informationType: string }>(
    `select ${periodColumns.replace('id,', 'p.id,')}, information_type as "informationType"
     from source_period p join source s on s.id = source_id
     where done_at is null and due_at <= $1 and active order by due_at limit $2`,
    [tx.now, limit],
  );
  return rows;
}

export async function periodByMessage(tx: Tx, messageId: string): Promise<Period | undefined> {
  const sql = `select ${periodColumns} from source_period where message_id = $1 and done_at is null for update`;
  return (await tx.query<Period>(sql, [messageId])).rows[0];
}

export async function periodsOf(tx: Tx, sourceId: string, limit: number): Promise<Period[]> {
  const sql = `select ${periodColumns} from source_period where source_id = $1 order by made_at desc, id desc limit $2`;
  return (await tx.query<Period>(sql, [sourceId, limit])).rows;
}

/** The id is kept before the request is sent, so that it is the same request after a crash. */
export async function startRequest(tx: Tx, periodId: string): Promise<string> {
  const id = newId();
  await tx.query('update source_period set message_id = $2, sent_at = null where id = $1', [periodId, id]);
  return id;
}

export const noteSent = (tx: Tx, { id }: Period, answerDueAt: Date) =>
  tx.query('update source_period set sent_at = $2, due_at = $3 where id = $1 and done_at is null', [
    ...[id, tx.now, answerDueAt],
  ]);

/** @param anew the next request gets an id of its own */
export const noteFailure = (tx: Tx, id: string, why: string, dueAt: Date, anew: boolean) =>
  tx.query(
    `update source_period set tries = tries + 1, due_at = $2, last_error = $3,
       message_id = case when $4 then null else message_id end, sent_at = case when $4 then null else sent_at end
     where id = $1 and done_at is null`,
    [id, dueAt, why.slice(0, 500), anew],
  );

interface Answered {
  readonly next: string | undefined;
  readonly taken: number;
  readonly refused: number;
  readonly finalUntil: string;
}
/** After an answer: on from its cursor, or done. */
export const noteAnswer = (tx: Tx, { id }: Period, { next, taken, refused, finalUntil }: Answered) =>
  tx.query(
    `update source_period set cursor = $2, message_id = null, sent_at = null, due_at = $3, tries = 0, last_error = null,
       taken = taken + $4, refused = refused + $5, done_at = case when $2::text is null then $3::timestamptz end,
       final_until = least(coalesce(final_until, $6::date), $6::date) where id = $1`,
    [id, next ?? null, tx.now, taken, refused, finalUntil],
  );

export const keepTotals = (
  tx: Tx,
  sourceId: string,
  { from, to }: Period,
  totals: NonNullable<RenderedServicesResponse['totals']>,
) =>
  tx.query(
    `insert into rendered_total (source_id, inn, kpp, rendered_on, count)
     select $1, i.inn, i.kpp, i."on", max(i.count) from jsonb_to_recordset($2::jsonb) i(inn text, kpp text, "on" date, count int)
     where i."on" between $3 and $4 group by 2, 3, 4
     on conflict (source_id, inn, kpp, rendered_on) do update set count = excluded.count`,
    [sourceId, JSON.stringify(totals), from, to],
  );
