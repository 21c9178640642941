// SPDX-License-Identifier: Apache-2.0
/** SQL that only reads. */
import type { Tx } from '@stoa/kernel';
import type { PublishedCell } from './contract.ts';
import type { Fact } from './folding.ts';

export async function factsOf(tx: Tx, month: string): Promise<Fact[]> {
  const { rows } = await tx.query<Fact>(
    'select id, measure, region, occupation, citizenship, person, wage from fact where month = $1 order by id',
    [`${month}-01`],
  );
  return rows;
}

const monthText = (column: string) => `to_char(${column}, 'YYYY-MM')`;

/** The first month in which something counted, and the last that is closed. */
export async function bounds(tx: Tx): Promise<{ first: string | null; closed: string | null }> {
  const { rows } = await tx.query<{ first: string | null; closed: string | null }>(
    `select (select ${monthText('min(month)')} from fact) as first, (select ${monthText('max(month)')} from closed_month) as closed`,
  );
  return rows[0] ?? { first: null, closed: null };
}

export async function doneSources(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ source: string }>('select source from catch_up where done_at is not null');
  return rows.map(({ source }) => source);
}

export interface ClosedMonth {
  readonly month: string;
  readonly closedAt: Date;
  readonly digest: string;
  readonly lines: number;
}
/** Oldest first. */
export async function closedMonths(tx: Tx): Promise<ClosedMonth[]> {
  const { rows } = await tx.query<ClosedMonth>(
    `select ${monthText('m.month')} as month, closed_at as "closedAt", digest,
       (select count(*)::integer from cell c where c.month = m.month) as lines
     from closed_month m order by m.month`,
  );
  return rows;
}

/** As they are published, in one order for everybody. */
export async function publishedCells(
  tx: Tx,
  { from, until }: { from?: string | undefined; until?: string | undefined } = {},
): Promise<PublishedCell[]> {
  const { rows } = await tx.query<PublishedCell>(
    `select ${monthText('month')} as month, measure, region, occupation, citizenship, value from cell
     where ($1::date is null or month >= $1) and ($2::date is null or month <= $2)
     order by cell.month, measure collate "C", region collate "C", occupation collate "C", citizenship collate "C"`,
    [from && `${from}-01`, until && `${until}-01`],
  );
  return rows;
}
