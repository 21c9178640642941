// SPDX-License-Identifier: Apache-2.0
/** SQL that reads tasks and clarifications. */
import { openRow, soughtMarks, type Tx } from '@stoa/kernel';
import type { Duty, LocalText } from '@stoa/kernel/contract';
import { listSearch, listSearchValues } from '@stoa/kernel/text';
import { rowsOf, type Scalar, type Sealed, searched } from '../case/index.ts';

export interface Clarification {
  readonly id: string;
  readonly taskId: string;
  readonly field: string;
  readonly question: string;
  readonly previous: Scalar | null;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
  readonly answer: Scalar | null;
  readonly note: string | null;
}

const clarifications = `select id, task_id as "taskId", field, question, previous, asked_at as "askedAt",
  answered_at as "answeredAt", answer, note, sealed from clarification where case_id = $1 order by asked_at desc`;
export const clarificationsOf = async (tx: Tx, id: string): Promise<Clarification[]> =>
  (await rowsOf<Clarification & Sealed>(tx, 'clarifications', clarifications, id)).map((row) =>
    openRow(tx, 'clarification', row.id, row),
  );

export interface TaskRow {
  readonly id: string;
  readonly caseId: string;
  readonly tokenId: string;
  readonly node: string;
  /** Which item, from the outermost, of what is done several times. */
  readonly items: readonly number[];
  /** Whom or what it is about, in the words of the package, where a step is done for each of several. */
  readonly about: string | null;
  readonly duty: string;
  readonly officeId: string;
  readonly regionCode: string;
  readonly state: 'open' | 'claimed' | 'waiting' | 'done' | 'cancelled';
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly createdAt: Date;
  readonly caseNumber: string;
  readonly serviceId: string;
  readonly version: string;
  readonly title: LocalText;
  readonly applicantName: string;
  readonly office: LocalText;
  readonly dueOn: string | null;
  readonly overdue: boolean;
  /** Of its term: how much has passed, how much is usual for its service; only in the queue. */
  readonly termUsed?: number | null;
  readonly termUsual?: number | null;
}

const columns = `t.id, t.case_id as "caseId", t.token_id as "tokenId", t.node, t.items, t.about, t.sealed as own, t.duty, t.office_id as "officeId", t.region_code as "regionCode",
  t.state, t.assignee_id as "assigneeId", t.assignee_name as "assigneeName", t.created_at as "createdAt", c.number as "caseNumber",
  c.service_id as "serviceId", c.version, c.title, c.applicant_name, c.sealed, c.office_name as office, c.due_on as "dueOn",
  c.overdue_at is not null as overdue`;

type SealedTask = Omit<TaskRow, 'applicantName'> &
  Sealed & { readonly applicant_name: string; readonly own: string | null };
const opened = (tx: Tx, { applicant_name, sealed, own, ...task }: SealedTask): TaskRow => ({
  ...task,
  about: openRow(tx, 'task', task.id, { about: task.about, sealed: own }).about,
  applicantName: openRow(tx, 'case_file', task.caseId, { applicant_name, sealed }).applicant_name,
});

export async function findTask(tx: Tx, id: string): Promise<TaskRow | undefined> {
  const sql = `select ${columns} from task t join case_file c on c.id = t.case_id where t.id = $1`;
  return (await tx.prepared<SealedTask>('cases-task', sql, [id])).rows.map((row) => opened(tx, row))[0];
}

export async function dutiesOfCase(tx: Tx, caseId: string): Promise<string[]> {
  return (await tx.query<{ duty: string }>('select distinct duty from task where case_id = $1', [caseId])).rows.map(
    (row) => row.duty,
  );
}

/** Whom or what tasks of a case are about, by their items. */
export async function aboutsOf(tx: Tx, caseId: string): Promise<ReadonlyMap<string, string>> {
  const sql = 'select id, items, about, sealed from task where case_id = $1';
  const { rows } = await tx.query<Pick<TaskRow, 'id' | 'items' | 'about'> & Sealed>(sql, [caseId]);
  return new Map(rows.map((row) => [row.items.join(), openRow(tx, 'task', row.id, row).about ?? '']));
}

