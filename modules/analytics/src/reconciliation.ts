// SPDX-License-Identifier: Apache-2.0
/** Rollups are counted up, never recounted: this counts random partitions from scratch and compares. */
import { audit, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { countAnswers, type Histogram } from '@stoa/surveys/contract';
import type { reconcile as reconcileOperation } from './contract.ts';
import { ensurePlaces } from './places.ts';
import { foldAll } from './fold.ts';
import { lastOfMonth, shiftDay as shift } from './months.ts';
import {
  countedUntil,
  firstMonth,
  organisationQuestions,
  placesOf,
  randomRegionDays,
  regionDayCounts,
} from './queries.ts';

type Result = OutputOf<typeof reconcileOperation>['items'][number];
interface Partition {
  readonly kind: Result['kind'];
  readonly key: string;
  readonly stored: InputOf<typeof countAnswers>;
  readonly rollup: (tx: Tx) => Promise<Counts>;
}
type Counts = readonly { question: string; counts: Histogram }[];

const today = ({ country, clock }: ModuleRuntime) => country.calendar.localDate(clock.now());
const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)];

function organisationMonth(organisationId: string, month: string): Partition {
  return {
    kind: 'organisation-month',
    key: `${organisationId} ${month.slice(0, 7)}`,
    stored: { organisationId, from: month, to: lastOfMonth(month) },
    rollup: (tx) => organisationQuestions(tx, organisationId, { from: month, to: month }),
  };
}

/** Partitions that ended by `until`; half of them months of organisations, half days of regions. */
async function randomPartitions(tx: Tx, until: string, count: number): Promise<Partition[]> {
  const months: string[] = [];
  const counted = (await countedUntil(tx)) ?? '';
  for (let month = await firstMonth(tx); month && lastOfMonth(month) <= until; month = shift(lastOfMonth(month), 1))
    if (month > counted) months.push(month);
  await ensurePlaces(tx);
  const places = await placesOf(tx);
  const organisations = Array.from({ length: months.length > 0 ? Math.ceil(count / 2) : 0 }, () =>
    organisationMonth(pick(places)?.code ?? '', pick(months) ?? ''),
  );
  const regions = (await randomRegionDays(tx, counted, until, Math.ceil(count / 2))).map(
    (of): Partition => ({
      kind: 'region-day',
      key: `${of.regionCode} ${of.sector} ${of.day}`,
      stored: { regionCode: of.regionCode, sector: of.sector, from: of.day, to: of.day },
      rollup: (inner) => regionDayCounts(inner, of),
    }),
  );
  return [...organisations, ...regions].slice(0, count);
}

function differenceOf(stored: Counts, rollup: Counts): number {
  const cells = new Map<string, number>();
  const add = (counts: Counts, sign: number) => {
    for (const { question, counts: points } of counts)
      points.forEach((count, index) => {
        const cell = `${question} ${index}`;
        cells.set(cell, (cells.get(cell) ?? 0) + sign * count);
      });
  };
  add(stored, 1);
  add(rollup, -1);
  return [...cells.values()].reduce((sum, one) => sum + Math.abs(one), 0);
}

async function compare(module: ModuleRuntime, until: string, count: number): Promise<Result[]> {
  const self = { kind: 'service', id: module.name } as const;
  await foldAll(module);
  const partitions = await module.tx(self, (tx) => randomPartitions(tx, until, count));
  const results: Result[] = [];
  for (const { kind, key, stored, rollup } of partitions) {
    const { items } = await module.call(countAnswers, stored);
    const difference = differenceOf(items, await module.tx(self, rollup));
    results.push({ kind, key, equal: difference === 0, difference });
  }
  for (const result of results)
    if (!result.equal) module.log.error({ partition: result.key, difference: result.difference }, 'a rollup differs');
  return results;
}

const partitionsAnHour = 20;
/** Responses of the last days may still be on their way here. */
const settledAfterDays = 2;

export const checkRollups = (module: ModuleRuntime) =>
  compare(module, shift(today(module), -settledAfterDays), partitionsAnHour);

/** Also compares the running month and day, where answers on their way count as differences. */
export async function reconcile(
  module: ModuleRuntime,
  { partitions }: InputOf<typeof reconcileOperation>,
  principal: Principal,
) {
  const items = await compare(module, lastOfMonth(today(module)), partitions);
  await module.tx(principal, (tx) =>
    audit(tx, { action: 'analytics.reconciled', object: { type: 'rollups', id: 'analytics' } }),
  );
  return { items };
}
