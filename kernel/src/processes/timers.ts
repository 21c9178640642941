// SPDX-License-Identifier: Apache-2.0
/** Timers of a process: armed when a token comes to where they stand, fired once each. */
import type { PlanNode, ProcessIndex, Token } from '@stoa/process';
import type { Tx } from '../database/tx.ts';
import { newId } from '../id.ts';
import { cycleDueAt, dateDueAt, timerDueAt } from './due.ts';
import * as store from './store.ts';
import { answering } from './stuck.ts';

const isTimer = ({ kind, event }: PlanNode): boolean =>
  kind === 'timer' || kind === 'boundary-timer' || event?.kind === 'timer';

const known = new WeakMap<ProcessIndex, boolean>();

/** Whether a plan has any. */
export function hasTimers(index: ProcessIndex): boolean {
  const has = known.get(index) ?? index.plan.nodes.some(isTimer);
  known.set(index, has);
  return has;
}

/** The timers that run while a token stands at its node. */
export function timersAt(index: ProcessIndex, { node: id, item, items, done, arrivedBy }: Token): PlanNode[] {
  if (done !== undefined || arrivedBy !== undefined) return [];
  const node = index.node(id);
  const own = [
    ...(node.kind === 'timer' ? [node] : []),
    ...(node.kind === 'event-based' ? index.outgoing(id).map(({ to }) => index.node(to)) : []),
    ...(items === undefined && index.isScope(node) ? index.triggersOf(id) : []),
  ];
  // The boundary of what is done several times belongs to the whole.
  return [...own, ...(item === undefined ? index.boundaryOf(id) : [])].filter(isTimer);
}

/** Those that run as long as the whole process does. */
export const timersOfProcess = (index: ProcessIndex): PlanNode[] => index.triggersOf(undefined).filter(isTimer);

/** Refuses: kernel.process-stuck. */
export async function arm(
  tx: Tx,
  holderId: string,
  tokenId: string | null,
  node: PlanNode,
  textOf: (text: string) => string,
): Promise<void> {
  const { calendar } = tx.module.country;
  const once = { every: null, remaining: null };
  const due = answering(() =>
    node.cycle
      ? cycleDueAt(calendar, textOf(node.cycle), tx.now)
      : node.date
        ? { dueAt: dateDueAt(calendar, textOf(node.date)), ...once }
        : { dueAt: timerDueAt(calendar, textOf(node.duration ?? ''), tx.now), ...once },
  );
  await store.insertTimer(tx, { id: newId(), holderId, tokenId, node: node.id, ...due });
}

/** A timer that fires is gone, or set for its next time. What was missed while nobody looked is not made up for. */
export async function settle(tx: Tx, { id, every, remaining, dueAt }: store.Timer): Promise<void> {
  if (!every || remaining === 0) {
    await store.removeTimer(tx, id);
    return;
  }
  const { calendar } = tx.module.country;
  const [next, left] = nextTime(calendar, every, dueAt, remaining, tx.now);
  if (next) await store.setTimer(tx, id, next, left);
  else await store.removeTimer(tx, id);
}

const mostMissed = 100_000;

function nextTime(
  calendar: Tx['module']['country']['calendar'],
  every: string,
  dueAt: Date,
  remaining: number | null,
  now: Date,
): [Date | undefined, number | null] {
  let at = dueAt;
  let left = remaining;
  for (let missed = 0; missed < mostMissed; missed++) {
    if (left === 0) return [undefined, null];
    at = timerDueAt(calendar, every, at);
    if (left !== null) left -= 1;
    if (at > now) return [at, left];
  }
  return [timerDueAt(calendar, every, now), left];
}
