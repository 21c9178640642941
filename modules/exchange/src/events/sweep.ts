// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';
import { eventSettings } from './settings.ts';
import { removeEvents } from './store.ts';

const atOnce = 1000;

/** Forgets events after their time, delivered or not. */
export async function sweepEvents(module: ModuleRuntime): Promise<void> {
  const before = new Date(module.clock.now().getTime() - eventSettings(module).keepDays * 86_400_000);
  while ((await module.tx({ kind: 'system' }, (tx) => removeEvents(tx, before, atOnce))) === atOnce);
}
