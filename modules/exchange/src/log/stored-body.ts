// SPDX-License-Identifier: Apache-2.0
/** Large bodies in the database: sealed chunks, written as they come, so that no body is ever whole in memory. */
import { join } from 'node:path';
import { type ModuleRuntime, newId, type Tx } from '@stoa/kernel';
import { giveBack } from '@stoa/kernel/scratch';
import { fill, type Spool } from '../wire/index.ts';
import { openBody, Sealing } from './body-encryption.ts';
import { SealedCopy } from './sealed-copy.ts';

const system = { kind: 'system' } as const;
/** With the statement around it a chunk fits into memory of a mebibyte. */
const chunkBytes = 960 * 1024;
/** A body whose message was never logged goes after this time. */
const looseHours = 24;
/** The message that is logged after them, and is waited for, makes the chunks durable: a log is written in order. */
const insertChunk = `with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
  insert into body_chunk (body_id, number, content, at) select $1::uuid, $2::integer, $3::bytea, $4::timestamptz from unhurried`;

/** @param owner subsystem under whose member's key the body is sealed */
export function bodySpool(module: ModuleRuntime, owner: string): Spool & { readonly id: string } {
  const id = newId();
  const copy = new SealedCopy(join(module.dataDir, 'bodies'), id);
  let number = 0;
  let sealing: Sealing | undefined;
  const flush = async () => {
    if (!sealing) return;
    const { sealed, memory } = sealing.end();
    sealing = undefined;
    const values = [id, number++, sealed, module.clock.now()];
    await Promise.all([module.statement('exchange-body-chunk', insertChunk, values), copy.add(sealed)]);
    giveBack(memory);
  };
  /** Adds what fits, and answers what does not. */
  const add = (bytes: Buffer): Buffer => {
    sealing ??= new Sealing(module.keys, owner, chunkBytes);
    const piece = bytes.subarray(0, chunkBytes - sealing.size);
    sealing.add(piece);
    return bytes.subarray(piece.length);
  };
  return {
    id,
    write: (bytes) => fill(bytes, add, flush),
    end: async () => {
      await flush();
      return () => readStoredBody(module, owner, id, copy);
    },
    close: () => copy.close(),
    drop: async () => {
      await copy.close();
      await module.statement('exchange-body-drop', 'delete from body_chunk where body_id = $1', [id]);
    },
  };
}

export async function* readStoredBody(
  module: ModuleRuntime,
  owner: string,
  id: string,
  copy?: SealedCopy,
): AsyncGenerator<Buffer> {
  const open = (sealed: Buffer) => openBody(module.keys, owner, sealed);
  for (let number = 0; ; number++) {
    const copied = await copy?.read(number, open);
    if (copied) {
      yield copied;
      continue;
    }
    const { rows } = await module.tx(system, (tx) =>
      tx.prepared<{ content: Buffer }>(
        'exchange-body-read',
        'select content from body_chunk where body_id = $1 and number = $2',
        [id, number],
      ),
    );
    if (!rows[0]) return;
    yield open(rows[0].content);
  }
}

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
