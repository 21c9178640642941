// SPDX-License-Identifier: Apache-2.0
/** What an operator sees and does about deliveries. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { EventDeadLetter } from '../contract.ts';
import { wakeDeliveries } from './push.ts';
import { listSubscriptions } from './subscriptions.ts';

export async function listEventSubscriptions(tx: Tx, input: InputOf<typeof contract.listEventSubscriptions>) {
  const limit = input.limit ?? 20;
  const { cursor } = input;
  const found = await listSubscriptions(tx, { ...(cursor === undefined ? {} : { cursor }), limit: limit + 1 });
  const items = found
    .slice(0, limit)
    .map(({ url: _address, ttlSeconds: _ttl, subjectPrefix = '', ...state }) => ({ ...state, subjectPrefix }));
  const last = items.at(-1);
  return found.length > limit && last ? { items, nextCursor: last.id } : { items };
}

interface Row extends Omit<EventDeadLetter, 'publishedAt' | 'lastError'> {
  publishedAt: Date;
  lastError: string | null;
}

export async function listEventDeadLetters(tx: Tx, input: InputOf<typeof contract.listEventDeadLetters>) {
  const limit = input.limit ?? 20;
  const [subscription, position] = /^([0-9a-f-]{36}):(\d{1,15})$/.exec(input.cursor ?? '')?.slice(1) ?? [];
  const { rows } = await tx.query<Row>(
    `select d.subscription_id as "subscriptionId", d.event_id as "eventId", s.subscriber_id as subscriber, s.type_id as type,
       d.position, d.attempts, d.last_error as "lastError", e.published_at as "publishedAt"
     from event_delivery d join event_subscription s on s.id = d.subscription_id join event e on e.id = d.event_id
     where d.state = 'dead' and ($1::uuid is null or (d.subscription_id, d.position) > ($1, $2::bigint))
     order by d.subscription_id, d.position limit $3`,
    [subscription ?? null, position ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(({ lastError, publishedAt, ...row }) => ({
    ...row,
    ...(lastError === null ? {} : { lastError }),
    publishedAt: publishedAt.toISOString(),
  }));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: `${last.subscriptionId}:${last.position}` } : { items };
}

/** It goes out before what waits of its subject, with all its tries. */
export async function replayEvent(tx: Tx, input: InputOf<typeof contract.replayEvent>): Promise<object> {
  const { rowCount } = await tx.query(
    `update event_delivery set state = 'waiting', attempts = 0, next_at = $3, last_error = null
     where subscription_id = $1 and event_id = $2 and state = 'dead'`,
    [input.subscriptionId, input.eventId, tx.now],
  );
  if (rowCount === 0) refuse('missing', 'exchange.dead-letter-unknown', 'This event is not set aside.');
  tx.afterCommit(() => wakeDeliveries(tx.module));
  return {};
}
