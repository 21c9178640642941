// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import { newId } from '../id.ts';
import type { WorkHandler } from '../module.ts';
import type { CloudEvent } from './cloud-event.ts';

/** Puts events into a module's queue, one row for each handler that subscribes; an event known already changes nothing. */
export async function receive(
  pool: pg.Pool,
  handlers: readonly WorkHandler[],
  events: readonly CloudEvent[],
  now: Date,
): Promise<void> {
  const rows = events.flatMap((event) =>
    handlers
      .filter((handler) => handler.event?.type === event.type)
      .map((handler) => {
        const meta = {
          id: event.id,
          type: event.type,
          source: event.source,
          subject: event.subject,
          at: event.time,
          traceId: event.traceid,
        };
        return {
          id: newId(),
          handler: handler.name,
          sourceId: event.id,
          data: JSON.stringify(event.data),
          meta: JSON.stringify(meta),
        };
      }),
  );
  if (rows.length === 0) return;
  await pool.query({
    name: 'kernel-receive',
    text: `insert into work (id, handler, source_id, is_event, data, meta, run_at, created_at)
      select id, handler, source_id, true, data, meta, $6, $6
      from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::jsonb[]) as t (id, handler, source_id, data, meta)
      on conflict (handler, source_id) do nothing`,
    values: [
      rows.map((r) => r.id),
      rows.map((r) => r.handler),
      rows.map((r) => r.sourceId),
      rows.map((r) => r.data),
      rows.map((r) => r.meta),
      now,
    ],
  });
}
