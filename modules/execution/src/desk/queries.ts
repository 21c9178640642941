// SPDX-License-Identifier: Apache-2.0
/** SQL of what waits for whom, and of how terms are kept. */
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { WorkKind } from '../contract.ts';
import { type TaskRow, taskColumns } from '../work/store.ts';

const mine = `done_at is null and (post_id = any ($1) or person_id = $2)`;
/** More documents than this wait for nobody. */
const most = 2000;

export const documentsWaiting = async (tx: Tx, posts: readonly string[], personId: string): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      `select document_id as id from task where ${mine} group by document_id order by min(due_at) nulls last limit ${most}`,
      [posts, personId],
    )
  ).rows.map(({ id }) => id);

const seen = `${mine} and document_id = any ($3)`;
export const countTasks = async (tx: Tx, posts: readonly string[], personId: string, documents: readonly string[]) =>
  (
    await tx.query<{ kind: WorkKind; count: number; overdue: number }>(
      `select kind, count(distinct object_id)::integer as count,
         count(distinct object_id) filter (where due_at <= $4)::integer as overdue from task where ${seen} group by kind`,
      [posts, personId, documents, tx.now],
    )
  ).rows;

/** What waits, and of what waits to be accepted the report that does. */
export interface DeskRow extends TaskRow {
  readonly reportId: string | null;
}
const reportId = `case kind when 'accept' then
  (select r.id from report r where r.assignment_id = one."objectId" order by r.id desc limit 1) end as "reportId"`;
/** One line for each object: it may wait for several posts of one person. What is due first comes first. */
export const listTasks = async (
  tx: Tx,
  whose: { posts: readonly string[]; personId: string; documents: readonly string[] },
  kind: WorkKind | null,
  after: { due: string; id: string } | undefined,
  count: number,
): Promise<DeskRow[]> =>
  (
    await tx.query<DeskRow>(
      `select *, ${reportId} from (select distinct on (object_id, kind) ${taskColumns} from task
         where ${seen} and ($4::text is null or kind = $4) order by object_id, kind, id) one
       where $5::timestamptz is null or (coalesce("dueAt", '9999-01-01T00:00:00Z'), id) > ($5, $6::uuid)
       order by coalesce("dueAt", '9999-01-01T00:00:00Z'), id limit $7`,
      [...[whose.posts, whose.personId, whose.documents, kind], ...[after?.due ?? null, after?.id ?? null, count]],
    )
  ).rows;

export interface KeptRow {
  readonly postId: string;
  readonly title: LocalText;
  readonly given: number;
  readonly inTime: number;
  readonly late: number;
  readonly overdue: number;
  readonly open: number;
  /** Days of all that was accepted, together. */
  readonly days: number;
}
/** Parts of instructions by post; what was taken back, and confidential documents, are not counted. */
export const keptTerms = async (
  tx: Tx,
  asked: { institutionId: string; from?: string | undefined; to?: string | undefined },
  today: string,
): Promise<KeptRow[]> =>
  (
    await tx.query<KeptRow>(
      `select a.post_id as "postId", (array_agg(a.title order by a.id desc))[1] as title, count(*)::integer as given,
         count(*) filter (where a.state = 'accepted' and a.reported_on <= r.due_on)::integer as "inTime",
         count(*) filter (where a.state = 'accepted' and a.reported_on > r.due_on)::integer as late,
         count(*) filter (where a.state = 'given' and r.due_on < $4)::integer as overdue,
         count(*) filter (where a.state in ('given', 'reported'))::integer as open,
         coalesce(sum(extract(epoch from a.done_at - r.given_at) / 86400) filter (where a.state = 'accepted'), 0)::double precision as days
       from assignment a join resolution r on r.id = a.resolution_id
       where r.institution_id = $1 and r.label < 2 and a.state <> 'withdrawn'
         and ($2::date is null or (r.given_at at time zone $5)::date >= $2) and ($3::date is null or (r.given_at at time zone $5)::date <= $3)
       group by a.post_id`,
      [...[asked.institutionId, asked.from ?? null, asked.to ?? null, today], tx.module.country.timeZone],
    )
  ).rows;
