// SPDX-License-Identifier: Apache-2.0
/** Waiting for an authority where people decide: asked again and again, ever more rarely. */
import { setTimeout as sleep } from 'node:timers/promises';

/** The hub's answer while the authority has not answered. */
export const waitingCode = 'exchange.certificate-waiting';

const firstMs = 1000;
const longestMs = 60_000;

/** Asks until there is an answer. Throws when told to stop. @param ask undefined: not yet */
export async function untilAnswered<T>(
  ask: () => Promise<T | undefined>,
  waiting: () => void,
  signal?: AbortSignal,
): Promise<T> {
  for (let pauseMs = firstMs, first = true; ; pauseMs = Math.min(pauseMs * 2, longestMs), first = false) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (first) waiting();
    await sleep(pauseMs, undefined, signal ? { signal } : {});
  }
}
