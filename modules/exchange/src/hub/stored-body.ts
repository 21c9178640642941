// SPDX-License-Identifier: Apache-2.0
/** Large bodies in the database: sealed chunks, written as they come, so that no body is ever whole in memory. */
import { type ModuleRuntime, newId, type Tx } from '@stoa/kernel';
import type { Spool } from '../wire/index.ts';
import { openBody, sealBody } from './body-encryption.ts';

const system = { kind: 'system' } as const;
const chunkBytes = 1024 * 1024;
/** A body whose message was never logged goes after this time. */
const looseHours = 24;

/** @param owner subsystem under whose member's key the body is sealed */
export function bodySpool(module: ModuleRuntime, owner: string): Spool & { readonly id: string } {
  const id = newId();
  let number = 0;
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    const content = sealBody(
      module.keys,
      owner,
      waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting),
    );
    waiting = [];
    size = 0;
    await module.statement(
      'exchange-body-chunk',
      'insert into body_chunk (body_id, number, content, at) values ($1, $2, $3, $4)',
      [id, number++, content, module.clock.now()],
    );
  };
  return {
    id,
    write: async (chunk) => {
      waiting.push(chunk);
      size += chunk.length;
      if (size >= chunkBytes) await flush();
    },
    end: async () => {
      if (size > 0) await flush();
      return () => readStoredBody(module, owner, id);
    },
    drop: async () =>
      void (await module.statement('exchange-body-drop', 'delete from body_chunk where body_id = $1', [id])),
  };
}

export async function* readStoredBody(module: ModuleRuntime, owner: string, id: string): AsyncGenerator<Buffer> {
  for (let number = 0; ; number++) {
    const { rows } = await module.tx(system, (tx) =>
      tx.prepared<{ content: Buffer }>(
        'exchange-body-read',
        'select content from body_chunk where body_id = $1 and number = $2',
        [id, number],
      ),
    );
    if (!rows[0]) return;
    yield openBody(module.keys, owner, rows[0].content);
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
