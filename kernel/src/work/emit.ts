// SPDX-License-Identifier: Apache-2.0
import type { DataOf, EventType } from '../contract.ts';
import type { Tx } from '../database/tx.ts';
import { newId } from '../id.ts';
import { jsonOf, sealRow } from '../seal.ts';
import { complaints } from '../validate.ts';

/** Writes a CloudEvent into the outbox of this transaction; answers its id. `subject` is what it is about. */
export async function emit<E extends EventType>(
  tx: Tx,
  event: E,
  data: DataOf<E>,
  options: { subject?: string } = {},
): Promise<string> {
  const wrong = complaints(event.data, data);
  if (wrong.length > 0)
    throw new Error(`event ${event.type}: ${wrong.map((w) => `${w.pointer} ${w.message}`).join('; ')}`);
  const id = newId();
  const kept = sealRow(tx, 'outbox', id, { data });
  await tx.prepared(
    'kernel-emit',
    'insert into outbox (id, type, subject, data, at, trace_id, sealed) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, event.type, options.subject ?? null, jsonOf(kept.data), tx.now, tx.traceId, kept.sealed],
  );
  tx.afterCommit(() => tx.module.wake());
  return id;
}
