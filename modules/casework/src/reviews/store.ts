// SPDX-License-Identifier: Apache-2.0
import { openRow, sealMore, sealRow, type Tx } from '@stoa/kernel';

export interface ReviewRow {
  readonly id: string;
  readonly kind: 'before' | 'after';
  readonly caseId: string;
  readonly caseNumber: string;
  readonly taskId: string | null;
  readonly serviceId: string;
  readonly officeId: string;
  readonly outcome: string;
  readonly text: string | null;
  readonly proposedBy: string | null;
  readonly proposedName: string | null;
  readonly proposedAt: Date;
  readonly state: 'open' | 'agreed' | 'returned';
  readonly answeredBy: string | null;
  readonly answeredName: string | null;
  readonly answeredAt: Date | null;
  readonly reason: string | null;
}
type Sealed = ReviewRow & { readonly sealed: string | null };
const columns = `id, kind, case_id as "caseId", case_number as "caseNumber", task_id as "taskId", service_id as "serviceId",
  office_id as "officeId", outcome, text, proposed_by as "proposedBy", proposed_name as "proposedName", proposed_at as "proposedAt",
  state, answered_by as "answeredBy", answered_name as "answeredName", answered_at as "answeredAt", reason, sealed`;
const opened = (tx: Tx, rows: readonly Sealed[]): ReviewRow[] =>
  rows.map((row) => openRow(tx, 'review', row.id, row) as ReviewRow);

/** Whether it is new: a task has one open at a time, a drawn decision one. */
export async function insertReview(tx: Tx, one: ReviewRow): Promise<boolean> {
  const kept = sealRow(tx, 'review', one.id, { text: one.text, reason: one.reason });
  const { rowCount } = await tx.query(
    `insert into review (id, kind, case_id, case_number, task_id, service_id, office_id, outcome, text, proposed_by, proposed_name,
       proposed_at, state, answered_by, answered_name, answered_at, reason, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing`,
    [
      ...[
        one.id,
        one.kind,
        one.caseId,
        one.caseNumber,
        one.taskId,
        one.serviceId,
        one.officeId,
        one.outcome,
        kept.text,
      ],
      ...[one.proposedBy, one.proposedName, one.proposedAt, one.state, one.answeredBy, one.answeredName],
      ...[one.answeredAt, kept.reason, kept.sealed],
    ],
  );
  return rowCount === 1;
}

export async function lockReview(tx: Tx, id: string): Promise<ReviewRow | undefined> {
  const sql = `select ${columns} from review where id = $1 for update`;
  return opened(tx, (await tx.query<Sealed>(sql, [id])).rows)[0];
}
export async function reviewsOf(tx: Tx, caseId: string): Promise<ReviewRow[]> {
  const sql = `select ${columns} from review where case_id = $1 order by proposed_at desc, id desc`;
  return opened(tx, (await tx.query<Sealed>(sql, [caseId])).rows);
}
export async function reviewsAfter(
  tx: Tx,
  asked: { offices: readonly string[]; state: ReviewRow['state'] | undefined },
  [at, id]: readonly (string | undefined)[],
  limit: number,
): Promise<ReviewRow[]> {
  const { rows } = await tx.query<Sealed>(
    `select ${columns} from review where office_id = any($1) and ($2::text is null or state = $2)
       and ($3::timestamptz is null or (proposed_at, id) < ($3, $4::uuid)) order by proposed_at desc, id desc limit $5`,
    [asked.offices, asked.state ?? null, at ?? null, id ?? null, limit],
  );
  return opened(tx, rows);
}

export async function answer(
  tx: Tx,
  id: string,
  one: { state: 'agreed' | 'returned'; by: string; name: string; reason: string | null },
): Promise<void> {
  const kept = await sealMore(tx, 'review', id, { reason: one.reason });
  await tx.query(
    `update review set state = $2, answered_by = $3, answered_name = $4, answered_at = $5, reason = $6, sealed = $7 where id = $1`,
    [id, one.state, one.by, one.name, tx.now, kept.reason, kept.sealed],
  );
}

/** Returned by week, of the offices. */
export async function returnedByWeek(
  tx: Tx,
  offices: readonly string[],
  serviceId: string | undefined,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query<{ week: string; count: number }>(
    `select to_char(date_trunc('week', answered_at at time zone $3), 'YYYY-MM-DD') as week, count(*)::integer as count
     from review where state = 'returned' and office_id = any($1) and ($2::text is null or service_id = $2) group by 1`,
    [offices, serviceId ?? null, tx.module.country.timeZone],
  );
  return new Map(rows.map(({ week, count }) => [week, count]));
}

export async function eraseReviews(tx: Tx, before: Date, limit: number): Promise<number> {
  const sql = `delete from review where id in
    (select id from review where proposed_at < $1 order by proposed_at limit $2 for update skip locked)`;
  return (await tx.query(sql, [before, limit])).rowCount ?? 0;
}

export async function samplingOf(tx: Tx, officeId: string) {
  const sql = 'select per_mille as "perMille", seed from sampling where office_id = $1';
  return (await tx.query<{ perMille: number; seed: string }>(sql, [officeId])).rows[0];
}
export const keepSampling = (tx: Tx, one: { officeId: string; perMille: number; seed: string; by: string }) =>
  tx.query(
    `insert into sampling (office_id, per_mille, seed, set_by, set_at) values ($1, $2, $3, $4, $5)
     on conflict (office_id) do update set per_mille = $2, set_by = $4, set_at = $5`,
    [one.officeId, one.perMille, one.seed, one.by, tx.now],
  );
