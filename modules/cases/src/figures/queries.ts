// SPDX-License-Identifier: Apache-2.0
import { openRow, type Tx } from '@stoa/kernel';
import type { DecisionFacts } from '../case/index.ts';

interface Counted {
  readonly finished: number;
  readonly refused: number;
  /** Median and 90th percentile. */
  readonly days: readonly number[] | null;
  readonly timed: number;
  readonly late: number;
}

/** What ended since then, but for what was withdrawn; late is what was marked so while it ran. */
export async function countFinished(tx: Tx, serviceId: string, since: Date): Promise<Counted> {
  const { rows } = await tx.query<Counted>(
    `select count(*)::integer as finished, count(*) filter (where outcome = 'refused')::integer as refused,
       percentile_cont(array[0.5, 0.9]) within group
         (order by extract(epoch from closed_at - submitted_at)::float8 / 86400) as days,
       count(*) filter (where due_on is not null and decided_at is not null)::integer as timed,
       count(*) filter (where due_on is not null and decided_at is not null and overdue_at is not null)::integer as late
     from case_file where service_id = $1 and closed_at >= $2 and outcome <> 'withdrawn'`,
    [serviceId, since],
  );
  return rows[0] ?? { finished: 0, refused: 0, days: null, timed: 0, late: 0 };
}

/** Decisions of the newest refusals. */
export async function refusals(tx: Tx, serviceId: string, since: Date, count: number): Promise<DecisionFacts[]> {
  const { rows } = await tx.query<{ id: string; decision: DecisionFacts | null; sealed: string | null }>(
    `select id, decision, sealed from case_file where service_id = $1 and closed_at >= $2 and outcome = 'refused'
       and erased_at is null order by closed_at desc limit $3`,
    [serviceId, since, count],
  );
  return rows.flatMap((row) => openRow(tx, 'case_file', row.id, row).decision ?? []);
}

/** What was erased says nothing any more. */
export async function endedCases(
  tx: Tx,
  asked: { serviceId: string; caseId?: string; cursor?: string },
  count: number,
) {
  const { rows } = await tx.query<{
    id: string;
    outcome: string;
    endedAt: Date;
    regionCode: string;
    key: string | null;
  }>(
    `select id, outcome, closed_at as "endedAt", region_code as "regionCode",
       coalesce((select min(s.person_key) from subject s where s.case_id = c.id),
         case when applicant_kind = 'person' then applicant_id end) as key
     from case_file c where service_id = $1 and closed_at is not null and outcome is not null and erased_at is null
       and ($2::uuid is null or id = $2) and ($3::uuid is null or id > $3) order by id limit $4`,
    [asked.serviceId, asked.caseId, asked.cursor, count],
  );
  return rows;
}
