// SPDX-License-Identifier: Apache-2.0
/** What operators, and engineers for their own subsystems, see and do about deliveries. */
import { authorise, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { EventDeadLetter, EventTypeState } from '../contract.ts';
import { authoriseSubsystem, observedSubsystems } from '../members/index.ts';
import { wakeDeliveries } from './push.ts';
import { replayDead } from './store.ts';
import { listSubscriptions } from './subscriptions.ts';

type TypeRow = Omit<EventTypeState, 'retiredAt'> & { retiredAt: Date | null };

export async function listEventTypes(tx: Tx, input: InputOf<typeof contract.listEventTypes>) {
  const observed = (await observedSubsystems(tx)) ?? null;
  return pageOfRows(
    input,
    (count) =>
      tx.query<TypeRow>(
        `select t.id, t.name, t.publisher_id as "publisherId", t.last_position as latest, t.retired_at as "retiredAt",
       (select count(*) from event_subscription s where s.type_id = t.id) as subscriptions
     from event_type t
     where ($1::text[] is null or t.publisher_id = any($1)
         or exists (select 1 from event_subscription s where s.type_id = t.id and s.subscriber_id = any($1)))
       and ($2::text is null or t.id > $2)
     order by t.id limit $3`,
        [observed, input.cursor ?? null, count],
      ),
    ({ retiredAt, ...row }) => ({
      ...row,
      ...(retiredAt ? { retiredAt: retiredAt.toISOString() } : {}),
    }),
  );
}

export async function listEventSubscriptions(tx: Tx, input: InputOf<typeof contract.listEventSubscriptions>) {
  const observed = await observedSubsystems(tx);
  const asked = {
    ...(input.cursor === undefined ? {} : { cursor: input.cursor }),
    ...(observed === undefined ? {} : { observed }),
  };
  return pageOfRows(
    input,
    (count) => listSubscriptions(tx, { ...asked, limit: count }),
    ({ url: _address, ttlSeconds: _ttl, subjectPrefix = '', ...state }) => ({ ...state, subjectPrefix }),
  );
}

interface Row extends Omit<EventDeadLetter, 'publishedAt' | 'lastError'> {
  publishedAt: Date;
  lastError: string | null;
}

export async function listEventDeadLetters(tx: Tx, input: InputOf<typeof contract.listEventDeadLetters>) {
  const observed = (await observedSubsystems(tx)) ?? null;
  const [subscription, position] = readCursor(input.cursor, 'uuid', 'integer') ?? [];
  return pageOfRows(
    input,
    (count) =>
      tx.query<Row>(
        `select d.subscription_id as "subscriptionId", d.event_id as "eventId", s.subscriber_id as subscriber, s.type_id as type,
       d.position, d.attempts, d.last_error as "lastError", e.published_at as "publishedAt"
     from event_delivery d join event_subscription s on s.id = d.subscription_id join event e on e.id = d.event_id
     where d.state = 'dead' and ($1::uuid is null or (d.subscription_id, d.position) > ($1, $2::bigint))
       and ($4::text[] is null or s.subscriber_id = any($4)) and ($5::uuid is null or s.id = $5)
     order by d.subscription_id, d.position limit $3`,
        [subscription ?? null, position ?? null, count, observed, input.subscriptionId ?? null],
      ),
    ({ lastError, publishedAt, ...row }) => ({
      ...row,
      ...(lastError === null ? {} : { lastError }),
      publishedAt: publishedAt.toISOString(),
    }),
    (row) => writeCursor(row.subscriptionId, row.position),
  );
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
  const replayed = await replayDead(tx, subscriptionId, eventId);
  if (replayed === 0) refuse('missing', 'exchange.dead-letter-unknown', 'This event is not set aside.');
  tx.afterCommit(() => wakeDeliveries(tx.module));
  return replayed;
}
