// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';
import { eventSettings } from './settings.ts';

const atOnce = 1000;

/** Forgets events after their time, delivered or not. */
export async function sweepEvents(module: ModuleRuntime): Promise<void> {
  const before = new Date(module.clock.now().getTime() - eventSettings(module).keepDays * 86_400_000);
  const batch = () =>
    module.tx({ kind: 'system' }, (tx) =>
      tx.query('delete from event where id in (select id from event where published_at < $1 limit $2)', [
        before,
        atOnce,
      ]),
    );
  while ((await batch()).rowCount === atOnce);
}
