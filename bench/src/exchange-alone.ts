// SPDX-License-Identifier: Apache-2.0
import exchange from '@stoa/exchange';
import { type ModuleRuntime, startPlatform } from '@stoa/kernel';
import type { Workplace } from './workplace.ts';

/** The exchange alone on the workplace's database: any module has the kernel's tables, this one needs no other. */
export async function runExchange(place: Workplace): Promise<ModuleRuntime> {
  const platform = await startPlatform({
    config: place.config({ STOA_HUB_PORT: '0' }),
    modules: [exchange],
    databaseUrl: place.databaseUrl,
    log: place.log,
    manual: true,
  });
  place.atEnd(() => platform.close());
  const module = platform.modules.get('exchange')?.runtime;
  if (!module) throw new Error('the exchange does not run');
  return module;
}
