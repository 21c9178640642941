// SPDX-License-Identifier: Apache-2.0
/** What leaves the mailbox by itself: expired requests, finished ones after a time, files that nobody named. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { mailboxLimits } from './limits.ts';
import { transitions } from './states.ts';
import { archive, removeLooseFiles } from './store.ts';

const system: Principal = { kind: 'system' };
const dayMs = 86_400_000;
/** An answer waits so long for its sender. */
const unfetchedDays = 90;
/** A file waits so long for the message that names it; an upload that broke off, for its repetition. */
const looseDays = 2;
const unfinishedHours = 1;
const atOnce = 500;

/** The state stays, with its history; content and files go. */
export async function archiveMailbox(module: ModuleRuntime): Promise<void> {
  const { keepDays } = mailboxLimits(module);
  const finished = ['messageIsDelivered', 'cancelled', 'requestIsRejectedBySmev', 'responseIsRejectedBySmev'];
  const unfetched = ['responseIsAcceptedBySmev', 'responseIsProcessed'];
  const expired = 'end_of_life <= $3 and (leased_until is null or leased_until <= $3)';
  await repeat(module, (tx) => archive(tx, 'expire', transitions.expire.from, expired, tx.now, atOnce));
  for (const [states, days] of [
    [finished, keepDays],
    [unfetched, unfetchedDays],
  ] as const) {
    await repeat(module, (tx) =>
      archive(tx, 'archive', states, 'state_at <= $3', new Date(tx.now.getTime() - days * dayMs), atOnce),
    );
  }
  await repeat(module, async (tx) => {
    const before = (ms: number) => new Date(tx.now.getTime() - ms);
    return removeLooseFiles(tx, before(unfinishedHours * 3_600_000), before(looseDays * dayMs), atOnce);
  });
}

async function repeat(module: ModuleRuntime, batch: (tx: Tx) => Promise<number>): Promise<void> {
  while ((await module.tx(system, batch)) === atOnce);
}
