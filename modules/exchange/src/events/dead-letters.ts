// SPDX-License-Identifier: Apache-2.0
/** What operators, and engineers for their own subsystems, see and do about deliveries. */
import { authorise, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { EventDeadLetter, EventTypeState } from '../contract.ts';
import { authoriseSubsystem, observedSubsystems } from '../members/index.ts';
import { wakeDeliveries } from './push.ts';
import { listSubscriptions } from './subscriptions.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type TypeRow = Omit<EventTypeState, 'retiredAt'> & { retiredAt: Date | null };

export async function listEventTypes(tx: Tx, input: InputOf<typeof contract.listEventTypes>) {
  const limit = input.limit ?? 20;
  const { rows } = await tx.query<TypeRow>(
    `select t.id, t.name, t.publisher_id as "publisherId", t.last_position as latest, t.retired_at as "retiredAt",
       (select count(*) from event_subscription s where s.type_id = t.id) as subscriptions
     from event_type t
     where ($1::text[] is null or t.publisher_id = any($1)
         or exists (select 1 from event_subscription s where s.type_id = t.id and s.subscriber_id = any($1)))
       and ($2::text is null or t.id > $2)
     order by t.id limit $3`,
    [(await observedSubsystems(tx)) ?? null, input.cursor ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(({ retiredAt, ...row }) => ({
    ...row,
    ...(retiredAt ? { retiredAt: retiredAt.toISOString() } : {}),
  }));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: last.id } : { items };
}

export async function listEventSubscriptions(tx: Tx, input: InputOf<typeof contract.listEventSubscriptions>) {
  const limit = input.limit ?? 20;
  const cursor = uuid.exec(input.cursor ?? '')?.[0];
  const observed = await observedSubsystems(tx);
  const found = await listSubscriptions(tx, {
    ...(cursor === undefined ? {} : { cursor }),
    ...(observed === undefined ? {} : { observed }),
    limit: limit + 1,
  });
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
  const [subscription, position] =
    /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,15})$/.exec(input.cursor ?? '')?.slice(1) ?? [];
  const { rows } = await tx.query<Row>(
    `select d.subscription_id as "subscriptionId", d.event_id as "eventId", s.subscriber_id as subscriber, s.type_id as type,
       d.position, d.attempts, d.last_error as "lastError", e.published_at as "publishedAt"
     from event_delivery d join event_subscription s on s.id = d.subscription_id join event e on e.id = d.event_id
     where d.state = 'dead' and ($1::uuid is null or (d.subscription_id, d.position) > ($1, $2::bigint))
       and ($4::text[] is null or s.subscriber_id = any($4)) and ($5::uuid is null or s.id = $5)
     order by d.subscription_id, d.position limit $3`,
    [
      subscription ?? null,
      position ?? null,
      limit + 1,
      (await observedSubsystems(tx)) ?? null,
      input.subscriptionId ?? null,
    ],
  );
  const items = rows.slice(0, limit).map(({ lastError, publishedAt, ...row }) => ({
    ...row,
    ...(lastError === null ? {} : { lastError }),
    publishedAt: publishedAt.toISOString(),
  }));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: `${last.subscriptionId}:${last.position}` } : { items };
}

/** It goes out before what waits of its subject, with all its tries. Refuses exchange.dead-letter-unknown. */
export async function replayEvent(tx: Tx, input: InputOf<typeof contract.replayEvent>): Promise<object> {
  await replay(tx, input.subscriptionId, input.eventId);
  return {};
}

/** Each goes out as if it alone was replayed. Refuses exchange.dead-letter-unknown where nothing is set aside. */
export const replayEvents = async (tx: Tx, { subscriptionId }: InputOf<typeof contract.replayEvents>) => ({
  replayed: await replay(tx, subscriptionId, null),
});

async function replay(tx: Tx, subscriptionId: string, eventId: string | null): Promise<number> {
  const { rows } = await tx.query<{ subscriber: string }>(
    'select subscriber_id as subscriber from event_subscription where id = $1',
    [subscriptionId],
  );
  if (rows[0]) await authoriseSubsystem(tx, rows[0].subscriber);
  else authorise(tx, { type: 'Exchange', id: 'exchange' });
  const { rowCount } = await tx.query(
    `update event_delivery set state = 'waiting', attempts = 0, next_at = $3, last_error = null
     where subscription_id = $1 and ($2::uuid is null or event_id = $2) and state = 'dead'`,
    [subscriptionId, eventId, tx.now],
  );
  if (rowCount === 0) refuse('missing', 'exchange.dead-letter-unknown', 'This event is not set aside.');
  tx.afterCommit(() => wakeDeliveries(tx.module));
  return rowCount;
}
