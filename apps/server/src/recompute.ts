// SPDX-License-Identifier: Apache-2.0
/** `stoa quality recompute <hash>`: whether the counters of a published snapshot still come to the same figures. */
import analytics from '@stoa/analytics';
import { recomputeSnapshot } from '@stoa/analytics/contract';
import { createLog, isRefusal, readConfig, startEmbeddedPostgres, startPlatform } from '@stoa/kernel';
import { moduleNames } from './modules.ts';

/** The platform may run meanwhile or not. Answers 0 where they are equal, 1 otherwise. */
export async function recompute(hash: string, json: boolean): Promise<number> {
  const settings = readConfig(process.env, moduleNames);
  const config = { ...settings, modules: [analytics.name], port: 0, host: '127.0.0.1', amqpUrl: undefined };
  const log = createLog('error', config.circuit);
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataDir, log);
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  try {
    const platform = await startPlatform({ config, modules: [analytics], databaseUrl, log, manual: true });
    try {
      const as = { principal: { kind: 'service', id: 'command-line' } } as const;
      const found = await platform.call(recomputeSnapshot, { hash }, as);
      process.stdout.write(
        json
          ? `${JSON.stringify(found)}\n`
          : `${found.equal ? 'equal' : 'NOT EQUAL'}: ${found.figures} figures of ${found.month}\n  published  ${found.hash}\n  made again ${found.recomputed}\n`,
      );
      return found.equal ? 0 : 1;
    } finally {
      await platform.close();
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await embedded?.stop();
  }
}
