// SPDX-License-Identifier: Apache-2.0
/** What is watched as one service, and how it keeps what is aimed at. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { openAlarms } from '../alarms/queries.ts';
import type * as contract from '../contract.ts';
import type { Indicator, ServiceState } from '../contract/services.ts';
import { servicesInMaintenance } from '../maintenance/queries.ts';
import { allSources } from '../reports/queries.ts';
import { stateOf } from '../reports/standing.ts';
import { burning, burnRate } from './burn.ts';
import { allServices, burnWindows, type ServiceRow, sumsSince } from './queries.ts';
import * as store from './store.ts';

const dayMs = 86_400_000;
/** Days over which an allowance for errors is counted. */
const budgetDays = 28;

const none = { probes: 0, down: 0, calls: 0, failed: 0, slow: 0 };
const shareOf = (indicator: Indicator, figures: store.Figures): { total: number; bad: number } =>
  indicator === 'health'
    ? { total: figures.probes, bad: figures.down }
    : indicator === 'availability'
      ? { total: figures.calls, bad: figures.failed }
      : { total: figures.calls - figures.failed, bad: figures.slow };

/** How each service stands now: by its sources, by alarms about it, by work on it. */
export async function serviceStates(tx: Tx, services: readonly ServiceRow[]): Promise<Map<string, ServiceState>> {
  const [alarms, sources, resting] = [await openAlarms(tx), await allSources(tx), await servicesInMaintenance(tx)];
  const standing = new Map(sources.map((row) => [row.id, stateOf(tx, row)]));
  return new Map(
    services.map(({ code, sources: own }): [string, ServiceState] => {
      if (resting.has(code)) return [code, 'maintenance'];
      const about = alarms.filter((one) => one.severity !== 'minor' && one.services.includes(code));
      const known = own.flatMap((id) => standing.get(id) ?? []);
      const gone = known.filter((state) => state === 'silent' || state === 'down');
      if (known.length > 0 && gone.length === known.length) return [code, 'down'];
      if (about.length > 0 || gone.length > 0) return [code, 'degraded'];
      return [code, known.length > 0 ? 'up' : 'unknown'];
    }),
  );
}

export async function listServices(tx: Tx): Promise<OutputOf<typeof contract.listServices>> {
  const services = await allServices(tx);
  const states = await serviceStates(tx, services);
  const counted = await burnWindows(tx);
  const lastHour = await sumsSince(tx, 'minute', new Date(tx.now.getTime() - dayMs / 24));
  const month = await sumsSince(tx, 'day', new Date(tx.now.getTime() - budgetDays * dayMs));
  return {
    items: services.map(({ regionCode, ...one }) => {
      const { calls, failed, slow } = lastHour.get(one.code) ?? none;
      return {
        ...one,
        ...(regionCode ? { regionCode } : {}),
        state: states.get(one.code) ?? 'unknown',
        load: { calls, failed, slow },
        budgets: one.objectives.map(({ indicator, target }) => {
          const { total, bad } = shareOf(indicator, month.get(one.code) ?? none);
          const windows = counted.get(one.code)?.[indicator];
          const level = windows && burning(target, windows);
          return {
            ...{ indicator, target },
            ...(total > 0 ? { reached: 1 - bad / total, left: 1 - bad / total / (1 - target) } : {}),
            rate: windows ? burnRate(windows['1h'], target) : 0,
            ...(level ? { level } : {}),
          };
        }),
      };
    }),
  };
}

/** Refuses: monitoring.objective-twice, monitoring.region-unknown. */
export async function putService(
  tx: Tx,
  service: InputOf<typeof contract.putService>,
): Promise<OutputOf<typeof contract.putService>> {
  const { code, regionCode, objectives } = service;
  if (new Set(objectives.map(({ indicator }) => indicator)).size < objectives.length)
    refuse('invalid', 'monitoring.objective-twice', 'Name each indicator once.');
  if (regionCode && !tx.module.country.territory(regionCode))
    refuse('invalid', 'monitoring.region-unknown', `There is no region ${regionCode}.`);
  await store.putService(tx, service);
  return { code };
}
