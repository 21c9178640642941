// SPDX-License-Identifier: Apache-2.0
/** The running hub of this process, which routes and listeners share. */
import { ConfigError, describeError, type ModuleRuntime, refuse } from '@stoa/kernel';
import {
  type Authority,
  exchangeAuthority,
  fillSerials,
  followRevocationLists,
  type HubIdentity,
  hubIdentity,
  renewWithinDays,
} from './certificates/index.ts';
import { Directory } from './directory/index.ts';
import { eventSettings } from './events/index.ts';
import { type Hub, startHub } from './hub/index.ts';
import { mailboxLimits } from './mailbox/index.ts';
import { operationalDays } from './statistics/index.ts';

interface Exchange {
  readonly directory: Directory;
  readonly authority: Authority;
  /** Undefined until the hub has its certificates. */
  hub?: Hub;
  /** Renews certificates of the hub that end within so many days; asks an external authority for them. */
  renew?: (withinDays: number) => Promise<void>;
}

const running = new WeakMap<ModuleRuntime, Exchange>();

export const exchangeOf = (module: ModuleRuntime): Exchange => running.get(module) ?? starting();

export const hubOf = (module: ModuleRuntime): Hub => exchangeOf(module).hub ?? starting();

const starting = (): never =>
  refuse('unavailable', 'exchange.hub-starting', 'The hub is starting. Please try again in a moment.', {
    retryAfterSeconds: 2,
  });

/**
 * Settings: `STOA_HUB_HOST` (default 127.0.0.1), `STOA_HUB_PORT` (default 5500, X-Road's port between servers; 0 free), and
 * `STOA_HUB_NAME`, by which connectors reach it where that is another.
 */
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
  const authority = await exchangeAuthority(module);
  const host = env.STOA_HUB_HOST ?? '127.0.0.1';
  const name = env.STOA_HUB_NAME || host;
  if (env.STOA_HUB_NAME && !/^[a-z0-9.-]{1,253}$/i.test(name))
    throw new ConfigError('STOA_HUB_NAME must be the name of a host, without a port');
  const exchange: Exchange = { directory, authority };
  running.set(module, exchange);
  const stopLists = await followRevocationLists(module, authority, directory);
  const stopWaiting = await whenCertified(module, authority, name, async (identity) => {
    const hub = await startHub(module, directory, authority, identity, { host, name, port });
    exchange.hub = hub;
    exchange.renew = renewal(module, directory, authority, name, hub, identity);
    module.log.info({ hub: hub.url }, 'the hub listens');
  });
  const renewing = setInterval(() => {
    exchange
      .renew?.(renewWithinDays)
      .catch((err: unknown) =>
        module.log.error({ err: describeError(err) }, 'the hub could not renew its certificates'),
      );
  }, renewEveryMs);
  renewing.unref();
  return async () => {
    running.delete(module);
    clearInterval(renewing);
    await stopWaiting();
    stopLists();
    directory.stop();
    await exchange.hub?.close();
  };
}

const renewEveryMs = 3_600_000;

function renewal(
  module: ModuleRuntime,
  directory: Directory,
  authority: Authority,
  name: string,
  hub: Hub,
  first: HubIdentity,
) {
  let present = first;
  return async (withinDays: number): Promise<void> => {
    if (present.endsAt.getTime() - module.clock.now().getTime() > withinDays * 86_400_000) return;
    const found = await hubIdentity(module, authority, name, withinDays);
    if (!found || (found.tlsFingerprint === present.tlsFingerprint && found.keyId === present.keyId)) return;
    // Whoever is shown the new signature asks for its certificate at once.
    await directory.refresh();
    present = { ...found, id: first.id };
    hub.renew(present);
    module.log.info({ endsAt: found.endsAt }, 'the hub renewed its certificates');
  };
}

const lookAgainMs = 1000;

/** Goes on once the hub has its certificates: at once, or when the external authority has answered. Answers how to stop. */
async function whenCertified(
  module: ModuleRuntime,
  authority: Authority,
  name: string,
  act: (identity: HubIdentity) => Promise<void>,
): Promise<() => Promise<void>> {
  const first = await hubIdentity(module, authority, name);
  if (first) {
    await act(first);
    return async () => undefined;
  }
  module.log.warn({}, 'the hub waits for certificates from the external authority');
  let looking = Promise.resolve();
  const look = async () => {
    const identity = await hubIdentity(module, authority, name);
    if (!identity) return;
    clearInterval(timer);
    await act(identity);
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    looking = look()
      .catch((err: unknown) => module.log.error({ err: describeError(err) }, 'the hub could not start'))
      .finally(() => (busy = false));
  }, lookAgainMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
