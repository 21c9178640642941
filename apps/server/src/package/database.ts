// SPDX-License-Identifier: Apache-2.0
/** The platform's modules on its database, for a command that ends; the platform may run meanwhile or not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cases from '@stoa/cases';
import catalogue from '@stoa/catalogue';
import { createLog, type Platform, readConfig, startEmbeddedPostgres, startPlatform } from '@stoa/kernel';
import type { InputOf, Operation, OutputOf } from '@stoa/kernel/contract';
import { moduleNames } from '../modules.ts';

export type Call = <Op extends Operation>(operation: Op, input: InputOf<Op>) => Promise<OutputOf<Op>>;

export async function onDatabase<R>(work: (call: Call, platform: Platform) => Promise<R>): Promise<R> {
  const settings = readConfig(process.env, moduleNames);
  // A command publishes what it is told to: what else lies in the folder of services is left for the next start.
  const none = await mkdtemp(join(tmpdir(), 'stoa-no-services-'));
  const config = {
    ...{ ...settings, modules: [catalogue.name, cases.name], port: 0, host: '127.0.0.1', amqpUrl: undefined },
    env: { ...settings.env, STOA_SERVICES: none },
  };
  const log = createLog('error', config.circuit);
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataDir, log);
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  try {
    const platform = await startPlatform({ config, modules: [catalogue, cases], databaseUrl, log, manual: true });
    const as = { principal: { kind: 'service', id: 'command-line' } } as const;
    try {
      return await work((operation, input) => platform.call(operation, input, as), platform);
    } finally {
      await platform.close();
    }
  } finally {
    await embedded?.stop();
    await rm(none, { recursive: true, force: true });
  }
}
