// SPDX-License-Identifier: Apache-2.0
import { demandNoTransaction } from './database/scope.ts';
import { refuse } from './refusal.ts';

/**
 * Lets a few pieces of expensive work run at a time and a short queue wait; the next is refused `kernel.busy` (429).
 * Never inside a transaction.
 * @param what names the work in the message of the guard
 */
export function queueOf(what: string, atOnce: number, waitingAtMost: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <R>(work: () => Promise<R>): Promise<R> => {
    demandNoTransaction(what);
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost)
        refuse('limit', 'kernel.busy', 'Too many people do this at the moment. Please try again in a few seconds.', {
          retryAfterSeconds: 3,
        });
      await new Promise<void>((go) => waiting.push(go));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
