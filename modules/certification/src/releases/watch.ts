// SPDX-License-Identifier: Apache-2.0
/** What happens to releases by themselves: pilots end, and what fails is taken back (clause 10.3). */
import { describeError, type ModuleRuntime } from '@stoa/kernel';
import { listIncidents } from '@stoa/monitoring/contract';
import { move } from './releases.ts';
import { lockRelease, type ReleaseRow, releasesLookedAfter } from './queries.ts';

/** After so long an incident is no longer laid to the new version. */
const lookedAfterDays = 14;
const bad: readonly string[] = ['major', 'critical'];

/** An incident of the watched service that began after this stage of the release did. */
async function failureOf(module: ModuleRuntime, { watch, stageAt }: ReleaseRow) {
  if (!watch) return undefined;
  const { items } = await module.call(listIncidents, { service: watch, state: 'unresolved', limit: 50 });
  return items.find(({ severity, openedAt }) => bad.includes(severity) && new Date(openedAt) >= stageAt);
}

/** One round; what monitoring cannot say now, it says in the next. */
export async function watchReleases(module: ModuleRuntime): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  const since = new Date(module.clock.now().getTime() - lookedAfterDays * 86_400_000);
  for (const row of await module.tx(self, (tx) => releasesLookedAfter(tx, since))) {
    const failure = await failureOf(module, row).catch((error: unknown) => {
      module.log.warn(
        { err: describeError(error), release: row.id },
        'nobody says how the service of a release stands',
      );
      return undefined;
    });
    await module.tx(self, async (tx) => {
      const now = await lockRelease(tx, row.id);
      if (now?.stage !== row.stage) return;
      if (failure)
        await move(tx, now, 'return', {
          ...{ byName: 'service', reason: `incident ${failure.number}` },
          failedAt: new Date(failure.openedAt),
        });
      else if (now.stage === 'pilot' && now.until && now.until <= tx.now)
        await move(tx, now, 'end', { byName: now.byName });
    });
  }
}
