// SPDX-License-Identifier: Apache-2.0
/** The running hub of this process, which routes and listeners share. */
import { join } from 'node:path';
import { ConfigError, type ModuleRuntime, refuse } from '@stoa/kernel';
import { type CertificateAuthority, circuitAuthority } from '@stoa/kernel/keys';
import { fillSerials } from './certificates.ts';
import { Directory } from './directory.ts';
import { eventSettings } from './events/settings.ts';
import { type Hub, startHub } from './hub/hub.ts';
import { mailboxLimits } from './mailbox/limits.ts';
import { operationalDays } from './operational-data.ts';

interface Exchange {
  readonly directory: Directory;
  readonly authority: CertificateAuthority;
  readonly hub: Hub;
}

const running = new WeakMap<ModuleRuntime, Exchange>();

export const exchangeOf = (module: ModuleRuntime): Exchange =>
  running.get(module) ??
  refuse('unavailable', 'exchange.hub-starting', 'The hub is starting. Please try again in a moment.', {
    retryAfterSeconds: 2,
  });

/** Settings: `STOA_HUB_HOST` (default 127.0.0.1), `STOA_HUB_PORT` (default 5500, X-Road's port between servers; 0 free). */
export async function startExchange(module: ModuleRuntime): Promise<() => Promise<void>> {
  const { env } = module.config;
  const port = Number(env.STOA_HUB_PORT ?? 5500);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError('STOA_HUB_PORT must be a whole number from 0 to 65535');
  mailboxLimits(module);
  operationalDays(module);
  await module.tx({ kind: 'system' }, fillSerials);
  eventSettings(module);
  const directory = new Directory(module);
  await directory.start();
  const authority = await circuitAuthority(module.keys, join(module.dataDir, 'keys'), module.config.circuit);
  const hub = await startHub(module, directory, authority, env.STOA_HUB_HOST ?? '127.0.0.1', port);
  running.set(module, { directory, authority, hub });
  module.log.info({ hub: hub.url }, 'the hub listens');
  return async () => {
    running.delete(module);
    directory.stop();
    await hub.close();
  };
}
