// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { Duty } from '@stoa/kernel/contract';
import type { SentCase } from '../case/index.ts';
import type { Work, WorkCounts } from '../contract.ts';

export async function caseNumbered(tx: Tx, number: string): Promise<string | undefined> {
  const sql = `select id from case_file where number = $1`;
  return (await tx.query<{ id: string }>(sql, [number.trim().toUpperCase()])).rows[0]?.id;
}

export async function tasksOf(tx: Tx, caseId: string): Promise<Work['tasks']> {
  type Row = Omit<Work['tasks'][number], 'assigneeId' | 'assigneeName'> & { by: string | null; name: string | null };
  const { rows } = await tx.query<Row>(
    `select id, node, state, assignee_id as by, assignee_name as name from task where case_id = $1 order by created_at, id`,
    [caseId],
  );
  return rows.map(({ by, name, ...task }) => ({
    ...task,
    ...(by === null ? {} : { assigneeId: by }),
    ...(name === null ? {} : { assigneeName: name }),
  }));
}

const held = 'unnest($1::text[], $2::text[]) as held(duty, office_id)';
const holding = (duties: readonly Duty[]) => [
  duties.map(({ code }) => code),
  duties.map(({ organisationId }) => organisationId),
];
/** Read beside a case. */
const mostRelated = 20;

export async function relatedTo(
  tx: Tx,
  { id, applicantId }: SentCase,
  duties: readonly Duty[],
): Promise<Work['related']> {
  const { rows } = await tx.query<Work['related'][number]>(
    `select c.id, c.number, c.title, c.state from case_file c
     where c.id <> $3 and c.number is not null
       and (c.applicant_id = $4 or exists (select 1 from subject s join subject o on o.person_key = s.person_key
         where s.case_id = $3 and o.case_id = c.id))
       and exists (select 1 from task t join ${held} on held.duty = t.duty and held.office_id = t.office_id where t.case_id = c.id)
     order by c.id desc limit $5`,
    [...holding(duties), id, applicantId, mostRelated],
  );
  return rows;
}

export interface Place {
  readonly officeId: string;
  readonly serviceId: string;
}
export async function placesOf(tx: Tx, duties: readonly Duty[]) {
  const { rows } = await tx.query<Place & { office: Work['office']; title: Work['title'] }>(
    `select distinct on (c.office_id, c.service_id) c.office_id as "officeId", c.service_id as "serviceId",
       c.office_name as office, c.title
     from task t join case_file c on c.id = t.case_id
       join ${held} on held.duty = t.duty and held.office_id = t.office_id
     where c.office_id = t.office_id order by c.office_id, c.service_id, c.id desc`,
    holding(duties),
  );
  return rows;
}

const places = 'unnest($1::text[], $2::text[]) as p(office_id, service_id)';
const placed = (at: readonly Place[]) => [at.map(({ officeId }) => officeId), at.map(({ serviceId }) => serviceId)];

/** By the Monday on which each week begins where the service is given. */
export async function weeksOf(tx: Tx, at: readonly Place[], since: Date): Promise<WorkCounts['weeks']> {
  const { rows } = await tx.query<WorkCounts['weeks'][number]>(
    `select office_id as "officeId", service_id as "serviceId",
       to_char(date_trunc('week', moment at time zone $4), 'YYYY-MM-DD') as "weekOf", sum(arrived)::integer as arrived,
       sum(finished)::integer as finished, sum(late)::integer as late, sum(asked)::integer as asked
     from (
       select c.office_id, c.service_id, c.submitted_at as moment, 1 as arrived, 0 as finished, 0 as late, 0 as asked
       from case_file c join ${places} on p.office_id = c.office_id and p.service_id = c.service_id where c.submitted_at >= $3
       union all
       select c.office_id, c.service_id, c.closed_at, 0, 1, (c.overdue_at is not null)::integer, 0
       from case_file c join ${places} on p.office_id = c.office_id and p.service_id = c.service_id where c.closed_at >= $3
       union all
       select c.office_id, c.service_id, q.asked_at, 0, 0, 0, 1
       from clarification q join case_file c on c.id = q.case_id
         join ${places} on p.office_id = c.office_id and p.service_id = c.service_id where q.asked_at >= $3
     ) happened group by 1, 2, 3 order by 3, 1, 2`,
    [...placed(at), since, tx.module.country.timeZone],
  );
  return rows;
}

export async function openOf(tx: Tx, at: readonly Place[], today: string): Promise<WorkCounts['open']> {
  const { rows } = await tx.query<WorkCounts['open'][number]>(
    `select office_id as "officeId", service_id as "serviceId", case when share is null then 'none' when share < 0.5
         then 'under-50' when share < 0.8 then 'under-80' when share <= 1 then 'under-100' else 'over' end as share,
       count(*)::integer as count
     from (select c.office_id, c.service_id,
         case when c.due_on is not null then ($3::date - c.submitted_at::date)::float8
           / greatest(1, c.due_on - c.submitted_at::date) end as share
       from case_file c join ${places} on p.office_id = c.office_id and p.service_id = c.service_id
       where c.submitted_at is not null and c.closed_at is null) running
     group by 1, 2, 3 order by 1, 2, 3`,
    [...placed(at), today],
  );
  return rows;
}

export async function officersOf(tx: Tx, at: readonly Place[]): Promise<WorkCounts['officers']> {
  type Row = { officeId: string; by: string | null; name: string | null; claimed: number; waiting: number };
  const { rows } = await tx.query<Row>(
    `select t.office_id as "officeId", t.assignee_id as by, max(t.assignee_name) as name,
       count(*) filter (where t.state <> 'waiting')::integer as claimed,
       count(*) filter (where t.state = 'waiting')::integer as waiting
     from task t join case_file c on c.id = t.case_id
       join ${places} on p.office_id = t.office_id and p.service_id = c.service_id
     where t.state in ('open', 'claimed', 'waiting') group by 1, 2 order by 1, count(*) desc, 2`,
    placed(at),
  );
  return rows.map(({ by, name, ...row }) => ({
    ...row,
    ...(by === null ? {} : { officerId: by }),
    ...(name === null ? {} : { name }),
  }));
}
