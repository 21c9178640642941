// SPDX-License-Identifier: Apache-2.0
import { metricsToken, readConfig } from '@stoa/kernel';
import { fileKeys } from '@stoa/kernel/keys';
import { join } from 'node:path';
import { moduleNames } from './modules.ts';

/** For the scraper: `Authorization: Bearer <token>`. Answers the exit code. */
export function printMetricsToken(): number {
  const config = readConfig(process.env, moduleNames);
  process.stdout.write(`${metricsToken(config, fileKeys(join(config.dataDir, 'keys')))}\n`);
  return 0;
}
