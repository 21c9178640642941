// SPDX-License-Identifier: Apache-2.0
/** SQL of counts; whatever was examined has its day of decision. */
import type { Tx } from '@stoa/kernel';
import { rows } from '../store.ts';
import type { Kind, Outcome, State } from '../contract.ts';

export interface Asked {
  readonly organisationId: string | null;
  readonly from: string | null;
  readonly to: string | null;
}
const where = `($1::text is null or organisation_id = $1) and ($2::timestamptz is null or decided_at >= $2) and ($3::timestamptz is null or decided_at < $3)`;
const of = ({ organisationId, from, to }: Asked) => [organisationId, from, to];

export const countKinds = async (tx: Tx, asked: Asked) =>
  await rows<{ kind: Kind; outcome: Outcome; count: number }>(
    tx,
    `select kind, outcome, count(*)::int as count from dossier where decided_at is not null and ${where} group by 1, 2 order by 1, 2`,
    of(asked),
  );
export const countYears = async (tx: Tx, asked: Asked, zone: string) =>
  await rows<{ year: number; count: number }>(
    tx,
    `select extract(year from decided_at at time zone $4)::int as year, count(*)::int as count from dossier
       where decided_at is not null and ${where} group by 1 order by 1`,
    [...of(asked), zone],
  );
export const averageDays = async (tx: Tx, asked: Asked): Promise<number | null> =>
  (
    await rows<{ days: number | null }>(
      tx,
      `select round(avg(clock_used), 1)::float8 as days from dossier where decided_at is not null and ${where}`,
      of(asked),
    )
  )[0]?.days ?? null;
export const countStates = async (tx: Tx, organisationId: string | null) =>
  await rows<{ state: State; count: number; late: number }>(
    tx,
    `select state, count(*)::int as count, count(*) filter (where due_on < $2)::int as late from dossier
       where ($1::text is null or organisation_id = $1) group by 1 order by 1`,
    [organisationId, tx.module.country.calendar.localDate(tx.now)],
  );
