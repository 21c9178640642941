// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Histogram } from '@stoa/surveys/contract';

/** First days of months, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

type CountsRow = { c1: number; c2: number; c3: number; c4: number; c5: number };
const countsOf = (row: CountsRow): Histogram => [row.c1, row.c2, row.c3, row.c4, row.c5];
const sums = [1, 2, 3, 4, 5].map((point) => `sum(c${point})::bigint as c${point}`).join(', ');

export async function organisationCounts(tx: Tx, question: string, period: Period) {
  const { rows } = await tx.query<CountsRow & { organisationId: string }>(
    `select organisation_id as "organisationId", ${sums} from rollup_organisation
     where question = $1 and month between $2 and $3 group by 1`,
    [question, period.from, period.to],
  );
  return new Map(rows.map((row) => [row.organisationId, countsOf(row)]));
}

/** By region and month (`YYYY-MM`). */
export async function regionCounts(tx: Tx, question: string, period: Period) {
  const { rows } = await tx.query<CountsRow & { regionCode: string; month: string }>(
    `select region_code as "regionCode", to_char(day, 'YYYY-MM') as month, ${sums} from rollup_region
     where question = $1 and day >= $2 and day < $3::date + interval '1 month' group by 1, 2`,
    [question, period.from, period.to],
  );
  return rows.map((row) => ({ regionCode: row.regionCode, month: row.month, counts: countsOf(row) }));
}

export async function organisationQuestions(tx: Tx, organisationId: string, period: Period) {
  const { rows } = await tx.query<CountsRow & { question: string }>(
    `select question, ${sums} from rollup_organisation
     where organisation_id = $1 and month between $2 and $3 group by 1 order by 1`,
    [organisationId, period.from, period.to],
  );
  return rows.map((row) => ({ question: row.question, counts: countsOf(row) }));
}

export interface Steps {
  readonly card: number;
  readonly delivered: number;
  readonly opened: number;
  readonly answered: number;
}

export async function funnelSteps(tx: Tx, period: Period) {
  const { rows } = await tx.query<Steps & { organisationId: string }>(
    `select organisation_id as "organisationId", sum(card)::bigint as card, sum(delivered)::bigint as delivered,
       sum(opened)::bigint as opened, sum(answered)::bigint as answered
     from funnel where month between $1 and $2 group by 1`,
    [period.from, period.to],
  );
  return new Map<string, Steps>(rows.map(({ organisationId, ...steps }) => [organisationId, steps]));
}

export async function firstMonth(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.query<{ month: string | null }>('select min(month) as month from rollup_organisation');
  return rows[0]?.month ?? undefined;
}

/** Random region days after one day and up to another. */
export async function randomRegionDays(tx: Tx, after: string, until: string, count: number) {
  const { rows } = await tx.query<{ regionCode: string; sector: string; day: string }>(
    `select * from (select distinct region_code as "regionCode", sector, day from rollup_region
       where day <= $1 and ($3 = '' or day > nullif($3, '')::date)) d
     order by random() limit $2`,
    [until, count, after],
  );
  return rows;
}

export async function regionDayCounts(tx: Tx, of: { regionCode: string; sector: string; day: string }) {
  const { rows } = await tx.query<CountsRow & { question: string }>(
    'select question, c1, c2, c3, c4, c5 from rollup_region where region_code = $1 and sector = $2 and day = $3',
    [of.regionCode, of.sector, of.day],
  );
  return rows.map((row) => ({ question: row.question, counts: countsOf(row) }));
}

export interface KnownPlace {
  readonly code: string;
  readonly name: LocalText;
  readonly regionCode: string | null;
  readonly sphere: string | null;
  readonly until: string | null;
  readonly successorId: string | null;
}
const placeColumns = `organisation_id as code, name, region_code as "regionCode", sphere, until_on as until, successor_id as "successorId"`;

export async function placesOf(tx: Tx): Promise<KnownPlace[]> {
  return (await tx.query<KnownPlace>(`select ${placeColumns} from place order by organisation_id`)).rows;
}

export async function placeById(tx: Tx, code: string): Promise<KnownPlace | undefined> {
  return (await tx.query<KnownPlace>(`select ${placeColumns} from place where organisation_id = $1`, [code])).rows[0];
}

export async function hasPlaces(tx: Tx): Promise<boolean> {
  return (await tx.query('select 1 from place limit 1')).rows.length > 0;
}

/** The last day of histories that came as counts alone. */
export async function countedUntil(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.query<{ until: string | null }>('select max(until_on) as until from history');
  return rows[0]?.until ?? undefined;
}
