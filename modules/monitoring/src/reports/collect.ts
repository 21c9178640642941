// SPDX-License-Identifier: Apache-2.0
/** What nobody sends by themselves: how modules stand, and the calls that the exchange has counted. */
import { getTraffic, type Traffic } from '@stoa/exchange/contract';
import { describeError, type ModuleRuntime, moduleOperations } from '@stoa/kernel';
import type { HealthReport } from '@stoa/kernel/contract';
import { servicesInMaintenance } from '../maintenance/queries.ts';
import { Sums } from '../services/figures.ts';
import { allServices } from '../services/queries.ts';
import { countedUntil, setCountedUntil } from './store.ts';
import { takeReports } from './take.ts';

const minuteMs = 60_000;
/** Minutes at most that are counted at once after this module was away. */
const mostMinutes = 60;
/** The exchange writes its counts down within a quarter of a second; a minute is counted once it is surely whole. */
const settledMs = 5000;

const self = (module: ModuleRuntime) => ({ kind: 'service', id: module.name }) as const;

/** A module that does not answer says nothing: after three periods that is an alarm. */
export async function askModules(module: ModuleRuntime): Promise<void> {
  const asked = await Promise.allSettled(
    module.platformModules.map(
      async (name): Promise<[string, HealthReport]> => [name, await module.call(moduleOperations(name).getHealth, {})],
    ),
  );
  for (const [at, one] of asked.entries()) {
    if (one.status === 'rejected') {
      const name = module.platformModules[at];
      module.log.debug({ err: describeError(one.reason), asked: name }, 'a module did not say how it stands');
      continue;
    }
    const [name, report] = one.value;
    await module.tx(self(module), (tx) =>
      takeReports(tx, { kind: 'module', id: name, receivedAt: tx.now.toISOString(), reports: [report] }),
    );
  }
}

/** Each minute of the exchange once, in one transaction with how far that is. */
export async function countTraffic(module: ModuleRuntime): Promise<void> {
  const now = module.clock.now().getTime();
  const whole = Math.floor((now - settledMs) / minuteMs) * minuteMs;
  const { from, limits } = await module.tx(self(module), async (tx) => ({
    from: Math.max((await countedUntil(tx)).getTime(), whole - mostMinutes * minuteMs),
    limits: [...new Set((await allServices(tx)).flatMap((one) => (one.targets.length > 0 ? [one.latencyMs] : [])))],
  }));
  for (let end = from + minuteMs; end <= whole; end += minuteMs) {
    const until = new Date(end).toISOString();
    const byLimit = new Map<number, Map<string, Traffic['targets'][number]>>();
    for (const slowAfterMs of limits) {
      const { targets } = await module.call(getTraffic, { minutes: 1, until, slowAfterMs, most: 1000 });
      byLimit.set(slowAfterMs, new Map(targets.map((one) => [one.id, one])));
    }
    await module.tx(self(module), async (tx) => {
      if ((await countedUntil(tx)).getTime() >= end) return;
      const resting = await servicesInMaintenance(tx);
      const sums = new Sums(tx);
      for (const { code, targets, latencyMs } of await allServices(tx))
        for (const id of resting.has(code) ? [] : targets) {
          const one = byLimit.get(latencyMs)?.get(id);
          if (!one) continue;
          // What was refused before it was forwarded says nothing of the service.
          const calls = one.calls - one.refused;
          sums.add(code, new Date(end - minuteMs), { calls, failed: one.failed, slow: one.slow ?? 0 });
        }
      await sums.write(tx);
      await setCountedUntil(tx, new Date(end));
    });
  }
}
