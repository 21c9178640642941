// SPDX-License-Identifier: Apache-2.0
/** `stoa migrate`: brings the schemas of the modules up to date before a release is rolled out, which each start does too. */
import { join } from 'node:path';
import { createLog, prepareSchemas, readConfig, startEmbeddedPostgres } from '@stoa/kernel';
import { fileKeys } from '@stoa/kernel/keys';
import { moduleNames, modules } from './modules.ts';

/** Answers the exit code; another process that migrates is waited for. */
export async function migrateAll(): Promise<number> {
  const config = readConfig(process.env, moduleNames);
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres(config.dataDir, createLog('error', config.circuit));
  try {
    const keys = fileKeys(join(config.dataDir, 'keys'));
    const here = modules.filter(({ name }) => config.modules?.includes(name) ?? true);
    const say = (step: string) => process.stdout.write(`… ${step}\n`);
    await prepareSchemas(config.databaseUrl ?? embedded?.url ?? '', config, here, keys, say);
    process.stdout.write(`The schemas of ${here.length} modules are up to date.\n`);
    return 0;
  } finally {
    await embedded?.stop();
  }
}
