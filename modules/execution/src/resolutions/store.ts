// SPDX-License-Identifier: Apache-2.0
/** SQL of instructions, reports, extensions and phrases. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Assignment, AssignmentState, Done, Recurrence, Resolution, ResolutionState } from '../contract.ts';
import { takeTurn } from '../work/store.ts';

export interface ResolutionRow {
  readonly id: string;
  readonly documentId: string;
  readonly institutionId: string;
  readonly label: number;
  readonly parentId: string | null;
  readonly depth: number;
  readonly text: string;
  readonly dueOn: string;
  readonly state: ResolutionState;
  readonly control: Resolution['control'];
  readonly controlBy: Done | null;
  readonly recurrence: Recurrence | null;
  readonly byPost: string | null;
  readonly byPerson: string | null;
  readonly by: Done;
}
type Sealed<Row> = Row & { sealed: string | null };
const columns = `id, document_id as "documentId", institution_id as "institutionId", label, parent_id as "parentId", depth, text, sealed,
  due_on as "dueOn", state, control, control_by as "controlBy", recurrence, by_post as "byPost", by_person as "byPerson", by`;
const opened = (tx: Tx) => (row: Sealed<ResolutionRow>) => openRow(tx, 'resolution', row.id, row) as ResolutionRow;

/** Undefined where the next one of `follows` is there already. */
export async function insertResolution(
  tx: Tx,
  given: Omit<ResolutionRow, 'id' | 'state' | 'controlBy'> & { follows?: string },
): Promise<string | undefined> {
  const id = newId();
  const kept = sealRow(tx, 'resolution', id, { text: given.text });
  const { rowCount } = await tx.query(
    `insert into resolution (id, document_id, institution_id, label, parent_id, depth, text, sealed, due_on, state, control, recurrence,
       follows, by_post, by_person, by, given_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, $13, $14, $15, $16) on conflict (follows) do nothing`,
    [
      ...[id, given.documentId, given.institutionId, given.label, given.parentId, given.depth, kept.text, kept.sealed],
      ...[given.dueOn, given.control, given.recurrence, given.follows ?? null, given.byPost, given.byPerson],
      ...[JSON.stringify(given.by), tx.now],
    ],
  );
  return rowCount === 1 ? id : undefined;
}
export async function findResolution(tx: Tx, id: string): Promise<ResolutionRow | undefined> {
  const sql = `select ${columns} from resolution where id = $1`;
  return (await tx.query<Sealed<ResolutionRow>>(sql, [id])).rows.map(opened(tx))[0];
}
/** As it is when everybody before has finished with the instructions of its document. */
export async function lockResolution(tx: Tx, id: string): Promise<ResolutionRow | undefined> {
  const found = await findResolution(tx, id);
  if (found) await takeTurn(tx, found.documentId, 'working');
  return found && findResolution(tx, id);
}
export const resolutionsOf = async (tx: Tx, documentId: string): Promise<ResolutionRow[]> =>
  (
    await tx.query<Sealed<ResolutionRow>>(`select ${columns} from resolution where document_id = $1 order by id`, [
      documentId,
    ])
  ).rows.map(opened(tx));
export const firstLevel = async (tx: Tx, documentId: string): Promise<ResolutionState[]> =>
  (
    await tx.query<{ state: ResolutionState }>('select state from resolution where document_id = $1 and depth = 1', [
      documentId,
    ])
  ).rows.map(({ state }) => state);
export const setResolution = (tx: Tx, id: string, state: ResolutionState) =>
  tx.query('update resolution set state = $2 where id = $1', [id, state]);
export const setDueOn = (tx: Tx, id: string, dueOn: string) =>
  tx.query('update resolution set due_on = $2 where id = $1', [id, dueOn]);
export const setControl = (tx: Tx, id: string, by: Done) =>
  tx.query(`update resolution set control = 'removed', control_by = $2 where id = $1 and control = 'on'`, [
    id,
    JSON.stringify(by),
  ]);
/** All that was passed on of these parts, at every level. */
export const below = async (tx: Tx, assignmentIds: readonly string[]): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      `with recursive part as (select id from resolution where parent_id = any ($1)
         union select r.id from part join assignment a on a.resolution_id = part.id join resolution r on r.parent_id = a.id)
       select id from part`,
      [assignmentIds],
    )
  ).rows.map(({ id }) => id);

export interface AssignmentRow {
  readonly id: string;
  readonly resolutionId: string;
  readonly postId: string;
  readonly title: LocalText;
  readonly role: Assignment['role'];
  readonly state: AssignmentState;
  readonly doneAt: Date | null;
}
const assignmentColumns = `id, resolution_id as "resolutionId", post_id as "postId", title, role, state, done_at as "doneAt"`;
export async function insertAssignment(
  tx: Tx,
  given: Pick<AssignmentRow, 'resolutionId' | 'postId' | 'title' | 'role'>,
): Promise<string> {
  const id = newId();
  await tx.query(
    `insert into assignment (id, resolution_id, post_id, title, role, state) values ($1, $2, $3, $4, $5, 'given')`,
    [id, given.resolutionId, given.postId, JSON.stringify(given.title), given.role],
  );
  return id;
}
export const findAssignment = async (tx: Tx, id: string): Promise<AssignmentRow | undefined> =>
  (await tx.query<AssignmentRow>(`select ${assignmentColumns} from assignment where id = $1`, [id])).rows[0];
