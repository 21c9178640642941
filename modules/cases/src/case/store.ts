// SPDX-License-Identifier: Apache-2.0
/** SQL of the case: its state, its clock, its history. */
import { jsonOf, newId, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { CaseState } from '../contract.ts';
import type { DecisionFacts } from './case-file.ts';

/** Counts the change; answers the new revision. */
export async function touch(tx: Tx, id: string): Promise<number> {
  const { rows } = await tx.query<{ revision: number }>(
    'update case_file set revision = revision + 1, changed_at = $2 where id = $1 returning revision',
    [id, tx.now],
  );
  return rows[0]?.revision ?? 0;
}

export const setState = (tx: Tx, id: string, state: CaseState) =>
  tx.query('update case_file set state = $2, changed_at = $3, revision = revision + 1 where id = $1', [
    id,
    state,
    tx.now,
  ]);

export const setDue = (tx: Tx, id: string, dueOn: string) =>
  tx.query('update case_file set due_on = $2, overdue_at = null where id = $1', [id, dueOn]);

export const setPaused = (tx: Tx, id: string, pausedAt: Date | null) =>
  tx.query('update case_file set paused_at = $2 where id = $1', [id, pausedAt]);

export const setDecision = async (tx: Tx, id: string, decision: DecisionFacts) => {
  const kept = await sealMore(tx, 'case_file', id, { decision });
  const values = [id, jsonOf(kept.decision), tx.now, kept.sealed];
  await tx.query('update case_file set decision = $2, decided_at = $3, sealed = $4 where id = $1', values);
};

export const closeCase = (tx: Tx, id: string, outcome: string) =>
  tx.query(
    `update case_file set state = 'closed', outcome = $2, closed_at = $3, changed_at = $3, paused_at = null, revision = revision + 1 where id = $1`,
    [id, outcome, tx.now],
  );

/** The cases whose deadline has passed, each answered once. */
export async function markOverdue(tx: Tx, today: string): Promise<{ id: string; dueOn: string }[]> {
  const { rows } = await tx.query<{ id: string; dueOn: string }>(
    `update case_file set overdue_at = $1 where due_on < $2 and overdue_at is null and paused_at is null and state = 'submitted'
     returning id, due_on as "dueOn"`,
    [tx.now, today],
  );
  return rows;
}

/** What happened: `internal` is not for the applicant. `actor` is a name, or nobody for the system. */
export const note = (
  tx: Tx,
  caseId: string,
  kind: string,
  facts: Record<string, unknown> = {},
  about: { node?: string | undefined; internal?: boolean } = {},
) => {
  const id = newId();
  const person = tx.principal.kind === 'person' ? tx.principal : undefined;
  const counter = person?.actingFor?.visit?.officeName;
  const actor = person ? [person.name, ...(counter ? [counter] : [])].join(', ') : null;
  const kept = sealRow(tx, 'history', id, { actor, facts });
  return tx.prepared(
    'cases-note',
    'insert into history (id, case_id, at, kind, node, actor, internal, facts, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      ...[id, caseId, tx.now, kind, about.node ?? null],
      ...[kept.actor, about.internal ?? false, jsonOf(kept.facts), kept.sealed],
    ],
  );
};
