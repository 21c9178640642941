// SPDX-License-Identifier: Apache-2.0
/** What messages that wait at the same moment do to the mailbox, in one transaction: they share its commit and its evidence. */
import { isRefusal, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { lockRequests } from '../mailbox/lock.ts';
import { type LoggedMessage, writeMessages } from './durable-log.ts';

/**
 * What one message does. Its statements take turns with those of the others. It should refuse before the turn begins
 * where it can: what throws here has the whole turn taken back, and each of its works is then tried alone.
 */
export interface Work<R = unknown> {
  /**
   * Id of the request or response it changes, where that is known beforehand. A turn locks all of them at its beginning,
   * in one order; works that choose their row skip what is locked. So turns do not wait for each other in a circle.
   */
  readonly row?: string | undefined;
  /** @param keep evidence that is committed with it */
  run(tx: Tx, keep: (evidence: LoggedMessage) => void): Promise<R>;
}

/** Takes part in the next turn; rejects with what the work throws. */
export type SharedTurns = <R>(work: Work<R>) => Promise<R>;

interface Waiting {
  readonly work: Work;
  readonly done: (result: never) => void;
  readonly failed: (error: unknown) => void;
}

const atOnce = 32;

export function sharedTurns(module: ModuleRuntime): SharedTurns {
  const waiting: Waiting[] = [];
  let running = false;

  const turn = (works: readonly Waiting[]) =>
    module.tx({ kind: 'system' }, async (tx) => {
      const evidence: LoggedMessage[] = [];
      if (works.length > 1)
        await lockRequests(
          tx,
          works.flatMap(({ work }) => work.row ?? []),
        );
      // All of them end before the transaction does.
      const settled = await Promise.allSettled(
        works.map(({ work }) => work.run(tx, (message) => evidence.push(message))),
      );
      for (const result of settled) if (result.status === 'rejected') throw result.reason;
      await writeMessages(tx, evidence);
      return settled.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
    });

  async function take(works: readonly Waiting[]): Promise<void> {
    try {
      const results = await turn(works);
      for (const [n, { done }] of works.entries()) done(results[n] as never);
    } catch (error) {
      const away = isRefusal(error) && error.kind === 'unavailable';
      if (away || works.length === 1) for (const { failed } of works) failed(error);
      else for (const one of works) await take([one]);
    }
  }

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) await take(waiting.splice(0, atOnce));
    running = false;
  }

  return (work) =>
    new Promise((done, failed) => {
      waiting.push({ work, done, failed });
      if (!running) void run();
    });
}
