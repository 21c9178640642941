// SPDX-License-Identifier: Apache-2.0
/** Events come in: checked, numbered within their type, and put before each push subscription that wants them. */
import { hash } from 'node:crypto';
import { canonicalJson, newId, refuse, type Tx } from '@stoa/kernel';
import type { CloudEvent, Published, ReadEvent } from '../contract.ts';
import { openBody, sealBody } from '../log/index.ts';
import { checkContent, type ContentSchema } from '../content/index.ts';
import { addEvent, markWithdrawn } from './store.ts';
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
  const id = newId();
  const sealed = sealBody(tx.module.keys, publisher, document);
  const stored = { id, type: type.id, publisher, source: event.source, sourceId: event.id, digest, sealed };
  const added = await addEvent(tx, { ...stored, subject: event.subject ?? '' });
  if (!added) return publishedBefore(tx, publisher, event, digest);
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
  if (!(await markWithdrawn(tx, publisher, id))) unknownEvent();
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
