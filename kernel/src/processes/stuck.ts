// SPDX-License-Identifier: Apache-2.0
/** Where a process cannot go on, because nothing answers what it asks: it stays where it was, and says why. */
import type { Tx } from '../database/tx.ts';
import { isRefusal, refuse } from '../refusal.ts';

/** Asked for where an expression is met and what it sees was not read yet: most moves need none of it. */
export const unread = new Error('what expressions see is not read yet');

/** What a process asks of data and calendar. Refuses kernel.process-stuck: whoever moves it on is told why it stays. */
export function answering<R>(ask: () => R): R {
  try {
    return ask();
  } catch (error) {
    if (error === unread || isRefusal(error)) throw error;
    return refuse(
      'conflict',
      'kernel.process-stuck',
      `The process cannot go on from here, and nothing has changed. Tell your administrator: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Does all of the work or, where the process cannot go on, nothing of it: then answers why. */
export async function whyStuck(tx: Tx, work: () => Promise<void>): Promise<string | undefined> {
  await tx.query('savepoint stuck');
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error) || error.kind === 'unavailable') throw error;
    await tx.query('rollback to savepoint stuck');
    return error.message;
  }
  await tx.query('release savepoint stuck');
  return undefined;
}
