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
import { markFailing, markWell, postponeDelivery, putFailure, removeDelivery, takeDue } from './store.ts';
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
  return { row: rows[0], due: await takeDue(tx, id, leaseMs, ahead, atOnce) };
}

/** What became of an attempt, together with its evidence. */
async function settle(
  tx: Tx,
  settings: EventSettings,
  row: SubscriptionRow,
  due: Due,
  outcome: Outcome,
): Promise<unknown> {
  if (outcome.kind === 'unwanted') return removeDelivery(tx, row.id, due.position);
  if (outcome.kind === 'not-now') {
    const nextAt = new Date(tx.now.getTime() + (outcome.error === 'exchange.access-denied' ? deniedMs : awayMs));
    await postponeDelivery(tx, row.id, due.position, nextAt);
    return markFailing(tx, row.id, outcome.error);
  }
  if (outcome.kind === 'delivered') {
    await removeDelivery(tx, row.id, due.position);
    await markWell(tx, row.id);
    return writeMessages(tx, [outcome.entry]);
  }
  const dead = outcome.final || due.attempts >= settings.tries;
  const nextAt = new Date(tx.now.getTime() + retryAfterMs(due.attempts, settings.retryMs, Math.random()));
  await putFailure(tx, row.id, due.position, dead ? 'dead' : 'waiting', nextAt, outcome.error);
  await markFailing(tx, row.id, outcome.error);
  if (dead)
    tx.module.log.error({ subscription: row.id, event: due.id, error: outcome.error }, 'an event became a dead letter');
  return writeMessages(tx, [outcome.entry]);
}
