// SPDX-License-Identifier: Apache-2.0
/** Figures of the desk. */
import type { Tx } from '@stoa/kernel';
import type { Line } from '../contract/tickets.ts';

export async function countByLine(tx: Tx): Promise<{ line: Line; open: number; late: number; untaken: number }[]> {
  const { rows } = await tx.query<{ line: Line; open: number; late: number; untaken: number }>(
    `select l as line, count(t.id)::integer as open,
       (count(t.id) filter (where case when t.answered_at is null then least(t.answer_by, t.solve_by) else t.solve_by end < $1))::integer as late,
       (count(t.id) filter (where t.state = 'new'))::integer as untaken
     from generate_series(1, 3) l left join ticket t on t.line = l and t.solved_at is null group by l order by l`,
    [tx.now],
  );
  return rows;
}

/** By day of the country's calendar, days without any too. */
export async function countByDay(tx: Tx, from: string, until: string, zone: string) {
  const { rows } = await tx.query<{ date: string; reported: number; solved: number }>(
    `select d::date::text as date,
       (select count(*) from ticket where reported_at >= d at time zone $3 and reported_at < (d + interval '1 day') at time zone $3)::integer as reported,
       (select count(*) from ticket where solved_at >= d at time zone $3 and solved_at < (d + interval '1 day') at time zone $3)::integer as solved
     from generate_series($1::timestamp, $2::timestamp, interval '1 day') d order by 1`,
    [from, until, zone],
  );
  return rows;
}

export async function lastDays(tx: Tx, since: Date) {
  const { rows } = await tx.query<{ answer: number | null; solve: number | null; inTime: number | null }>(
    `select percentile_cont(0.5) within group (order by extract(epoch from answered_at - reported_at) / 3600)::float8 as answer,
       percentile_cont(0.5) within group (order by extract(epoch from solved_at - reported_at) / 3600)
         filter (where solved_at is not null)::float8 as solve,
       (avg((solved_at <= solve_by)::integer) filter (where solved_at is not null))::float8 as "inTime"
     from ticket where reported_at >= $1`,
    [since],
  );
  return rows[0];
}
