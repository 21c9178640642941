// SPDX-License-Identifier: Apache-2.0
/**
 * Deliveries leave by a loop for each channel, not by the module's work queue: a slow message centre must not hold up the
 * sign-in codes of others. A delivery is taken by a lease; what a provider may have taken already is given to the same provider
 * again, under the same key, and to no other.
 */
import { describeError, type ModuleRuntime, startLoop, type Tx } from '@stoa/kernel';
import type { Channel } from '../contract/matters.ts';
import { setEmailStates } from '../store.ts';
import { tellSender } from '../api/callbacks.ts';
import type { Provider, Tried } from './provider.ts';
import { allowance, noteAway, noteUsed, noteWell } from '../providers/store.ts';
import { providersOf } from './providers.ts';
import { suppress } from '../suppressions/store.ts';
import { takeReceipt } from './receipts.ts';
import { claimDue, count, type Counted, type DueRow, lockRefs, type Settled, settle, takeEarly } from './store.ts';
import { wakeBy } from './wake.ts';
import { withWords } from './words.ts';

const system = { kind: 'system' } as const;
const batch = 100;
/** Longer than any try takes. */
const leaseMs = 60_000;
const idleMs = 1000;
const inTimeMs = 10_000;
const hour = 3_600_000;
/** After this a message has lost its sense by this channel. */
const givenUpAfterMs: Readonly<Record<Channel, number>> = {
  push: 24 * hour,
  email: 72 * hour,
  sms: 24 * hour,
  letter: Infinity,
};
const backoffMs = (attempts: number) => Math.min(900_000, 1000 * 2 ** Math.min(attempts, 10));

export function startSending(module: ModuleRuntime): () => Promise<void> {
  const used = [...new Set(providersOf(module).map(({ channel }) => channel))];
  const running = new Map(
    used.map((channel) => [channel, startLoop(() => sendSome(module, channel), idleMs, module.log)]),
  );
  wakeBy(module, running);
  return async () => {
    await Promise.all([...running.values()].map((loop) => loop.stop()));
    await Promise.all(providersOf(module).map((provider) => provider.close?.()));
  };
}

/** Sends a batch by the first provider that may; answers how many there were. */
async function sendSome(module: ModuleRuntime, channel: Channel): Promise<number> {
  const providers = providersOf(module).filter((one) => one.channel === channel);
  for (const provider of providers) {
    const rows = await module.tx(system, async (tx) => {
      const most = await allowance(tx, provider, batch);
      const found = most > 0 ? await claimDue(tx, channel, provider.id, most, leaseMs) : [];
      if (found.length > 0) await noteUsed(tx, provider.id, found.length);
      return found;
    });
    if (rows.length === 0) continue;
    const tried = await tryAll(module, rows, provider, providers);
    const others = providers.length > 1;
    await module.tx(system, (tx) => note(tx, provider, tried, others));
    return rows.length;
  }
  return 0;
}

interface Try {
  readonly row: DueRow;
  readonly outcome: Tried;
}

async function tryAll(
  module: ModuleRuntime,
  rows: readonly DueRow[],
  chosen: Provider,
  all: readonly Provider[],
): Promise<Try[]> {
  const waiting = await withWords(module, rows);
  const done: Try[] = [];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { row, words } = next;
      const provider = row.pinned ? all.find(({ id }) => id === row.pinned) : chosen;
      let outcome: Tried;
      if (!words) outcome = { kind: 'failed', permanent: true, reason: 'words-lost' };
      else if (!provider) outcome = { kind: 'failed', permanent: false, reason: 'outcome-unknown' };
      else
        outcome = await provider.send(row, words).catch((error: unknown): Tried => {
          module.log.warn({ err: describeError(error), delivery: row.id }, 'a delivery could not be tried');
          return { kind: 'uncertain', reason: 'fault' };
        });
      done.push({ row, outcome });
    }
  };
  await Promise.all(Array.from({ length: Math.min(chosen.atOnce, rows.length) }, worker));
  return done;
}

function settledOf(tx: Tx, { row, outcome }: Try, others: boolean): Settled {
  const { id } = row;
  if (outcome.kind === 'sent') return { id, state: 'sent', ref: outcome.ref };
  if (outcome.kind === 'failed')
    return { id, state: outcome.permanent ? 'failed-permanent' : 'failed-temporary', reason: outcome.reason };
  const { reason } = outcome;
  if (tx.now.getTime() - row.wantedAt.getTime() > givenUpAfterMs[row.channel])
    return { id, state: 'failed-temporary', reason };
  const pause = others && outcome.away && outcome.kind === 'again' ? 0 : backoffMs(row.attempts);
  const dueAt = new Date(tx.now.getTime() + pause);
  return { id, reason, dueAt, state: outcome.kind === 'again' ? 'queued' : 'sending' };
}

/** Everything that follows from a batch of tries, in one transaction. */
async function note(tx: Tx, provider: Provider, tried: readonly Try[], others: boolean): Promise<void> {
  const settled = tried.map((one) => ({ ...one, now: settledOf(tx, one, others) }));
  const refs = settled.flatMap(({ now }) => (now.state === 'sent' && now.ref ? [now.ref] : []));
  if (refs.length > 0) await lockRefs(tx, provider.id, refs);
  await settle(
    tx,
    provider.id,
    settled.map(({ now }) => now),
  );
  const away = tried.find(({ outcome }) => outcome.away);
  if (away && 'reason' in away.outcome) await noteAway(tx, provider.id, away.outcome.reason);
  else await noteWell(tx, provider.id);
  await count(
    tx,
    settled.flatMap(({ row, now }): Counted[] => {
      const what = { template: row.templateCode ?? '', channel: row.channel };
      const inTime = Number(tx.now.getTime() - row.wantedAt.getTime() <= inTimeMs);
      if (now.state === 'sent') return [{ ...what, sent: 1, inTime }];
      return now.state.startsWith('failed') ? [{ ...what, failed: 1 }] : [];
    }),
  );
  await setEmailStates(
    tx,
    settled.flatMap(({ row, now }) =>
      row.channel !== 'email' || !row.messageId || now.state === 'sending'
        ? []
        : [
            {
              id: row.messageId,
              state: now.state.startsWith('failed') ? ('failed' as const) : (now.state as 'queued' | 'sent'),
            },
          ],
    ),
  );
  for (const { row, now, outcome } of settled) {
    if (outcome.kind === 'failed' && outcome.suppress)
      await suppress(tx, {
        channel: row.channel,
        address: row.address,
        reason: outcome.suppress,
        detail: outcome.reason,
      });
    if (now.state.startsWith('failed') && row.messageId && row.rest.length > 0)
      await tx.enqueue('notifications.fall-back', { deliveryId: row.id });
    if (row.sender && (now.state === 'sent' || now.state.startsWith('failed'))) await tellSender(tx, row.id, now.state);
  }
  if (refs.length > 0)
    for (const { ref, state, reason } of await takeEarly(tx, provider.id, refs))
      await takeReceipt(tx, { provider: provider.id, ref }, state, reason ?? undefined);
}
