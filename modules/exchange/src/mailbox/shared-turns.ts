// SPDX-License-Identifier: Apache-2.0
/** What messages that wait at the same moment do to the mailbox, in one transaction: they share its commit and its evidence. */
import { isRefusal, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { lockRequests } from './store.ts';
import type { Outcome, TurnStep } from './turn-steps.ts';
import { type LoggedMessage, writeLast } from '../log/index.ts';

/** What one message does. */
export interface Work<I, R> {
  /** Does it for all of a turn that have the same function here, by the same statements. */
  readonly step: TurnStep<I, R>;
  readonly input: I;
  /**
   * Id of the request or response it changes, where that is known beforehand. A turn locks all of them at its beginning,
   * in one order; works that choose their row skip what is locked. So turns do not wait for each other in a circle.
   */
  readonly row?: string | undefined;
  /** How much it brings: a turn is over when it has enough. */
  readonly bytes?: number;
  /** What is committed with it as evidence. */
  readonly evidence?: (result: R) => LoggedMessage | undefined;
}

/** Takes part in the next turn; rejects with the refusal or what the work throws. */
export type SharedTurns = <I, R>(work: Work<I, R>) => Promise<R>;

interface Waiting {
  readonly work: Work<unknown, unknown>;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
}

const atOnce = 128;
const enoughBytes = 16 * 1024 * 1024;

/** Takes the next turn's works off what waits; always one. */
function nextTurn(waiting: Waiting[]): Waiting[] {
  let count = 0;
  for (let bytes = 0; count < Math.min(waiting.length, atOnce) && bytes < enoughBytes; count++)
    bytes += waiting[count]?.work.bytes ?? 0;
  return waiting.splice(0, count);
}

export function sharedTurns(module: ModuleRuntime): SharedTurns {
  const waiting: Waiting[] = [];
  let running = false;

  const turn = (works: readonly Waiting[]) =>
    module.tx({ kind: 'system' }, async (tx) => {
      if (works.length > 1)
        await lockRequests(
          tx,
          works.flatMap(({ work }) => work.row ?? []),
        );
      const outcomes = await outcomesOf(tx, works);
      const evidence = works.flatMap((one) => {
        const outcome = outcomes.get(one);
        return isRefusal(outcome) ? [] : (one.work.evidence?.(outcome) ?? []);
      });
      await writeLast(tx, evidence);
      return outcomes;
    });

  async function take(works: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await turn(works);
      for (const one of works) {
        const outcome = outcomes.get(one);
        if (isRefusal(outcome)) one.failed(outcome);
        else one.done(outcome);
      }
    } catch (error) {
      const away = isRefusal(error) && error.kind === 'unavailable';
      if (away || works.length === 1) for (const { failed } of works) failed(error);
      else for (const one of works) await take([one]);
    }
  }

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) await take(nextTurn(waiting));
    running = false;
  }

  return <I, R>(work: Work<I, R>) =>
    new Promise<R>((done, failed) => {
      waiting.push({ work, done, failed } as unknown as Waiting);
      if (!running) void run();
    });
}

async function outcomesOf(tx: Tx, works: readonly Waiting[]): Promise<ReadonlyMap<Waiting, Outcome<unknown>>> {
  const outcomes = new Map<Waiting, Outcome<unknown>>();
  const groups = Map.groupBy(works, ({ work }) => work.step);
  // All of them end before the transaction does.
  const settled = await Promise.allSettled(
    [...groups].map(async ([step, group]) => {
      const told = await step(
        tx,
        group.map(({ work }) => work.input),
      );
      for (const [n, one] of group.entries()) outcomes.set(one, told[n]);
    }),
  );
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
  return outcomes;
}
