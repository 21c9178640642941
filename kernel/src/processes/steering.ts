// SPDX-License-Identifier: Apache-2.0
/** What people change of the way of one holder: their words for it, and the refusals. */
import { type PlanChange, ProcessFault } from '@stoa/process';
import type { Static } from 'typebox';
import type { LocalText, ProcessChange } from '../contract.ts';
import type { Tx } from '../database/tx.ts';
import { newId } from '../id.ts';
import { refuse } from '../refusal.ts';
import { runOf } from './store.ts';

/** A step that only this holder has is done with the outcome `done`, which is its result. */
export function planChangeOf(change: Static<typeof ProcessChange>): PlanChange {
  if ('skip' in change) return { skip: change.skip };
  if ('delegate' in change) return { replace: change.delegate, settings: { duty: change.duty } };
  const id = `own-${newId()}`;
  const node = { id, name: change.title, settings: { duty: change.duty, outcomes: 'done', result: id } };
  return 'after' in change ? { insert: { after: change.after, node } } : { insert: { beside: change.beside, node } };
}

/** Words for the outcome of steps that only one holder has. */
export const ownOutcomes: Readonly<Record<string, LocalText>> = {
  done: { en: 'Done', ru: 'Выполнено', kk: 'Орындалды', uk: 'Виконано', ar: 'تم' },
};

/** The name of a step that only this holder has, as whoever added it wrote it. */
export async function nameOfOwnStep(tx: Tx, holderId: string, node: string): Promise<string> {
  const { changes } = await runOf(tx, holderId);
  const added = changes.flatMap((change) => ('insert' in change ? [change.insert.node] : []));
  return added.find(({ id }) => id === node)?.name ?? node;
}

/** What the engine refuses is refused in its words (`conflict`): they name the step and what to do. */
export async function refusingFaults(code: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ProcessFault)) throw error;
    const errors = error.problems.map((message) => ({ pointer: '/change', code: 'process', message }));
    refuse('conflict', code, error.problems[0], { errors });
  }
}
