// SPDX-License-Identifier: Apache-2.0
/** Use cases behind the operations every module has. */
import { listAudit, sampleAudit } from './audit-desk.ts';
import { openCheckpoint } from './ledger/checkpoint.ts';
import { ledgerOrigin } from './ledger/entry.ts';
import { inclusionProof, leafHash, verifyInclusion } from './ledger/merkle.ts';
import { storedRanges } from './ledger/tree.ts';
import type { Tx } from './database/tx.ts';
import { handle, handleOutsideTx, type ModuleDefinition, type OperationRoute } from './module.ts';
import {
  type DeadLetter,
  type Erasure,
  type LedgerProof,
  moduleOperations,
  type OverdueWork,
  ownDataOperation,
  retentionOperation,
} from './module-operations.ts';
import { readOwnData } from './own-data.ts';
import { pageOfRows } from './paging.ts';
import { refuse } from './refusal.ts';
import { retentionDays } from './retention.ts';
import { overdueBefore, overdueWork } from './work/overdue.ts';

type Declared = Pick<ModuleDefinition, 'name' | 'ownData' | 'retention'>;

export function moduleRoutes({ name, ownData, retention }: Declared): OperationRoute[] {
  const operations = moduleOperations(name);
  return [
    ...(ownData ? [handle(ownDataOperation(name), (tx, { cursor }) => readOwnData(tx, ownData, cursor))] : []),
    ...(retention
      ? [
          handle(retentionOperation(name), (tx, page) =>
            erasures(
              tx,
              retention.map(({ what }) => what),
              page,
            ),
          ),
        ]
      : []),
    handle(operations.listDeadLetters, (tx, { cursor, limit }) =>
      pageOfRows(
        { limit },
        (count) =>
          tx.query<Omit<DeadLetter, 'createdAt'> & { createdAt: Date }>(
            `select id, handler, attempts, coalesce(last_error, '') as "lastError", created_at as "createdAt"
               from work where state = 'dead' and ($1::uuid is null or id > $1) order by id limit $2`,
            [cursor ?? null, count],
          ),
        (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
      ),
    ),
    handle(operations.listOverdueWork, (tx, { cursor, limit }) =>
      pageOfRows(
        { limit },
        (count) =>
          tx.query<Omit<OverdueWork, 'failingSince'> & { failingSince: Date }>(
            `select id, handler, attempts, coalesce(last_error, '') as "lastError", failing_since as "failingSince", state = 'dead' as dead
               from ${overdueWork} and ($2::uuid is null or id > $2) order by id limit $3`,
            [overdueBefore(tx.now), cursor ?? null, count],
          ),
        (row) => ({ ...row, failingSince: row.failingSince.toISOString() }),
      ),
    ),
    handleOutsideTx(operations.getHealth, (module) => module.health()),
    handle(operations.replayDeadLetter, async (tx, { id }) => {
      const { rowCount } = await tx.query(
        `update work set state = 'waiting', attempts = 0, run_at = $2 where id = $1 and state = 'dead'`,
        [id, tx.now],
      );
      if (rowCount === 0)
        refuse(
          'missing',
          'kernel.dead-letter-unknown',
          'There is no such dead letter; it may have been replayed already.',
        );
      tx.afterCommit(() => tx.module.wake());
      return { id };
    }),
    handle(operations.proveEntry, (tx, { id }) => proveEntry(tx, id)),
    handle(operations.listAudit, listAudit),
    handle(operations.sampleAudit, sampleAudit),
  ];
}

async function erasures(tx: Tx, rules: readonly string[], page: { cursor?: string; limit?: number }) {
  const { name } = tx.module;
  const found = await pageOfRows(
    page,
    (count) =>
      tx.query<{ id: string; at: Date; details: Omit<Erasure, 'id' | 'at'> }>(
        `select a.entry_id as id, a.at, e.record::jsonb -> 'facts' -> 'details' as details
         from audit a join ledger_entry e on e.id = a.entry_id
         where a.object_type = 'retention' and a.action = $1 and ($2::uuid is null or a.entry_id < $2)
         order by a.entry_id desc limit $3`,
        [`${name}.erased`, page.cursor ?? null, count],
      ),
    ({ id, at, details: { rule, days, count } }) => ({ id, at: at.toISOString(), rule, days, count }),
  );
  const terms = rules.map((rule) => {
    const days = retentionDays(tx.module, `${name}.${rule}`);
    return { rule, ...(days === undefined ? {} : { days }) };
  });
  return { ...found, rules: terms };
}

/** Inclusion proof of an entry against the newest checkpoint that covers it, verified on the way out. */
export async function proveEntry(tx: Tx, id: string): Promise<LedgerProof> {
  const { rows } = await tx.query<{ kind: string; at: Date; record: string; leaf_index: number | null }>(
    'select kind, at, record, leaf_index from ledger_entry where id = $1',
    [id],
  );
  const entry = rows[0] ?? refuse('missing', 'kernel.ledger-entry-unknown', 'There is no such entry in this ledger.');
  const base = { entryId: id, kind: entry.kind, at: entry.at.toISOString(), record: entry.record };
  const index = entry.leaf_index;
  const checkpoints = await tx.query<{ size: number; root: Buffer; at: Date; note: string; stamped: boolean }>(
    'select size, root, at, note, timestamp_token is not null as stamped from ledger_checkpoint where size > $1 order by size desc limit 1',
    [index ?? Number.MAX_SAFE_INTEGER],
  );
  const checkpoint = checkpoints.rows[0];
  if (index === null || !checkpoint) return { ...base, timestamped: false, verified: false };
  const proof = await inclusionProof(storedRanges(tx.query), index, checkpoint.size);
  const signed = openCheckpoint(checkpoint.note, tx.module.keys.publicKey('ledger'));
  const verified =
    signed?.origin === ledgerOrigin(tx.module.config.circuit, tx.module.name) &&
    signed.size === checkpoint.size &&
    verifyInclusion(leafHash(Buffer.from(entry.record)), index, checkpoint.size, proof, signed.root);
  return {
    ...base,
    leafIndex: index,
    size: checkpoint.size,
    proof: proof.map((node) => node.toString('base64')),
    checkpoint: checkpoint.note,
    checkpointAt: checkpoint.at.toISOString(),
    timestamped: checkpoint.stamped,
    verified,
  };
}
