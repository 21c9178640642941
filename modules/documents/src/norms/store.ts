// SPDX-License-Identifier: Apache-2.0
/** SQL of instructions. */
import { newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Deviation, Norm, Rules } from '../contract.ts';

export interface NormRow {
  id: string;
  institutionId: string | null;
  version: number;
  state: Norm['state'];
  title: LocalText;
  inForceFrom: string;
  rules: Rules | null;
  deviations: Deviation[];
  proposedBy: string | null;
  proposedByName: string;
  proposedAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
}
const columns = `id, institution_id as "institutionId", version, state, title, in_force_from as "inForceFrom", rules, deviations,
  proposed_by as "proposedBy", proposed_by_name as "proposedByName", proposed_at as "proposedAt", decided_by_name as "decidedByName",
  decided_at as "decidedAt"`;

export const insertStandard = (tx: Tx, title: LocalText, rules: object) =>
  tx.query(
    `insert into norm (id, version, state, title, in_force_from, rules, proposed_by_name, proposed_at, decided_at)
     values ($1, 1, 'in-force', $2, '2000-01-01', $3, '', $4, $4) on conflict do nothing`,
    [newId(), JSON.stringify(title), JSON.stringify(rules), tx.now],
  );

/** The standard set where no institution is named. */
export async function inForce(tx: Tx, institutionId: string | null, on: string): Promise<NormRow | undefined> {
  const { rows } = await tx.prepared<NormRow>(
    'documents-norm',
    `select ${columns} from norm where institution_id is not distinct from $1 and state = 'in-force' and in_force_from <= $2
     order by in_force_from desc, version desc limit 1`,
    [institutionId, on],
  );
  return rows[0];
}

export async function listNorms(
  tx: Tx,
  institutionId: string | null,
  before: string | null,
  count: number,
): Promise<NormRow[]> {
  const sql = `select ${columns} from norm where institution_id is not distinct from $1 and ($2::uuid is null or id < $2)
    order by id desc limit $3`;
  return (await tx.query<NormRow>(sql, [institutionId, before, count])).rows;
}

export async function insertProposal(
  tx: Tx,
  asked: { institutionId: string; title: LocalText; inForceFrom: string; deviations: readonly Deviation[] },
  by: { id?: string; name?: string } = {},
): Promise<NormRow> {
  // One after another, so that none takes the version of another.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`documents norm ${asked.institutionId}`]);
  const { rows } = await tx.query<NormRow>(
    `insert into norm (id, institution_id, version, state, title, in_force_from, deviations, proposed_by, proposed_by_name, proposed_at)
     select $1, $2, coalesce(max(version), 0) + 1, 'proposed', $3, $4, $5, $6, $7, $8 from norm where institution_id = $2
     returning ${columns}`,
    [
      ...[
        newId(),
        asked.institutionId,
        JSON.stringify(asked.title),
        asked.inForceFrom,
        JSON.stringify(asked.deviations),
      ],
      ...[by.id ?? null, by.name ?? '', tx.now],
    ],
  );
  return rows[0] as NormRow;
}

/** An institution's, to decide it. */
export async function lockNorm(tx: Tx, id: string): Promise<NormRow | undefined> {
  const sql = `select ${columns} from norm where id = $1 and institution_id is not null for update`;
  return (await tx.query<NormRow>(sql, [id])).rows[0];
}

export async function setDecision(
  tx: Tx,
  id: string,
  decided: { state: 'in-force' | 'declined'; byName: string; notBefore: string },
): Promise<NormRow> {
  const { rows } = await tx.query<NormRow>(
    `update norm set state = $2, decided_by_name = $3, decided_at = $4, in_force_from = greatest(in_force_from, $5) where id = $1
     returning ${columns}`,
    [id, decided.state, decided.byName, tx.now, decided.notBefore],
  );
  return rows[0] as NormRow;
}
