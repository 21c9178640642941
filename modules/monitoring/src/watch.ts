// SPDX-License-Identifier: Apache-2.0
/** One round of watching, once a period over all processes. */
import { describeError, healthSeconds, type ModuleRuntime } from '@stoa/kernel';
import { judge } from './alarms/alarms.ts';
import { turnMaintenance } from './maintenance/maintenance.ts';
import { askModules, countTraffic } from './reports/collect.ts';
import { claimWatch } from './reports/store.ts';

/** Rounds may begin a little early: the clock that calls them is not exact. */
const slackMs = 500;

/** Ended in the middle, the next round does it all: reports are taken once, minutes counted once, alarms judged anew. */
export async function watch(module: ModuleRuntime): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  const before = new Date(module.clock.now().getTime() - healthSeconds(module.config.env) * 1000 + slackMs);
  if (!(await module.tx(self, (tx) => claimWatch(tx, before)))) return;
  await module.tx(self, turnMaintenance);
  await askModules(module);
  // The exchange may be away: that is one of the things to be judged, and its minutes are counted once it is back.
  await countTraffic(module).catch((error: unknown) =>
    module.log.warn({ err: describeError(error) }, 'calls of the exchange could not be counted'),
  );
  await module.tx(self, judge);
}
