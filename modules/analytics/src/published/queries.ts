// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { Histogram } from '@stoa/surveys/contract';
import type { Snapshot } from '../contract.ts';

/** Months `YYYY-MM`, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}
/** Of which answers: all, those of a region, those of an organisation; of one sphere where it is named. */
export interface Scope {
  readonly regionCode?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly sphere?: string | undefined;
}
type CountsRow = { c1: number; c2: number; c3: number; c4: number; c5: number };
const countsOf = (row: CountsRow): Histogram => [row.c1, row.c2, row.c3, row.c4, row.c5];
const sums = [1, 2, 3, 4, 5].map((point) => `sum(c${point})::bigint as c${point}`).join(', ');
const first = (month: string) => `${month}-01`;

/** Lots of an organisation are few; regions and the country have theirs added up already. */
const source = ({ organisationId }: Scope) => (organisationId ? 'lot' : 'lot_region');
const within = `month between $1 and $2 and ($3::text is null or region_code = $3) and ($4::text is null or sphere = $4)`;
const isShown = ({ organisationId }: Scope) => (organisationId ? 'shown_as = $5' : '$5::text is null');
const values = ({ from, to }: Span, { regionCode, sphere, organisationId }: Scope) => [
  ...[first(from), first(to), regionCode ?? null, sphere ?? null, organisationId ?? null],
];

export async function countsByMonth(tx: Tx, scope: Scope, question: string, span: Span) {
  const { rows } = await tx.query<CountsRow & { month: string }>(
    `select to_char(month, 'YYYY-MM') as month, ${sums} from ${source(scope)}
     where ${within} and ${isShown(scope)} and question = $6 group by 1`,
    [...values(span, scope), question],
  );
  return new Map(rows.map((row) => [row.month, countsOf(row)]));
}

export async function countsByQuestion(tx: Tx, scope: Scope, span: Span) {
  const { rows } = await tx.query<CountsRow & { question: string }>(
    `select question, ${sums} from ${source(scope)} where ${within} and ${isShown(scope)} group by 1 order by 1`,
    values(span, scope),
  );
  return rows.map((row) => ({ question: row.question, counts: countsOf(row) }));
}

/** By region and sphere: the cells that answers are weighted by. */
export async function countsByCell(tx: Tx, scope: Scope, question: string, span: Span) {
  const { rows } = await tx.query<CountsRow & { regionCode: string; sphere: string }>(
    `select region_code as "regionCode", sphere, ${sums} from ${source(scope)}
     where ${within} and ${isShown(scope)} and question = $6 group by 1, 2 order by 1, 2`,
    [...values(span, scope), question],
  );
  return rows.map((row) => ({ regionCode: row.regionCode, sphere: row.sphere, counts: countsOf(row) }));
}

export interface Served {
  readonly regionCode: string;
  readonly sphere: string;
  readonly card: number;
  readonly delivered: number;
  readonly opened: number;
}
export async function servedByCell(tx: Tx, scope: Scope, span: Span): Promise<Served[]> {
  const { rows } = await tx.query<Served>(
    `select region_code as "regionCode", sphere, sum(card)::bigint as card, sum(delivered)::bigint as delivered,
       sum(opened)::bigint as opened
     from frame where ${within} and ($5::text is null or shown_as = $5) group by 1, 2 order by 1, 2`,
    values(span, scope),
  );
  return rows;
}

/** Of every organisation, as it is shown. */
export async function countsByOrganisation(tx: Tx, scope: Scope, question: string, span: Span) {
  const { rows } = await tx.query<CountsRow & { code: string; regionCode: string; sphere: string }>(
    `select shown_as as code, (array_agg(region_code order by month desc))[1] as "regionCode",
       (array_agg(sphere order by month desc))[1] as sphere, ${sums}
     from lot where ${within} and ($5::text is null or shown_as = $5) and question = $6 and shown_as not like '~%'
     group by 1 order by 1`,
    [...values(span, scope), question],
  );
  return rows.map((row) => ({
    ...{ code: row.code, regionCode: row.regionCode, sphere: row.sphere },
    counts: countsOf(row),
  }));
}

export async function countsByService(tx: Tx, { from, to }: Span) {
  const { rows } = await tx.query<CountsRow & { service: string; organisations: number }>(
    `select service_code as service, max(organisations) as organisations, ${sums}
     from lot_service where month between $1 and $2 group by 1 order by 1`,
    [first(from), first(to)],
  );
  return rows.map((row) => ({ service: row.service, organisations: row.organisations, counts: countsOf(row) }));
}

/** Of organisations of which it is known how many services they rendered, by themselves or by the exchange: as many cards came of so many. */
export async function coverageByOrganisation(tx: Tx, scope: Scope, span: Span) {
  type Row = { code: string; cards: number; rendered: number; source: 'department' | 'exchange' };
  const { rows } = await tx.query<Row>(
    `select shown_as as code, sum(card)::bigint as cards, greatest(sum(rendered), sum(seen))::bigint as rendered,
       case when coalesce(sum(seen), 0) > coalesce(sum(rendered), 0) then 'exchange' else 'department' end as source
     from frame
     where ${within} and ($5::text is null or shown_as = $5) and (rendered is not null or seen is not null)
     group by 1 having greatest(sum(rendered), sum(seen)) > 0 order by 1`,
    values(span, scope),
  );
  return rows;
}

export async function spheresPublished(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ sphere: string }>('select distinct sphere from lot_region order by 1');
  return rows.map(({ sphere }) => sphere);
}

type SnapshotRow = Omit<Snapshot, 'publishedAt'> & { publishedAt: Date; minimum: number };
const snapshotColumns = `to_char(month, 'YYYY-MM') as month, hash, methodology, published_at as "publishedAt", minimum_answers as minimum`;

export async function snapshots(tx: Tx): Promise<SnapshotRow[]> {
  return (await tx.query<SnapshotRow>(`select ${snapshotColumns} from snapshot order by month desc`)).rows;
}

/** The newest, or that of a month. */
export async function snapshotOf(tx: Tx, month?: string): Promise<SnapshotRow | undefined> {
  const { rows } = await tx.query<SnapshotRow>(
    `select ${snapshotColumns} from snapshot where ($1::date is null or month = $1) order by month desc limit 1`,
    [month ? first(month) : null],
  );
  return rows[0];
}

export async function snapshotByHash(tx: Tx, hash: string): Promise<SnapshotRow | undefined> {
  return (await tx.query<SnapshotRow>(`select ${snapshotColumns} from snapshot where hash = $1`, [hash])).rows[0];
}

export async function isHistoryOpen(tx: Tx): Promise<boolean> {
  return (await tx.query('select 1 from history where not complete limit 1')).rows.length > 0;
}

export async function firstAnsweredMonth(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.query<{ month: string | null }>(
    `select to_char(min(month), 'YYYY-MM') as month from rollup_organisation`,
  );
  return rows[0]?.month ?? undefined;
}
