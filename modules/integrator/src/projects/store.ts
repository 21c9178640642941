// SPDX-License-Identifier: Apache-2.0
/** SQL of bodies' architectures: stages, steps, visits, measures. */
import { newId, type Tx } from '@stoa/kernel';
import type { ProjectStage } from '../contract.ts';

export interface ProjectRow {
  readonly id: string;
  readonly organisationId: string;
  readonly template: string;
  readonly methodology: string;
  readonly methodologyVersion: number;
  readonly stage: ProjectStage;
  readonly startedOn: string;
}
const columns = `p.id, p.organisation_id as "organisationId", p.template, p.methodology, p.methodology_version as "methodologyVersion", p.stage,
  p.started_on as "startedOn"`;
export type ProjectWithMeasures = ProjectRow & { openMeasures: number; overdueMeasures: number };
const counted = `select ${columns},
    (select count(*)::integer from measure m where m.organisation_id = p.organisation_id and m.done_on is null) as "openMeasures",
    (select count(*)::integer from measure m where m.organisation_id = p.organisation_id and m.done_on is null and m.due < $1::date)
      as "overdueMeasures" from project p`;
export const listProjects = async (tx: Tx, day: string): Promise<ProjectWithMeasures[]> =>
  (await tx.query<ProjectWithMeasures>(`${counted} order by p.organisation_id limit 1000`, [day])).rows;
export const countedProject = async (
  tx: Tx,
  day: string,
  organisationId: string,
): Promise<ProjectWithMeasures | undefined> =>
  (await tx.query<ProjectWithMeasures>(`${counted} where p.organisation_id = $2`, [day, organisationId])).rows[0];
export const projectOfBody = async (tx: Tx, organisationId: string): Promise<ProjectRow | undefined> =>
  (await tx.query<ProjectRow>(`select ${columns} from project p where p.organisation_id = $1`, [organisationId]))
    .rows[0];
export const lockProject = async (tx: Tx, id: string): Promise<ProjectRow | undefined> =>
  (await tx.query<ProjectRow>(`select ${columns} from project p where p.id = $1 for update`, [id])).rows[0];
/** Answers false where the body has one. */
export const insertProject = async (tx: Tx, one: ProjectRow): Promise<boolean> =>
  (
    await tx.query(
      `insert into project (id, organisation_id, template, methodology, methodology_version, stage, started_on)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [one.id, one.organisationId, one.template, one.methodology, one.methodologyVersion, one.stage, one.startedOn],
    )
  ).rowCount === 1;
export const setStage = (tx: Tx, id: string, stage: string) =>
  tx.query('update project set stage = $2 where id = $1', [id, stage]);
export const insertMove = (
  tx: Tx,
  one: { projectId: string; from: string; to: string; reason: string | undefined; byName: string; at?: Date },
) =>
  tx.query(
    'insert into project_move (id, project_id, from_stage, to_stage, reason, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [newId(), one.projectId, one.from, one.to, one.reason ?? null, one.byName, one.at ?? tx.now],
  );
export const movesOf = async (tx: Tx, projectId: string) =>
  (
    await tx.query<{ from: ProjectStage; to: ProjectStage; reason: string | null; byName: string; at: Date }>(
      `select from_stage as "from", to_stage as "to", reason, by_name as "byName", at from project_move where project_id = $1 order by at, id`,
      [projectId],
    )
  ).rows;
export const insertStep = (tx: Tx, projectId: string, step: string, byName: string, at: Date = tx.now) =>
  tx.query('insert into project_step (project_id, step, by_name, at) values ($1, $2, $3, $4) on conflict do nothing', [
    ...[projectId, step, byName, at],
  ]);
export const stepsDone = async (tx: Tx, projectId: string): Promise<Map<string, { byName: string; at: Date }>> =>
  new Map(
    (
      await tx.query<{ step: string; byName: string; at: Date }>(
        'select step, by_name as "byName", at from project_step where project_id = $1',
        [projectId],
      )
    ).rows.map(({ step, ...done }) => [step, done]),
  );
export const insertVisit = (
  tx: Tx,
  one: { id: string; projectId: string; heldOn: string; notes: string; byName: string },
) =>
  tx.query('insert into visit (id, project_id, held_on, notes, by_name, at) values ($1, $2, $3, $4, $5, $6)', [
    ...[one.id, one.projectId, one.heldOn, one.notes, one.byName, tx.now],
  ]);
export const visitsOf = async (tx: Tx, projectId: string) =>
  (
    await tx.query<{ id: string; heldOn: string; notes: string; byName: string }>(
      `select id, held_on as "heldOn", notes, by_name as "byName" from visit where project_id = $1 order by held_on desc, id desc limit 200`,
      [projectId],
    )
  ).rows;

export interface MeasureRow {
  readonly id: string;
  readonly organisationId: string;
  readonly title: string;
  readonly part: string | null;
  readonly responsible: string;
  readonly due: string;
  readonly doneOn: string | null;
}
const measure = `id, organisation_id as "organisationId", title, part, responsible, due, done_on as "doneOn"`;
export const insertMeasure = (
  tx: Tx,
  one: Omit<MeasureRow, 'part' | 'doneOn'> & { part: string | undefined; doneOn?: string; byName: string },
) =>
  tx.query(
    `insert into measure (id, organisation_id, title, part, responsible, due, by_name, at, done_on, done_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $9::date is null then null else $7 end)`,
    [
      ...[one.id, one.organisationId, one.title, one.part ?? null, one.responsible, one.due, one.byName, tx.now],
      one.doneOn ?? null,
    ],
  );
export const measuresOf = async (tx: Tx, organisationId: string): Promise<MeasureRow[]> =>
  (
    await tx.query<MeasureRow>(
      `select ${measure} from measure where organisation_id = $1 order by done_on is not null, due, id limit 300`,
      [organisationId],
    )
  ).rows;
export const listMeasures = async (
  tx: Tx,
  asked: { bodies: readonly string[] | null; overdueOn: string | undefined; after: string | undefined },
  count: number,
): Promise<MeasureRow[]> =>
  (
    await tx.query<MeasureRow>(
      `select ${measure} from measure where ($1::text[] is null or organisation_id = any ($1))
         and ($2::date is null or (done_on is null and due < $2)) and ($3::uuid is null or id < $3) order by id desc limit $4`,
      [asked.bodies, asked.overdueOn ?? null, asked.after ?? null, count],
    )
  ).rows;
export const lockMeasure = async (tx: Tx, id: string): Promise<MeasureRow | undefined> =>
  (await tx.query<MeasureRow>(`select ${measure} from measure where id = $1 for update`, [id])).rows[0];
export const finishMeasure = (tx: Tx, id: string, day: string, byName: string) =>
  tx.query('update measure set done_on = $2, done_by_name = $3 where id = $1', [id, day, byName]);
