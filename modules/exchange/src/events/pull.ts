// SPDX-License-Identifier: Apache-2.0
/** Events go out to readers: at least once, in the order of publication, until the reader commits its cursor. */
import { refuse, type Tx } from '@stoa/kernel';
import type { CloudEvent, EventPage } from '../contract.ts';
import type { Directory } from '../directory/index.ts';
import { openBody } from '../log/index.ts';
import { cursorAt, positionOf } from './cursor.ts';
import { movePosition } from './store.ts';
import { decideOn, requireRight, type SubscriptionRow, subscriptionColumns, unknown } from './subscriptions.ts';

interface EventRow {
  id: string;
  position: number;
  publisher: string;
  subject: string;
  content: Buffer;
  published_at: Date;
}

/** An answer holds no more than this, bytes, unless a single event is larger. */
const pageBytes = 4_000_000;

/** What was read, and what the log keeps of it: the purpose and digest of each event. */
export interface ReadPage {
  readonly page: EventPage;
  readonly type: string;
  readonly read: readonly { readonly id: string; readonly publisher: string; readonly purpose: string }[];
}

export async function nextEvents(
  tx: Tx,
  directory: Directory,
  subscriber: string,
  wanted: { subscription: string; cursor?: string; limit: number },
): Promise<ReadPage> {
  const row = await pullSubscription(tx, subscriber, wanted.subscription);
  requireRight(directory, subscriber, row.type, tx.now);
  const after = wanted.cursor === undefined ? row.position : await positionAfter(tx, row, wanted.cursor);
  const { rows } = await tx.query<EventRow>(
    `select id, position, publisher_id as publisher, subject, content, published_at from event
     where type_id = $1 and position > $2 and starts_with(subject, $3) and withdrawn_at is null
       and ($4::integer is null or published_at > $5::timestamptz - make_interval(secs => $4))
     order by position limit $6`,
    [row.type, after, row.subject_prefix, row.ttl_seconds, tx.now, wanted.limit],
  );
  const items: EventPage['items'] = [];
  const read: { id: string; publisher: string; purpose: string }[] = [];
  let position = after;
  let bytes = 0;
  for (const event of rows) {
    bytes += event.content.length;
    if (items.length > 0 && bytes > pageBytes) break;
    position = event.position;
    const decision = decideOn(directory, row, event.subject, tx.now);
    if (typeof decision === 'string') continue;
    items.push({
      id: event.id,
      sequence: event.position,
      publisher: event.publisher,
      publishedAt: event.published_at.toISOString(),
      event: JSON.parse(openBody(tx.module.keys, event.publisher, event.content).toString()) as CloudEvent,
    });
    read.push({ id: event.id, publisher: event.publisher, purpose: decision.purpose });
  }
  return { page: { items, cursor: cursorAt(row.id, position) }, type: row.type, read };
}

/** Answers the type whose events are dealt with. */
export async function commitCursor(tx: Tx, subscriber: string, subscription: string, cursor: string): Promise<string> {
  const row = await pullSubscription(tx, subscriber, subscription);
  const position = await positionAfter(tx, row, cursor);
  await movePosition(tx, row.id, position);
  return row.type;
}

async function pullSubscription(tx: Tx, subscriber: string, id: string): Promise<SubscriptionRow> {
  const { rows } = await tx.query<SubscriptionRow>(
    `select ${subscriptionColumns} from event_subscription s where s.id = $1 and s.subscriber_id = $2`,
    [id, subscriber],
  );
  const row = rows[0] ?? unknown();
  if (row.delivery !== 'pull')
    refuse('conflict', 'exchange.subscription-not-pull', 'The events of this subscription are pushed.');
  return row;
}

async function positionAfter(tx: Tx, row: SubscriptionRow, cursor: string): Promise<number> {
  const position = positionOf(row.id, cursor);
  const { rows } = await tx.query<{ latest: number }>('select last_position as latest from event_type where id = $1', [
    row.type,
  ]);
  if (position === undefined || position > (rows[0]?.latest ?? 0))
    return refuse('invalid', 'exchange.cursor-invalid', 'The cursor is none that this subscription was answered.');
  return position;
}
