// SPDX-License-Identifier: Apache-2.0
/** SQL of ways of approval, their templates and remarks. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Static } from 'typebox';
import type { Actor, Done, PlannedStage, RouteState, RouteTemplate, Stage } from '../contract.ts';

export interface RouteRow {
  readonly id: string;
  readonly documentId: string;
  readonly institutionId: string;
  readonly state: RouteState;
  readonly round: number;
  readonly stages: readonly Stage[];
  readonly authorId: string | null;
  readonly authorPost: string | null;
  readonly startedBy: Actor;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}
const columns = `id, document_id as "documentId", institution_id as "institutionId", state, round, stages, author_id as "authorId",
  author_post as "authorPost",  started_by as "startedBy", started_at as "startedAt", ended_at as "endedAt"`;

/** Undefined where the document is on its way already. */
export async function insertRoute(
  tx: Tx,
  given: Pick<RouteRow, 'documentId' | 'institutionId' | 'stages' | 'authorId' | 'authorPost' | 'startedBy'>,
): Promise<RouteRow | undefined> {
  const { rows } = await tx.query<RouteRow>(
    `insert into route (id, document_id, institution_id, state, round, stages, author_id, author_post, started_by, started_at)
     values ($1, $2, $3, 'running', 1, $4, $5, $6, $7, $8)
     on conflict (document_id) where state in ('running', 'returned') do nothing returning ${columns}`,
    [
      ...[newId(), given.documentId, given.institutionId, JSON.stringify(given.stages), given.authorId],
      ...[given.authorPost, JSON.stringify(given.startedBy), tx.now],
    ],
  );
  return rows[0];
}
export async function lockRoute(tx: Tx, id: string): Promise<RouteRow | undefined> {
  return (await tx.query<RouteRow>(`select ${columns} from route where id = $1 for update`, [id])).rows[0];
}
export async function lockRouteOfApprover(tx: Tx, approverId: string): Promise<RouteRow | undefined> {
  const sql = `select ${columns} from route where id = (select route_id from route_approver where id = $1) for update`;
  return (await tx.query<RouteRow>(sql, [approverId])).rows[0];
}
export const routesOf = async (tx: Tx, documentId: string): Promise<RouteRow[]> =>
  (await tx.query<RouteRow>(`select ${columns} from route where document_id = $1 order by id`, [documentId])).rows;
export const routesById = async (tx: Tx, ids: readonly string[]): Promise<RouteRow[]> =>
  (await tx.query<RouteRow>(`select ${columns} from route where id = any ($1)`, [ids])).rows;

export async function keepRoute(tx: Tx, { id, state, round, stages }: RouteRow): Promise<void> {
  const ended = state === 'approved' || state === 'withdrawn' ? tx.now : null;
  await tx.query('update route set state = $2, round = $3, stages = $4, ended_at = $5 where id = $1', [
    ...[id, state, round, JSON.stringify(stages), ended],
  ]);
  await namesApprovers(tx, id, stages);
}
/** An approver is found by its id. */
export const namesApprovers = (tx: Tx, routeId: string, stages: readonly Stage[]) =>
  tx.query('insert into route_approver (id, route_id) select a, $2 from unnest($1::uuid[]) a on conflict do nothing', [
    stages.flatMap(({ approvers }) => approvers.map(({ id }) => id)),
    routeId,
  ]);
/** Ways of a document that went on without them. */
export const dropRoutes = async (tx: Tx, documentId: string): Promise<RouteRow[]> =>
  (
    await tx.query<RouteRow>(
      `update route set state = 'withdrawn', ended_at = $2 where document_id = $1 and state in ('running', 'returned') returning ${columns}`,
      [documentId, tx.now],
    )
  ).rows;

export interface RemarkRow {
  readonly id: string;
  readonly routeId: string;
  readonly approverId: string;
  readonly round: number;
  readonly page: number | null;
  readonly quote: string | null;
  readonly text: string;
  readonly by: Done;
}
export async function insertRemark(tx: Tx, one: Omit<RemarkRow, 'id'>): Promise<void> {
  const id = newId();
  const kept = sealRow(tx, 'remark', id, { quote: one.quote, text: one.text });
  await tx.query(
    'insert into remark (id, route_id, approver_id, round, page, quote, text, sealed, by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [id, one.routeId, one.approverId, one.round, one.page, kept.quote, kept.text, kept.sealed, JSON.stringify(one.by)],
  );
}
export async function remarksOf(tx: Tx, routeIds: readonly string[]): Promise<RemarkRow[]> {
  const { rows } = await tx.query<RemarkRow & { sealed: string | null }>(
    `select id, route_id as "routeId", approver_id as "approverId", round, page, quote, text, sealed, by from remark
     where route_id = any ($1) order by id`,
    [routeIds],
  );
  return rows.map((row) => openRow(tx, 'remark', row.id, row) as RemarkRow);
}

type Planned = Static<typeof PlannedStage>[];
export const templatesOf = async (tx: Tx, institutionId: string): Promise<RouteTemplate[]> =>
  (
    await tx.query<RouteTemplate>(
      'select id, title, stages from template where institution_id = $1 order by title limit 100',
      [institutionId],
    )
  ).rows;
export async function findTemplate(tx: Tx, institutionId: string, id: string): Promise<Planned | undefined> {
  const sql = 'select stages from template where institution_id = $1 and id = $2';
  return (await tx.query<{ stages: Planned }>(sql, [institutionId, id])).rows[0]?.stages;
}
export async function putTemplate(
  tx: Tx,
  institutionId: string,
  title: string,
  stages: Planned,
): Promise<RouteTemplate> {
  const { rows } = await tx.query<RouteTemplate>(
    `insert into template (id, institution_id, title, stages) values ($1, $2, $3, $4)
     on conflict (institution_id, title) do update set stages = excluded.stages returning id, title, stages`,
    [newId(), institutionId, title, JSON.stringify(stages)],
  );
  return rows[0] as RouteTemplate;
}
