// SPDX-License-Identifier: Apache-2.0
/**
 * What is counted over the whole register takes a second in a large country, and changes only when something is written: it is
 * counted once a state of the register, and remembered in this process.
 */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { asked, type Moment } from '../elements/queries.ts';
import type { Sight } from '../elements/sight.ts';
import { stateOfRegister } from '../elements/store.ts';

/** As many looks are remembered: owners times days times what people may see. */
const mostRemembered = 300;
interface Remembered {
  readonly state: string;
  readonly answer: unknown;
}
const memories = new WeakMap<ModuleRuntime, Map<string, Remembered>>();

/** @param what names the figure; whoever sees the same of the same moment gets the same answer */
export async function remembered<Answer>(
  tx: Tx,
  what: string,
  [moment, sight, ownerId]: readonly [Moment, Sight, string | undefined],
  count: () => Promise<Answer>,
): Promise<Answer> {
  const memory = memories.get(tx.module) ?? new Map<string, Remembered>();
  memories.set(tx.module, memory);
  const key = JSON.stringify([what, asked(moment, sight), ownerId]);
  // Asked before it is counted: what is written meanwhile is counted too early at worst, and never missed.
  const state = await stateOfRegister(tx);
  const known = memory.get(key);
  if (known?.state === state) return known.answer as Answer;
  const answer = await count();
  memory.delete(key);
  memory.set(key, { state, answer });
  const [oldest] = memory.keys();
  if (memory.size > mostRemembered && oldest !== undefined) memory.delete(oldest);
  return answer;
}
