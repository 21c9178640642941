// SPDX-License-Identifier: Apache-2.0
/** Public figures of a service over the last year. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import { todayOf } from '../case/index.ts';
import type * as contract from '../contract.ts';
import * as queries from './queries.ts';

type Figures = contract.ServiceFigures;

/** Of fewer somebody could be told apart. */
const least = 10;
/** Refusals looked into, and grounds said. */
const [mostRefusals, mostGrounds] = [1000, 3];
const yearMs = 365 * 86_400_000;
/** Everybody may ask: the year is counted at most this often. */
const keptMs = 10 * 60_000;

const kept = new WeakMap<ModuleRuntime, Map<string, { until: number; figures: Figures }>>();

export async function figuresOf(tx: Tx, { serviceId }: InputOf<typeof contract.serviceFigures>): Promise<Figures> {
  const known = kept.get(tx.module) ?? new Map<string, { until: number; figures: Figures }>();
  kept.set(tx.module, known);
  const now = tx.now.getTime();
  const before = known.get(serviceId);
  if (before && before.until > now) return before.figures;
  const figures = await count(tx, serviceId);
  // Nobody fills the memory with names of services that are none.
  if (figures.finished !== undefined) known.set(serviceId, { until: now + keptMs, figures });
  return figures;
}

async function count(tx: Tx, serviceId: string): Promise<Figures> {
  const since = new Date(tx.now.getTime() - yearMs);
  const year = { from: todayOf(tx, since), until: todayOf(tx) };
  const { finished, refused, days, timed, late } = await queries.countFinished(tx, serviceId, since);
  if (finished < least) return { ...year, grounds: [] };
  const [median, p90] = days ?? [];
  return {
    ...{ ...year, finished, refused: refused / finished },
    ...(median === undefined ? {} : { medianDays: rounded(median) }),
    ...(p90 === undefined ? {} : { p90Days: rounded(p90) }),
    ...(timed < least ? {} : { inTime: (timed - late) / timed }),
    grounds: refused < least ? [] : await groundsOf(tx, serviceId, since),
  };
}

const rounded = (days: number) => Math.round(days * 10) / 10;

async function groundsOf(tx: Tx, serviceId: string, since: Date): Promise<Figures['grounds']> {
  const decisions = await queries.refusals(tx, serviceId, since, mostRefusals);
  const counted = new Map<string, { text: LocalText; count: number }>();
  for (const { reasons } of decisions)
    for (const { id, text } of reasons) {
      const ground = counted.get(id) ?? { text, count: 0 };
      ground.count += 1;
      counted.set(id, ground);
    }
  return [...counted.values()]
    .filter((ground) => ground.count >= least)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostGrounds)
    .map((ground) => ({ text: ground.text, share: ground.count / decisions.length }));
}
