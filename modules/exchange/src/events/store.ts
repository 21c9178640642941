// SPDX-License-Identifier: Apache-2.0
/** What is written about event types, events, subscriptions and deliveries. */
import type { Tx } from '@stoa/kernel';
import type { ChangedSubscription, NewSubscription } from '../contract.ts';
import type { Due } from './attempt.ts';

const any = ({ rowCount }: { readonly rowCount: number }) => rowCount > 0;

/** Whether it was new. */
export async function addType(tx: Tx, id: string, publisher: string, name: string, schema: string): Promise<boolean> {
  return any(
    await tx.query(
      'insert into event_type (id, publisher_id, name, schema) values ($1, $2, $3, $4) on conflict do nothing',
      [id, publisher, name, schema],
    ),
  );
}

/** Ends its subscriptions too. False where the publisher has no such type. */
export async function retireType(tx: Tx, publisher: string, id: string): Promise<boolean> {
  const retired = await tx.query(
    'update event_type set retired_at = $3 where id = $1 and publisher_id = $2 and retired_at is null',
    [id, publisher, tx.now],
  );
  if (any(retired)) await tx.query('delete from event_subscription where type_id = $1', [id]);
  return any(retired);
}

interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly publisher: string;
  readonly source: string;
  readonly sourceId: string;
  readonly subject: string;
  readonly digest: string;
  readonly sealed: Buffer;
}

/** Numbers it within its type, and puts it before each push subscription that wants it. False where it is there already. */
export async function addEvent(tx: Tx, { id, type, publisher, subject, ...event }: NewEvent): Promise<boolean> {
  const numbered = await tx.query<{ position: number }>(
    'update event_type set last_position = last_position + 1 where id = $1 returning last_position as position',
    [type],
  );
  const position = numbered.rows[0]?.position ?? 0;
  const added = await tx.query(
    `insert into event (id, type_id, position, publisher_id, source, source_id, subject, digest, content, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (publisher_id, source, source_id) do nothing`,
    [id, type, position, publisher, event.source, event.sourceId, subject, event.digest, event.sealed, tx.now],
  );
  if (!any(added)) return false;
  await tx.query(
    `insert into event_delivery (subscription_id, event_id, position, subject, next_at)
     select id, $2, $3, $4, $5 from event_subscription
     where type_id = $1 and delivery = 'push' and starts_with($4, subject_prefix)`,
    [type, id, position, subject, tx.now],
  );
  return true;
}

/** What waits of it is not delivered any more. False where the publisher has no such event. */
export async function markWithdrawn(tx: Tx, publisher: string, id: string): Promise<boolean> {
  const withdrawn = await tx.query(
    'update event set withdrawn_at = coalesce(withdrawn_at, $3) where id = $1 and publisher_id = $2',
    [id, publisher, tx.now],
  );
  if (any(withdrawn)) await tx.query('delete from event_delivery where event_id = $1', [id]);
  return any(withdrawn);
}

/** How many of those published before went, so many at most. */
export async function removeEvents(tx: Tx, before: Date, most: number): Promise<number> {
  const { rowCount } = await tx.query(
    'delete from event where id in (select id from event where published_at < $1 limit $2)',
    [before, most],
  );
  return rowCount;
}

