// SPDX-License-Identifier: Apache-2.0
/** Large bodies as chunks in the database; the entries of the log write themselves (`durable-log.ts`), the hottest path. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';

const system = { kind: 'system' } as const;
/** A body whose message was never logged goes after this time. */
const looseHours = 24;
/** The message that is logged after them, and is waited for, makes the chunks durable: a log is written in order. */
const insertChunk = `with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
  insert into body_chunk (body_id, number, content, at) select $1::uuid, $2::integer, $3::bytea, $4::timestamptz from unhurried`;

export const putChunk = (module: ModuleRuntime, bodyId: string, number: number, sealed: Buffer) =>
  module.statement('exchange-body-chunk', insertChunk, [bodyId, number, sealed, module.clock.now()]);

export async function readChunk(module: ModuleRuntime, bodyId: string, number: number): Promise<Buffer | undefined> {
  const { rows } = await module.tx(system, (tx) =>
    tx.prepared<{ content: Buffer }>(
      'exchange-body-read',
      'select content from body_chunk where body_id = $1 and number = $2',
      [bodyId, number],
    ),
  );
  return rows[0]?.content;
}

export const removeChunks = (module: ModuleRuntime, bodyId: string) =>
  module.statement('exchange-body-drop', 'delete from body_chunk where body_id = $1', [bodyId]);

/** Removes what was left of messages that broke off. */
export const sweepBodies = (module: ModuleRuntime): Promise<unknown> =>
  module.tx(system, (tx: Tx) =>
    tx.query(
      `delete from body_chunk where body_id in (
         select body_id from body_chunk c where number = 0 and at < $1
           and not exists (select 1 from message m where m.body_id = c.body_id))`,
      [new Date(tx.now.getTime() - looseHours * 3_600_000)],
    ),
  );

/** No entry of that time or later has a lower identifier (UUIDv7, RFC 9562 section 5.7). */
const lowestId = (at: Date) => `${at.getTime().toString(16).padStart(12, '0')}00000000000000000000`;

/** Erases at most so many bodies of the log from before then, small and large; what proves them stays. Answers how many. */
export async function eraseBodies(tx: Tx, before: Date, limit: number): Promise<number> {
  const small = await tx.query(
    `delete from ledger_blob where (entry_id, name) in (
       select entry_id, name from ledger_blob where name = 'body' and entry_id < $1 order by entry_id limit $2)`,
    [lowestId(before), limit],
  );
  const large = await tx.query<{ body_id: string }>(
    'select body_id from body_chunk where number = 0 and at < $1 order by at limit $2',
    [before, limit - (small.rowCount ?? 0)],
  );
  await tx.query('delete from body_chunk where body_id = any($1::uuid[])', [large.rows.map((row) => row.body_id)]);
  return (small.rowCount ?? 0) + large.rows.length;
}