export interface QueueFilter {
  readonly duties: readonly Duty[];
  readonly personId: string;
  readonly show: 'open' | 'mine' | 'waiting' | 'done' | 'all';
  readonly search?: string;
  readonly serviceId?: string;
  readonly sort: 'due' | 'age' | 'risk';
  readonly usualDays: readonly { readonly id: string; readonly days: number }[];
}
type Holding = Pick<QueueFilter, 'duties' | 'personId'>;

const held =
  'join unnest($1::text[], $2::text[]) as held(duty, office_id) on held.duty = t.duty and held.office_id = t.office_id';
const shown: Readonly<Record<QueueFilter['show'], string>> = {
  open: `t.state = 'open'`,
  mine: `t.state in ('claimed', 'waiting') and t.assignee_id = $3`,
  waiting: `t.state = 'waiting'`,
  done: `t.state = 'done'`,
  all: `t.state in ('open', 'claimed', 'waiting')`,
};
const holding = (filter: Holding) => [
  filter.duties.map((duty) => duty.code),
  filter.duties.map((duty) => duty.organisationId),
  filter.personId,
];

/** Days of the term, and how much of it has passed; a clock that stands still has the time until it stopped. */
const termDays = 'greatest(1, c.due_on + 1 - c.submitted_at::date)';
const used = `case when c.due_on is not null and c.submitted_at is not null then
  extract(epoch from coalesce(c.paused_at, $10) - c.submitted_at)::float8 / 86400 / ${termDays} end`;
const usual = `case when c.due_on is not null and c.submitted_at is not null then
  (select u.days from unnest($11::text[], $12::float8[]) as u(id, days) where u.id = c.service_id) / ${termDays} end`;
/** Without a figure half of the term counts as usual. */
const orders: Readonly<Record<QueueFilter['sort'], string>> = {
  due: '"dueOn" nulls last, id',
  age: 'submitted_at nulls last, id',
  risk: 'overdue desc, "termUsed" - coalesce("termUsual", 0.5) desc nulls last, id',
};

/** Tasks of the duties held, at the offices where they are held. */
export async function listTasks(tx: Tx, filter: QueueFilter, offset: number, count: number): Promise<TaskRow[]> {
  const { rows } = await tx.query<SealedTask & { submitted_at: Date }>(
    `select * from (select ${columns}, c.submitted_at, ${used} as "termUsed", ${usual} as "termUsual"
     from task t join case_file c on c.id = t.case_id ${held}
     where ($3::text is not null) and ${shown[filter.show]}
       and ${listSearch(searched, '$4', '$5', '$6')} and ($7::text is null or c.service_id = $7)) q
     order by ${orders[filter.sort]} limit $8 offset $9`,
    [
      ...[...holding(filter), ...listSearchValues(filter.search), soughtMarks(tx.module, filter.search ?? '')],
      ...[filter.serviceId ?? null, count, offset, tx.now],
      ...[filter.usualDays.map(({ id }) => id), filter.usualDays.map(({ days }) => days)],
    ],
  );
  return rows.map(({ submitted_at: _, ...row }) => opened(tx, row));
}

export async function countTasks(
  tx: Tx,
  filter: QueueFilter,
): Promise<{ open: number; mine: number; waiting: number; overdue: number }> {
  const { rows } = await tx.query<{ open: number; mine: number; waiting: number; overdue: number }>(
    `select count(*) filter (where ${shown.open}) as open, count(*) filter (where ${shown.mine}) as mine,
       count(*) filter (where ${shown.waiting}) as waiting,
       count(*) filter (where ${shown.all} and c.overdue_at is not null) as overdue
     from task t join case_file c on c.id = t.case_id ${held}`,
    holding(filter),
  );
  return rows[0] ?? { open: 0, mine: 0, waiting: 0, overdue: 0 };
}

/** Services of all tasks that a queue can show, whatever is asked for, each by its newest title. */
export async function servicesOfTasks(tx: Tx, filter: Holding): Promise<{ id: string; title: LocalText }[]> {
  const { rows } = await tx.query<{ id: string; title: LocalText }>(
    `select distinct on (c.service_id) c.service_id as id, c.title from task t join case_file c on c.id = t.case_id ${held}
     where ($3::text is not null) and t.state <> 'cancelled' order by c.service_id, c.id desc`,
    holding(filter),
  );
  return rows;
}
