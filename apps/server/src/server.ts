// SPDX-License-Identifier: Apache-2.0
/** One process of the platform: database, modules, and the portal where identity runs. */
import { resolveToken } from '@stoa/identity/contract';
import {
  type Config,
  createLog,
  type EmbeddedPostgres,
  limitOf,
  type Platform,
  principalOf,
  startPlatform,
} from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { portal } from '@stoa/portal';
import { moduleNames, modules } from './modules.ts';

export interface Server {
  readonly platform: Platform;
  /** Of the user that makes databases and roles. */
  readonly databaseUrl: string;
  /** Process id of the embedded database; undefined with an external one. */
  readonly databasePid: (() => number) | undefined;
  close(): Promise<void>;
}

/** @param embedded the database of its own, where there is none elsewhere; stopped with the server, and when it does not start */
export async function startServer(
  config: Config,
  embedded: EmbeddedPostgres | undefined,
  onProgress: (step: string) => void,
): Promise<Server> {
  const log = createLog(config.logLevel, config.circuit);
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  const servesPortal = config.modules?.includes('identity') ?? true;
  let platform: Platform;
  try {
    platform = await startPlatform({
      config,
      modules,
      databaseUrl,
      log,
      checkOutput: config.env.STOA_ENV === 'development',
      onProgress,
      resolveToken: (running) => async (credential) => {
        const asker: Principal = { kind: 'service', id: 'server' };
        const { principal } = await running.call(resolveToken, credential, { principal: asker });
        return principal as Principal | undefined;
      },
      extend: async (app, running) => {
        if (!servesPortal) return;
        onProgress('preparing the portal');
        await portal(app, {
          call: running.call,
          session: { resolve: (request) => principalOf(request) },
          signInUrl: (returnTo, needed = {}) => {
            const asked = Object.entries({ returnTo, ...needed }).filter(([, value]) => value);
            return `/sign-in?${new URLSearchParams(asked as [string, string][])}`;
          },
          limit: (perMinute) => limitOf(perMinute, config.rateLimit),
          publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
          country: running.country,
          circuit: config.circuit,
          modules: moduleNames,
          ownData: modules.flatMap(({ name, ownData }) => (ownData ? [name] : [])),
          retaining: modules.flatMap(({ name, retention }) => (retention ? [name] : [])),
        });
      },
    });
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return {
    platform,
    databaseUrl,
    databasePid: embedded?.pid,
    close: async () => {
      await platform.close();
      await embedded?.stop();
    },
  };
}
