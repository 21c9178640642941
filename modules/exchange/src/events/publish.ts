// SPDX-License-Identifier: Apache-2.0
/** Events come in: checked, numbered within their type, and put before each push subscription that wants them. */
import { hash } from 'node:crypto';
import { canonicalJson, newId, refuse, type Tx } from '@stoa/kernel';
import type { CloudEvent, Published, ReadEvent } from '../contract.ts';
import { openBody, sealBody } from '../log/index.ts';
import { checkContent, type ContentSchema } from '../content/index.ts';
import { getEventType } from './types.ts';

export const largestEventBytes = 1024 * 1024;

interface Known {
  id: string;
  type: string;
  digest: string;
}

/**
 * Stores an event for its subscribers. The same source and id with the same content is acknowledged again; publications
 * of one type follow one another, so that a reader who saw a position has seen all before it.
 * @param document the event as it came
 * @param passed of `whenChecked`
 */
export async function publishEvent(
  tx: Tx,
  publisher: string,
  event: CloudEvent,
  document: Buffer,
  passed?: ContentSchema,
): Promise<Published> {
  if (document.length > largestEventBytes)
    refuse('too-large', 'exchange.event-too-large', `An event has at most ${largestEventBytes} bytes.`);
  const type = await getEventType(tx, event.type);
  if (type.publisher !== publisher)
    refuse('forbidden', 'exchange.not-publisher', `Events of the type ${type.id} are published by its owner alone.`);
  checkContent({ schema: type.schema, content: event.data ?? null, root: { namespace: '' } }, document.length, passed);
  const digest = hash('sha256', canonicalJson(event), 'base64');
  const numbered = await tx.query<{ position: number }>(
    'update event_type set last_position = last_position + 1 where id = $1 returning last_position as position',
    [type.id],
  );
  const position = numbered.rows[0]?.position ?? 0;
  const id = newId();
  const subject = event.subject ?? '';
  const { rowCount } = await tx.query(
    `insert into event (id, type_id, position, publisher_id, source, source_id, subject, digest, content, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (publisher_id, source, source_id) do nothing`,
    [
      id,
      type.id,
      position,
      publisher,
      event.source,
      event.id,
      subject,
      digest,
      sealBody(tx.module.keys, publisher, document),
      tx.now,
    ],
  );
  if (rowCount === 0) return publishedBefore(tx, publisher, event, digest);
  await tx.query(
    `insert into event_delivery (subscription_id, event_id, position, subject, next_at)
     select id, $2, $3, $4, $5 from event_subscription
     where type_id = $1 and delivery = 'push' and starts_with($4, subject_prefix)`,
    [type.id, id, position, subject, tx.now],
  );
  return { id, alreadyPublished: false };
}

async function publishedBefore(tx: Tx, publisher: string, event: CloudEvent, digest: string): Promise<Published> {
  const { rows } = await tx.query<Known>(
    'select id, type_id as type, digest from event where publisher_id = $1 and source = $2 and source_id = $3',
    [publisher, event.source, event.id],
  );
  if (rows[0]?.type !== event.type || rows[0].digest !== digest)
    refuse('conflict', 'exchange.event-id-taken', 'This source and id name another event already. Make a new id.');
  return { id: rows[0].id, alreadyPublished: true };
}

/** What was not delivered yet is not delivered any more; doing so again changes nothing. */
export async function withdrawEvent(tx: Tx, publisher: string, id: string): Promise<void> {
  const { rowCount } = await tx.query(
    'update event set withdrawn_at = coalesce(withdrawn_at, $3) where id = $1 and publisher_id = $2',
    [id, publisher, tx.now],
  );
  if (rowCount === 0) unknownEvent();
  await tx.query('delete from event_delivery where event_id = $1', [id]);
}

/** An event as its publisher gave it. */
export async function publishedEvent(tx: Tx, publisher: string, id: string): Promise<ReadEvent> {
  const { rows } = await tx.query<{ position: number; content: Buffer; published_at: Date }>(
    'select position, content, published_at from event where id = $1 and publisher_id = $2 and withdrawn_at is null',
    [id, publisher],
  );
  const row = rows[0] ?? unknownEvent();
  return {
    id,
    sequence: row.position,
    publisher,
    publishedAt: row.published_at.toISOString(),
    event: JSON.parse(openBody(tx.module.keys, publisher, row.content).toString()) as CloudEvent,
  };
}

const unknownEvent = (): never =>
  refuse('missing', 'exchange.event-unknown', 'There is no event of that id by this subsystem.');
