// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import { newId } from '../id.ts';
import type { ModuleRuntime, WorkHandler } from '../module.ts';
import { jsonOf, sealRow } from '../seal.ts';
import type { CloudEvent } from './cloud-event.ts';
import { idsIn } from './overdue.ts';

/** Puts events into a module's queue, one row for each handler that subscribes; an event known already changes nothing. */
export async function receive(
  pool: pg.Pool,
  module: ModuleRuntime,
  handlers: readonly WorkHandler[],
  events: readonly CloudEvent[],
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
        const id = newId();
        const kept = sealRow({ module }, 'work', id, { data: event.data });
        return {
          id,
          handler: handler.name,
          sourceId: event.id,
          data: jsonOf(kept.data),
          meta: JSON.stringify(meta),
          sealed: kept.sealed,
          about: idsIn(event.data),
        };
      }),
  );
  if (rows.length === 0) return;
  await pool.query({
    name: 'kernel-receive',
    text: `insert into work (id, handler, source_id, is_event, data, meta, run_at, created_at, sealed, about)
      select id, handler, source_id, true, data, meta, $6, $6, sealed, about
      from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::jsonb[], $7::text[], $8::text[])
        as t (id, handler, source_id, data, meta, sealed, about)
      on conflict (handler, source_id) do nothing`,
    values: [
      rows.map((r) => r.id),
      rows.map((r) => r.handler),
      rows.map((r) => r.sourceId),
      rows.map((r) => r.data),
      rows.map((r) => r.meta),
      module.clock.now(),
      rows.map((r) => r.sealed),
      rows.map((r) => r.about),
    ],
  });
}
