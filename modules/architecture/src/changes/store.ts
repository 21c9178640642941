// SPDX-License-Identifier: Apache-2.0
/** SQL of changes that were asked for. */
import type { Tx } from '@stoa/kernel';
import type { ChangeItem, ChangeState } from '../contract.ts';

export interface ChangeRow {
  readonly id: string;
  readonly organisationId: string;
  readonly title: string;
  readonly reason: string;
  readonly items: ChangeItem[];
  readonly state: ChangeState;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
}
const columns = `id, organisation_id as "organisationId", title, reason, items, state, asked_by as "askedBy", asked_by_name as "askedByName",
  asked_at as "askedAt", decided_by_name as "decidedByName", decided_at as "decidedAt", decision_reason as "decisionReason"`;

/** Whoever brings new codes or relations waits for whoever does so already: what is there is looked up once. */
export const takeTurn = (tx: Tx) => tx.query(`select pg_advisory_xact_lock(hashtext('architecture.import'))`);
export const insertChange = (
  tx: Tx,
  change: Pick<ChangeRow, 'id' | 'organisationId' | 'title' | 'reason' | 'items' | 'askedBy' | 'askedByName'>,
) =>
  tx.query(
    `insert into change (id, organisation_id, title, reason, items, state, asked_by, asked_by_name, asked_at)
     values ($1, $2, $3, $4, $5, 'asked', $6, $7, $8)`,
    [
      ...[change.id, change.organisationId, change.title, change.reason, JSON.stringify(change.items)],
      ...[change.askedBy, change.askedByName, tx.now],
    ],
  );
export const lockChange = async (tx: Tx, id: string): Promise<ChangeRow | undefined> =>
  (await tx.query<ChangeRow>(`select ${columns} from change where id = $1 for update`, [id])).rows[0];
export const setChange = (
  tx: Tx,
  id: string,
  to: { state: ChangeState; by: string; byName: string; reason: string | undefined },
) =>
  tx.query(
    `update change set state = $2, decided_by = $3, decided_by_name = $4, decision_reason = $5, decided_at = $6 where id = $1`,
    [id, to.state, to.by, to.byName, to.reason ?? null, tx.now],
  );
export const listChanges = async (
  tx: Tx,
  asked: { organisations: readonly string[] | null; state: string | undefined; after: string | undefined },
  count: number,
): Promise<ChangeRow[]> =>
  (
    await tx.query<ChangeRow>(
      `select ${columns} from change where ($1::text[] is null or organisation_id = any ($1)) and ($2::text is null or state = $2)
         and ($3::uuid is null or id < $3) order by id desc limit $4`,
      [asked.organisations, asked.state ?? null, asked.after ?? null, count],
    )
  ).rows;

/** What is written after it can be taken back without ending the transaction. */
export const beginTrial = (tx: Tx) => tx.query('savepoint trial');
export const undoTrial = (tx: Tx) => tx.query('rollback to savepoint trial');
