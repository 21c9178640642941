// SPDX-License-Identifier: Apache-2.0
/** SQL of what is owed to documents, and of what waits for whom. */
import { newId, type Tx } from '@stoa/kernel';
import type { DocumentState } from '@stoa/documents/contract';
import type { LocalText } from '@stoa/kernel/contract';
import type { WorkKind } from '../contract.ts';
import type { Owner } from './acting.ts';

/** What documents is told: to let posts see one or no longer, or of a move and what happened. */
export type Call =
  | { readonly op: 'open' | 'close'; readonly posts: readonly string[]; readonly work: string; readonly why: string }
  | {
      readonly op: 'move';
      readonly what: string;
      readonly to?: DocumentState;
      readonly newVersion?: boolean;
      readonly byName?: string;
      readonly byPost?: string;
      readonly as?: 'acting' | 'substitute';
      readonly inPlaceOf?: string;
      readonly facts?: Readonly<Record<string, string>>;
    };
export interface OwedRow {
  readonly id: string;
  readonly call: Call;
}

export const insertOwed = (tx: Tx, documentId: string, call: Call) =>
  tx.query('insert into owed (id, document_id, call, at) values ($1, $2, $3, $4)', [
    newId(),
    documentId,
    JSON.stringify(call),
    tx.now,
  ]);
/** Until this transaction ends nobody else does the same to this document. */
export async function takeTurn(tx: Tx, documentId: string, at: 'telling' | 'working'): Promise<void> {
  await tx.query('insert into turn (document_id, at) values ($1, $2) on conflict do nothing', [documentId, at]);
  await tx.query('select 1 from turn where document_id = $1 and at = $2 for update', [documentId, at]);
}
export const owedOf = async (tx: Tx, documentId: string): Promise<OwedRow[]> =>
  (
    await tx.query<OwedRow>('select id, call from owed where document_id = $1 and done_at is null order by id', [
      documentId,
    ])
  ).rows;
export const setTold = (tx: Tx, id: string, refused: string | null) =>
  tx.query('update owed set done_at = $2, refused = $3 where id = $1', [id, tx.now, refused]);

export interface NewTask extends Owner {
  readonly documentId: string;
  readonly institutionId: string;
  readonly kind: WorkKind;
  readonly objectId: string;
  readonly title: LocalText | null;
  readonly dueAt: Date | null;
}
/** What waits already keeps waiting, with the new due instant. */
export const putTask = (tx: Tx, task: NewTask) =>
  tx.query(
    `insert into task (id, document_id, institution_id, kind, object_id, post_id, person_id, title, since, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (object_id, kind, coalesce(post_id, person_id)) where done_at is null do update set due_at = excluded.due_at`,
    [
      ...[newId(), task.documentId, task.institutionId, task.kind, task.objectId, task.postId, task.personId],
      ...[task.title && JSON.stringify(task.title), tx.now, task.dueAt],
    ],
  );
export const endTasks = (tx: Tx, kind: WorkKind, objectIds: readonly string[]) =>
  tx.query('update task set done_at = $3 where kind = $1 and object_id = any ($2) and done_at is null', [
    kind,
    objectIds,
    tx.now,
  ]);
export const endTasksOfDocument = (tx: Tx, documentId: string, kinds: readonly WorkKind[]) =>
  tx.query('update task set done_at = $3 where document_id = $1 and kind = any ($2) and done_at is null', [
    documentId,
    kinds,
    tx.now,
  ]);
export const setDue = (tx: Tx, objectIds: readonly string[], dueAt: Date) =>
  tx.query(
    `update task set due_at = $2, reminded = null where object_id = any ($1) and kind = 'execute' and done_at is null`,
    [objectIds, dueAt],
  );

export interface TaskRow extends Owner {
  readonly id: string;
  readonly documentId: string;
  readonly institutionId: string;
  readonly kind: WorkKind;
  readonly objectId: string;
  readonly title: LocalText | null;
  readonly since: Date;
  readonly dueAt: Date | null;
  readonly reminded: string | null;
}
export const taskColumns = `id, document_id as "documentId", institution_id as "institutionId", kind, object_id as "objectId",
  post_id as "postId", person_id as "personId", title, since, due_at as "dueAt", reminded`;
/** Of posts, due before an instant, that were not yet told the last time. */
export const dueTasks = async (tx: Tx, before: Date): Promise<TaskRow[]> =>
  (
    await tx.query<TaskRow>(
      `select ${taskColumns} from task where done_at is null and due_at < $1 and reminded is distinct from 'after' order by due_at limit 1000`,
      [before],
    )
  ).rows;
export const waitingRoutes = async (tx: Tx): Promise<string[]> =>
  (await tx.query<{ id: string }>(`select id from route where state = 'running' order by id limit 1000`)).rows.map(
    ({ id }) => id,
  );
export const setReminded = async (tx: Tx, id: string, step: string): Promise<boolean> =>
  (await tx.query('update task set reminded = $2 where id = $1 and done_at is null', [id, step])).rowCount === 1;
