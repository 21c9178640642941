// SPDX-License-Identifier: Apache-2.0
/** SQL that writes tasks and clarifications. */
import type { TaskRow } from './queries.ts';
import { jsonOf, sealMore, sealRow, type Tx } from '@stoa/kernel';

export const insertTask = (
  tx: Tx,
  task: Pick<TaskRow, 'id' | 'caseId' | 'tokenId' | 'node' | 'duty' | 'officeId' | 'regionCode' | 'items' | 'about'>,
) => {
  const kept = sealRow(tx, 'task', task.id, { about: task.about });
  return tx.query(
    `insert into task (id, case_id, token_id, node, duty, office_id, region_code, items, state, created_at, about, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $11)`,
    [
      ...[task.id, task.caseId, task.tokenId, task.node, task.duty, task.officeId, task.regionCode, task.items, tx.now],
      ...[kept.about, kept.sealed],
    ],
  );
};

export const setTask = (
  tx: Tx,
  id: string,
  state: 'open' | 'claimed' | 'waiting' | 'done',
  assignee?: { id: string; name: string } | null,
) =>
  tx.query(
    `update task set state = $2, closed_at = case when $2 = 'done' then $3::timestamptz end,
       assignee_id = case when $4 then $5 else assignee_id end, assignee_name = case when $4 then $6 else assignee_name end where id = $1`,
    [id, state, tx.now, assignee !== undefined, assignee?.id ?? null, assignee?.name ?? null],
  );

/** Open tasks of a step that has another duty now: who had claimed them has them no more. */
export const delegateTasks = (tx: Tx, caseId: string, node: string, duty: string) =>
  tx.query(
    `update task set duty = $3, assignee_id = null, assignee_name = null, state = case state when 'claimed' then 'open' else state end
     where case_id = $1 and node = $2 and state in ('open', 'claimed', 'waiting')`,
    [caseId, node, duty],
  );

/** Tasks of a token that was taken away, or of the whole case. */
export const cancelTasks = (tx: Tx, caseId: string, tokenId: string | null) =>
  tx.query(
    `update task set state = 'cancelled', closed_at = $3 where case_id = $1 and ($2::uuid is null or token_id = $2)
       and state in ('open', 'claimed', 'waiting')`,
    [caseId, tokenId, tx.now],
  );

export const insertClarification = (
  tx: Tx,
  row: { id: string; caseId: string; taskId: string; field: string; question: string; previous: unknown },
) => {
  const kept = sealRow(tx, 'clarification', row.id, { question: row.question, previous: row.previous });
  return tx.query(
    'insert into clarification (id, case_id, task_id, field, question, previous, asked_at, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [row.id, row.caseId, row.taskId, row.field, kept.question, jsonOf(kept.previous), tx.now, kept.sealed],
  );
};

export const answerClarification = async (tx: Tx, id: string, answer: unknown, note: string | null) => {
  const kept = await sealMore(tx, 'clarification', id, { answer, note });
  const values = [id, tx.now, jsonOf(kept.answer), kept.note, kept.sealed];
  await tx.query(
    'update clarification set answered_at = $2, answer = $3, note = $4, sealed = $5 where id = $1',
    values,
  );
};

/** A clarification nobody will answer any more. */
export const dropClarifications = (tx: Tx, caseId: string) =>
  tx.query('update clarification set answered_at = $2 where case_id = $1 and answered_at is null', [caseId, tx.now]);
