// SPDX-License-Identifier: Apache-2.0
/** The past of the demo country is copied without events, and comes when months are closed already: they are closed anew. */
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import { closeMonths } from './closing.ts';
import { catchUp } from './feeding.ts';
import { self } from './shared.ts';
import * as store from './store.ts';

/** Refuses: labour.demo-off. */
export async function enterDemoLabour(module: ModuleRuntime): Promise<{ entered: number; months: number }> {
  if (!module.config.demo)
    refuse('conflict', 'labour.demo-off', 'The past of the demo is counted only where it is on (STOA_DEMO=1).');
  const entered = await catchUp(module, true);
  if (entered > 0)
    await module.tx(self, async (tx) => {
      await store.holdAlone(tx);
      await store.reopen(tx);
    });
  return { entered, months: await closeMonths(module) };
}
