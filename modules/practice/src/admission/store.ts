// SPDX-License-Identifier: Apache-2.0
/** SQL of admissions. */
import { newId, type Tx } from '@stoa/kernel';
import type { Admission } from '../contract.ts';

export interface AdmissionRow {
  readonly id: string;
  readonly institutionId: string;
  readonly reportId: string | null;
  readonly state: Admission['state'];
  readonly proposedById: string | null;
  readonly proposedBy: string | null;
  readonly proposedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: Date | null;
  readonly reason: string | null;
}
const columns = `id, institution_id as "institutionId", readiness_id as "reportId", state, proposed_by as "proposedById",
  proposed_name as "proposedBy", proposed_at as "proposedAt", decided_name as "decidedBy", decided_at as "decidedAt",
  withdrawn_name as "withdrawnBy", withdrawn_at as "withdrawnAt", reason`;
export const rowsWhere = async (tx: Tx, where: string, values: readonly unknown[]): Promise<AdmissionRow[]> =>
  (await tx.query<AdmissionRow>(`select ${columns} from admission where ${where}`, [...values])).rows;

/** Undefined where another proposal waits. */
export async function insertProposal(
  tx: Tx,
  one: { institutionId: string; reportId: string; by: { id: string; name: string } | undefined },
): Promise<string | undefined> {
  const id = newId();
  const { rowCount } = await tx.query(
    `insert into admission (id, institution_id, readiness_id, state, proposed_by, proposed_name, proposed_at)
     values ($1, $2, $3, 'proposed', $4, $5, $6) on conflict (institution_id) where state = 'proposed' do nothing`,
    [id, one.institutionId, one.reportId, one.by?.id ?? null, one.by?.name ?? '', tx.now],
  );
  return rowCount === 1 ? id : undefined;
}

export const setDecision = (tx: Tx, id: string, approved: boolean, by: { id: string; name: string }) =>
  tx.query('update admission set state = $2, decided_by = $3, decided_name = $4, decided_at = $5 where id = $1', [
    ...[id, approved ? 'admitted' : 'declined', by.id, by.name, tx.now],
  ]);

/** Of the admission that stands, or of one from before there was a record of it. */
export async function setWithdrawn(tx: Tx, institutionId: string, reason: string, byName: string): Promise<string> {
  const [last] = await rowsWhere(tx, `institution_id = $1 and state = 'admitted' order by id desc limit 1 for update`, [
    institutionId,
  ]);
  const id = last?.id ?? newId();
  await tx.query(
    `insert into admission (id, institution_id, state, withdrawn_name, withdrawn_at, reason) values ($1, $2, 'withdrawn', $3, $4, $5)
     on conflict (id) do update set state = 'withdrawn', withdrawn_name = excluded.withdrawn_name,
       withdrawn_at = excluded.withdrawn_at, reason = excluded.reason`,
    [id, institutionId, byName, tx.now, reason],
  );
  return id;
}

export const insertAdmitted = (
  tx: Tx,
  one: { institutionId: string; reportId: string; proposedBy: string; confirmedBy: string },
) =>
  tx.query(
    `insert into admission (id, institution_id, readiness_id, state, proposed_name, proposed_at, decided_name, decided_at)
     values ($1, $2, $3, 'admitted', $4, $6, $5, $6)`,
    [newId(), one.institutionId, one.reportId, one.proposedBy, one.confirmedBy, tx.now],
  );
