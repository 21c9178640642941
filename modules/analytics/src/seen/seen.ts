// SPDX-License-Identifier: Apache-2.0
/**
 * Services as the exchange saw them, beside what departments report: whoever sends what becomes no card, or reports less than
 * was sent, is found by this. Of days that are over the exchange is asked once.
 */
import { getTraffic } from '@stoa/exchange/contract';
import { isRefusal, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { monthOf, shiftDay, shiftMonth } from '../months.ts';
import * as store from './store.ts';

const self = { kind: 'service', id: 'analytics' } as const;
const monthsBack = 2;
const atOnce = 500;

export async function recordSent(
  tx: Tx,
  { items }: InputOf<typeof contract.recordSent>,
): Promise<OutputOf<typeof contract.recordSent>> {
  await store.putSent(tx, items);
  return { departments: new Set(items.map(({ senderId }) => senderId)).size };
}

export async function countSeen(module: ModuleRuntime): Promise<void> {
  const today = module.country.calendar.localDate(module.clock.now());
  const since = `${shiftMonth(today.slice(0, 7), -monthsBack)}-01`;
  const days = await module.tx(self, (tx) => store.unseenDays(tx, since, shiftDay(today, -1), atOnce));
  const strangers = new Set<string>();
  for (const { senderId, day } of days) {
    if (strangers.has(senderId)) continue;
    const messages = await seenOn(module, senderId, day);
    if (messages === undefined) strangers.add(senderId);
    else await module.tx(self, (tx) => store.putSeen(tx, senderId, day, messages));
  }
  await module.tx(self, (tx) => store.spreadSeen(tx, monthOf(since)));
}

/** Accepted messages of the department about rendered services; undefined where it is none of the exchange's. */
async function seenOn(module: ModuleRuntime, senderId: string, day: string): Promise<number | undefined> {
  const { calendar, exchange } = module.country;
  const [from, until] = [calendar.startOfDate(day), calendar.startOfDate(shiftDay(day, 1))];
  const minutes = Math.round((until.getTime() - from.getTime()) / 60_000);
  try {
    const asked = { subsystemId: senderId, minutes, until: until.toISOString() };
    const { targets } = await module.call(getTraffic, asked);
    const ours = targets.find(({ id }) => id === exchange.renderedService);
    return ours ? ours.calls - ours.refused - ours.failed : 0;
  } catch (error) {
    if (isRefusal(error) && error.kind === 'missing') return undefined;
    throw error;
  }
}

export async function listDepartments(
  tx: Tx,
  { month }: InputOf<typeof contract.listDepartments>,
): Promise<OutputOf<typeof contract.listDepartments>> {
  const items = (await store.departments(tx, `${month}-01`)).map(({ senderId, cards, seen, reported }) => {
    const most = Math.max(seen ?? 0, reported ?? 0);
    return {
      ...{ senderId, cards },
      ...(seen !== null && { seen }),
      ...(reported !== null && { reported }),
      ...(most > 0 && {
        share: Math.min(1, cards / most),
        source: (seen ?? 0) > (reported ?? 0) ? ('exchange' as const) : ('department' as const),
      }),
    };
  });
  return { items: items.sort((a, b) => (a.share ?? 2) - (b.share ?? 2) || b.cards - a.cards) };
}
