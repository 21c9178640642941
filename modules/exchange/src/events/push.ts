// SPDX-License-Identifier: Apache-2.0
/**
 * Events go out to connectors of subscribers: at least once, those of one subject one after the other. Each
 * subscription is worked on by itself, so that nobody waits for another's slow system; the kernel's queue, whose
 * pieces share a worker, is not for that.
 */
import { describeError, type ModuleRuntime, startLoop, type Tx } from '@stoa/kernel';
import { writeMessages } from '../log/index.ts';
import { attempt, type DeliveryParts, type Due, type Outcome } from './attempt.ts';
import { type EventSettings, eventSettings, retryAfterMs } from './settings.ts';
import { type SubscriptionRow, subscriptionColumns } from './subscriptions.ts';

const system = { kind: 'system' } as const;
/** Deliveries of one subscription under way at once; each has another subject. */
const atOnce = 8;
/** So many waiting events are looked at for those that may go. */
const ahead = 500;
const tickMs = 500;
/** A hub that took a delivery and died gives it back after this time; longer than an attempt takes. */
const leaseMs = 30_000;
/** When a subscriber without a right, or without a connector, is looked at again. */
const deniedMs = 30_000;
const awayMs = 2000;

const running = new WeakMap<ModuleRuntime, { wake(): void }>();
/** What was published just now goes out at once. */
export const wakeDeliveries = (module: ModuleRuntime): void => running.get(module)?.wake();

/** Pushes to the subscribers that are connected here; answers what stops it. */
export function startDeliveries(hub: DeliveryParts): () => Promise<void> {
  const { module } = hub;
  const settings = eventSettings(module);
  const busy = new Map<string, Promise<void>>();
  let closed = false;

  async function work(id: string): Promise<void> {
    while (!closed) {
      const claimed = await module.tx(system, (tx) => claim(tx, id));
      if (!claimed || claimed.due.length === 0) return;
      const { row } = claimed;
      await Promise.all(
        claimed.due.map(async (due) => {
          const outcome = await attempt(hub, row, due);
          await module.tx(system, (tx) => settle(tx, settings, row, due, outcome));
        }),
      );
    }
  }
  const loop = startLoop(
    async () => {
      const { rows } = await module.tx(system, (tx) =>
        tx.prepared<{ id: string; subscriber: string }>(
          'exchange-events-due',
          `select s.id, s.subscriber_id as subscriber from event_subscription s
           where s.delivery = 'push' and s.paused_at is null and exists (select 1 from event_delivery d
             where d.subscription_id = s.id and d.state = 'waiting' and d.next_at <= $1)`,
          [tx.now],
        ),
      );
      for (const { id, subscriber } of rows) {
        if (busy.has(id) || hub.tunnels.connected(subscriber) === 0) continue;
        const done = work(id)
          .catch((err: unknown) => module.log.warn({ err: describeError(err), subscription: id }, 'a delivery failed'))
          .finally(() => busy.delete(id));
        busy.set(id, done);
      }
      return 0;
    },
    tickMs,
    module.log,
  );
  running.set(module, loop);
  return async () => {
    closed = true;
    running.delete(module);
    await loop.stop();
    await Promise.all(busy.values());
  };
}

/** The next event of each subject, taken for as long as an attempt may last. */
async function claim(tx: Tx, id: string): Promise<{ row: SubscriptionRow; due: Due[] } | undefined> {
  const { rows } = await tx.query<SubscriptionRow>(
    `select ${subscriptionColumns} from event_subscription s where s.id = $1 and s.paused_at is null`,
    [id],
  );
  if (!rows[0]) return undefined;
  const due = await tx.prepared<Due>(
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
  return { row: rows[0], due: due.rows };
}

/** What became of an attempt, together with its evidence. */
async function settle(
  tx: Tx,
  settings: EventSettings,
  row: SubscriptionRow,
  due: Due,
  outcome: Outcome,
): Promise<void> {
  const own = [row.id, due.position] as const;
  const mine = 'subscription_id = $1 and position = $2';
  if (outcome.kind === 'unwanted') {
    await tx.query(`delete from event_delivery where ${mine}`, own);
    return;
  }
  if (outcome.kind === 'not-now') {
    const nextAt = new Date(tx.now.getTime() + (outcome.error === 'exchange.access-denied' ? deniedMs : awayMs));
    await tx.query(`update event_delivery set attempts = attempts - 1, next_at = $3 where ${mine}`, [...own, nextAt]);
    await failing(tx, row.id, outcome.error);
    return;
  }
  if (outcome.kind === 'delivered') {
    await tx.query(`delete from event_delivery where ${mine}`, own);
    await tx.query(
      `update event_subscription set failing_since = null, last_error = null where id = $1 and failing_since is not null`,
      [row.id],
    );
    return writeMessages(tx, [outcome.entry]);
  }
  const dead = outcome.final || due.attempts >= settings.tries;
  const nextAt = new Date(tx.now.getTime() + retryAfterMs(due.attempts, settings.retryMs, Math.random()));
  await tx.query(`update event_delivery set state = $3, next_at = $4, last_error = $5 where ${mine}`, [
    ...own,
    dead ? 'dead' : 'waiting',
    nextAt,
    outcome.error,
  ]);
  await failing(tx, row.id, outcome.error);
  if (dead)
    tx.module.log.error({ subscription: row.id, event: due.id, error: outcome.error }, 'an event became a dead letter');
  await writeMessages(tx, [outcome.entry]);
}

const failing = (tx: Tx, id: string, error: string) =>
  tx.query('update event_subscription set failing_since = coalesce(failing_since, $2), last_error = $3 where id = $1', [
    id,
    tx.now,
    error,
  ]);