/** False where there is such a subscription already. */
export async function addSubscription(
  tx: Tx,
  id: string,
  subscriber: string,
  wanted: NewSubscription,
  secrets: Buffer | null,
  position: number,
): Promise<boolean> {
  return any(
    await tx.query(
      `insert into event_subscription (id, subscriber_id, type_id, subject_prefix, delivery, url, purpose, ttl_seconds, secrets, position, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [
        id,
        subscriber,
        wanted.type,
        wanted.subjectPrefix ?? '',
        wanted.delivery,
        wanted.url ?? null,
        wanted.purpose ?? null,
        wanted.ttlSeconds ?? null,
        secrets,
        position,
        tx.now,
      ],
    ),
  );
}

export const putSecrets = (tx: Tx, id: string, secrets: Buffer) =>
  tx.query('update event_subscription set secrets = $2 where id = $1', [id, secrets]);

export const putSettings = (tx: Tx, id: string, { url, ttlSeconds, paused }: ChangedSubscription) =>
  tx.query(
    `update event_subscription set url = coalesce($2, url), ttl_seconds = coalesce($3, ttl_seconds),
       paused_at = case when $4::boolean is null then paused_at when $4 then coalesce(paused_at, $5) end where id = $1`,
    [id, url ?? null, ttlSeconds ?? null, paused ?? null, tx.now],
  );

/** Never back. */
export const movePosition = (tx: Tx, id: string, position: number) =>
  tx.query('update event_subscription set position = greatest(position, $2) where id = $1', [id, position]);

export const markFailing = (tx: Tx, id: string, error: string) =>
  tx.query('update event_subscription set failing_since = coalesce(failing_since, $2), last_error = $3 where id = $1', [
    id,
    tx.now,
    error,
  ]);

export const markWell = (tx: Tx, id: string) =>
  tx.query(
    `update event_subscription set failing_since = null, last_error = null where id = $1 and failing_since is not null`,
    [id],
  );

export const removeSubscription = (tx: Tx, id: string) =>
  tx.query('delete from event_subscription where id = $1', [id]);

/** Takes the next event of each subject, so many of those ahead at most, for that long. */
export async function takeDue(tx: Tx, id: string, leaseMs: number, ahead: number, atOnce: number): Promise<Due[]> {
  const { rows } = await tx.prepared<Due>(
    'exchange-events-claim',
    `with heads as (
       select position from (
         select position, next_at, row_number() over (partition by subject order by position) as place
         from (select position, next_at, subject from event_delivery where subscription_id = $1 and state = 'waiting'
               order by position limit $4) as near) as placed
       where place = 1 and next_at <= $2 order by position limit $5),
     mine as (
       select position from event_delivery where subscription_id = $1 and state = 'waiting' and next_at <= $2
         and position in (select position from heads) for update skip locked)
     update event_delivery d set attempts = d.attempts + 1, next_at = $3 from mine, event e
     where d.subscription_id = $1 and d.position = mine.position and e.id = d.event_id
     returning e.id, d.position, d.attempts, e.publisher_id as publisher, e.subject, e.content, e.published_at`,
    [id, tx.now, new Date(tx.now.getTime() + leaseMs), ahead, atOnce],
  );
  return rows;
}

const delivery = 'subscription_id = $1 and position = $2';

export const removeDelivery = (tx: Tx, subscription: string, position: number) =>
  tx.query(`delete from event_delivery where ${delivery}`, [subscription, position]);

/** As if it had not been tried. */
export const postponeDelivery = (tx: Tx, subscription: string, position: number, nextAt: Date) =>
  tx.query(`update event_delivery set attempts = attempts - 1, next_at = $3 where ${delivery}`, [
    subscription,
    position,
    nextAt,
  ]);

export const putFailure = (
  tx: Tx,
  subscription: string,
  position: number,
  state: 'dead' | 'waiting',
  nextAt: Date,
  error: string,
) =>
  tx.query(`update event_delivery set state = $3, next_at = $4, last_error = $5 where ${delivery}`, [
    subscription,
    position,
    state,
    nextAt,
    error,
  ]);

/** How many dead letters go out again: one event's, or all of the subscription. */
export async function replayDead(tx: Tx, subscription: string, eventId: string | null): Promise<number> {
  const { rowCount } = await tx.query(
    `update event_delivery set state = 'waiting', attempts = 0, next_at = $3, last_error = null
     where subscription_id = $1 and ($2::uuid is null or event_id = $2) and state = 'dead'`,
    [subscription, eventId, tx.now],
  );
  return rowCount;
}