export const assignmentsOf = async (tx: Tx, resolutionIds: readonly string[]): Promise<AssignmentRow[]> =>
  (
    await tx.query<AssignmentRow>(
      `select ${assignmentColumns} from assignment where resolution_id = any ($1) order by role desc, id`,
      [resolutionIds],
    )
  ).rows;
export const setAssignment = (tx: Tx, id: string, state: AssignmentState, reportedOn?: string) =>
  tx.query(
    `update assignment set state = $2, done_at = case when $2 in ('accepted', 'withdrawn') then $3::timestamptz end,
       reported_on = coalesce($4::date, reported_on) where id = $1`,
    [id, state, tx.now, reportedOn ?? null],
  );

export interface ReportRow {
  readonly id: string;
  readonly assignmentId: string;
  readonly text: string;
  readonly by: Done;
  readonly decision: 'accepted' | 'returned' | null;
  readonly decision_reason: string | null;
  readonly decidedBy: Done | null;
}
export async function insertReport(tx: Tx, assignmentId: string, text: string, by: Done): Promise<void> {
  const id = newId();
  const kept = sealRow(tx, 'report', id, { text });
  await tx.query('insert into report (id, assignment_id, text, sealed, by) values ($1, $2, $3, $4, $5)', [
    ...[id, assignmentId, kept.text, kept.sealed, JSON.stringify(by)],
  ]);
}
const reportColumns = `id, assignment_id as "assignmentId", text, decision_reason, sealed, by, decision, decided_by as "decidedBy"`;
const openedReport = (tx: Tx) => (row: Sealed<ReportRow>) => openRow(tx, 'report', row.id, row) as ReportRow;
export async function decideLastReport(
  tx: Tx,
  assignmentId: string,
  decision: 'accepted' | 'returned',
  reason: string | null,
  by: Done,
): Promise<void> {
  const sql = `select ${reportColumns} from report where assignment_id = $1 and decision is null order by id desc limit 1 for update`;
  const [last] = (await tx.query<Sealed<ReportRow>>(sql, [assignmentId])).rows.map(openedReport(tx));
  if (!last) return;
  const kept = sealRow(tx, 'report', last.id, { text: last.text, decision_reason: reason });
  await tx.query(
    'update report set text = $2, decision_reason = $3, sealed = $4, decision = $5, decided_by = $6 where id = $1',
    [last.id, kept.text, kept.decision_reason, kept.sealed, decision, JSON.stringify(by)],
  );
}
export const reportsOf = async (tx: Tx, assignmentIds: readonly string[]): Promise<ReportRow[]> =>
  (
    await tx.query<Sealed<ReportRow>>(
      `select ${reportColumns} from report where assignment_id = any ($1) order by id`,
      [assignmentIds],
    )
  ).rows.map(openedReport(tx));

export interface ExtensionRow {
  readonly id: string;
  readonly resolutionId: string;
  readonly until: string;
  readonly reason: string;
  readonly by: Done;
  readonly granted: boolean | null;
  readonly decidedBy: Done | null;
}
const extensionColumns = `id, resolution_id as "resolutionId", until, reason, sealed, by, granted, decided_by as "decidedBy"`;
const openedExtension = (tx: Tx) => (row: Sealed<ExtensionRow>) =>
  openRow(tx, 'extension', row.id, row) as ExtensionRow;
/** Undefined where one waits. */
export async function insertExtension(
  tx: Tx,
  given: Pick<ExtensionRow, 'resolutionId' | 'until' | 'reason' | 'by'>,
): Promise<string | undefined> {
  const id = newId();
  const kept = sealRow(tx, 'extension', id, { reason: given.reason });
  const { rowCount } = await tx.query(
    `insert into extension (id, resolution_id, until, reason, sealed, by) values ($1, $2, $3, $4, $5, $6)
     on conflict (resolution_id) where granted is null do nothing`,
    [id, given.resolutionId, given.until, kept.reason, kept.sealed, JSON.stringify(given.by)],
  );
  return rowCount === 1 ? id : undefined;
}
export const findExtension = async (tx: Tx, id: string): Promise<ExtensionRow | undefined> =>
  (await tx.query<Sealed<ExtensionRow>>(`select ${extensionColumns} from extension where id = $1`, [id])).rows.map(
    openedExtension(tx),
  )[0];
export const decideExtension = async (tx: Tx, id: string, granted: boolean, by: Done): Promise<boolean> =>
  (
    await tx.query('update extension set granted = $2, decided_by = $3 where id = $1 and granted is null', [
      id,
      granted,
      JSON.stringify(by),
    ])
  ).rowCount === 1;
/** What was asked for on an instruction that has ended needs no answer. */
export const declineWaiting = async (tx: Tx, resolutionIds: readonly string[]): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      'update extension set granted = false where resolution_id = any ($1) and granted is null returning id',
      [resolutionIds],
    )
  ).rows.map(({ id }) => id);
export const extensionsOf = async (tx: Tx, resolutionIds: readonly string[]): Promise<ExtensionRow[]> =>
  (
    await tx.query<Sealed<ExtensionRow>>(
      `select ${extensionColumns} from extension where resolution_id = any ($1) order by id`,
      [resolutionIds],
    )
  ).rows.map(openedExtension(tx));
