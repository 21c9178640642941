// SPDX-License-Identifier: Apache-2.0
/** From which state what leads where: the one table of it. Pure. */
import type { State } from '../contract.ts';

interface Transition {
  readonly from: readonly State[];
  readonly to: readonly State[];
}
const underWay = ['submitted', 'completeness', 'auto-checked', 'assigned', 'review'] as const;
export const transitions = {
  submit: { from: ['draft', 'returned'], to: ['submitted'] },
  take: { from: ['submitted'], to: ['completeness'] },
  check: { from: ['completeness'], to: ['auto-checked'] },
  assign: { from: ['auto-checked'], to: ['assigned'] },
  begin: { from: ['assigned'], to: ['review'] },
  ask: { from: ['review'], to: ['remarks'] },
  answer: { from: ['remarks'], to: ['review'] },
  consolidate: { from: ['review'], to: ['consolidated'] },
  reopen: { from: ['consolidated'], to: ['review'] },
  decide: { from: ['consolidated'], to: ['positive', 'conditional', 'negative'] },
  monitor: { from: ['positive', 'conditional'], to: ['monitored'] },
  close: { from: ['positive', 'negative', 'monitored'], to: ['closed'] },
  return: { from: ['completeness', 'auto-checked', 'assigned', 'review'], to: ['returned'] },
  withdraw: { from: ['draft', 'returned', ...underWay, 'remarks'], to: ['withdrawn'] },
  lapse: { from: ['remarks'], to: ['lapsed'] },
  reinstate: { from: ['lapsed'], to: ['remarks'] },
  appeal: { from: ['conditional', 'negative', 'monitored'], to: ['appealed'] },
  uphold: { from: ['appealed'], to: ['conditional', 'negative'] },
  grant: { from: ['appealed'], to: ['auto-checked'] },
} as const satisfies Readonly<Record<string, Transition>>;
export type Act = keyof typeof transitions;

const table: Readonly<Record<Act, Transition>> = transitions;
export const allows = (state: State, act: Act): boolean => table[act].from.includes(state);
/** Where an act leads; of several places the one that is named. Undefined where it leads nowhere. */
export function leadsTo(state: State, act: Act, to?: State): State | undefined {
  const { from, to: places } = table[act];
  if (!from.includes(state)) return undefined;
  return to === undefined ? (places.length === 1 ? places[0] : undefined) : places.find((one) => one === to);
}

/** The days of the examination are counted here, and nowhere else. */
export const runs = (state: State): boolean =>
  (underWay as readonly State[]).includes(state) || state === 'consolidated';
/** Nothing more happens. */
export const ended: readonly State[] = ['closed', 'withdrawn'];
/** What is drawn up may be changed: never while it is examined. */
export const changeable: readonly State[] = ['draft', 'returned', 'remarks'];
export const inFlight: readonly State[] = [...underWay, 'remarks', 'consolidated'];
