// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import type { ModuleRuntime } from '../module.ts';
import { openRow } from '../seal.ts';
import { type CloudEvent, type OutboxRow, toCloudEvent } from './cloud-event.ts';

/** Passes events on; returns only when every one of them is safe where it went. */
export type Publish = (events: readonly CloudEvent[]) => Promise<void>;

/**
 * Sends up to 100 waiting events of a module and takes them out of its outbox; answers how many.
 * A crash between the two sends them again, which receivers recognise by the event's id.
 */
export async function relayOnce(pool: pg.Pool, module: ModuleRuntime, publish: Publish): Promise<number> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const { rows } = await client.query<OutboxRow & { sealed: string | null }>({
      name: 'kernel-relay',
      text: 'select seq, id, type, subject, data, sealed, at, trace_id from outbox order by seq limit 100 for update skip locked',
    });
    if (rows.length > 0) {
      await publish(rows.map((row) => toCloudEvent(module.name, openRow({ module }, 'outbox', row.id, row))));
      await client.query('delete from outbox where seq = any($1)', [rows.map((row) => row.seq)]);
    }
    await client.query('commit');
    return rows.length;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
