// SPDX-License-Identifier: Apache-2.0
/** `stoa correspondence readiness <institution>`: orders the ten scenarios of the platform that runs, and follows them. */
import { setTimeout as wait } from 'node:timers/promises';
import correspondence from '@stoa/correspondence';
import { createLog, isRefusal, readConfig, startEmbeddedPostgres, startPlatform } from '@stoa/kernel';
import practice from '@stoa/practice';
import { getReadiness, type Report, startReadiness } from '@stoa/practice/contract';
import { moduleNames } from './modules.ts';

const principal = { kind: 'service', id: 'command-line' } as const;
const everyMs = 1000;
/** Then whoever waits is told what may be missing. */
const silentMs = 30_000;

type Results = Report['results'];
const line = ({ scenario, state, why, evidence }: Results[number]) =>
  [
    `${state === 'passed' ? '✓' : '✗'} ${scenario}${why ? `: ${why}` : ''}`,
    ...evidence.map(({ what, id, says }) => `    ${what} ${id}${says ? ` ${says}` : ''}`),
  ].join('\n');

/** Answers the exit code: 0 where all ten are passed. */
export async function showReadiness(institutionId: string, json: boolean): Promise<number> {
  const settings = readConfig(process.env, moduleNames);
  const modules = [practice, correspondence];
  const config = {
    ...{ ...settings, modules: modules.map(({ name }) => name), port: 0, host: '127.0.0.1', amqpUrl: undefined },
  };
  const log = createLog('error', config.circuit);
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataDir, log);
  try {
    const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
    const platform = await startPlatform({ config, modules, databaseUrl, log, manual: true });
    try {
      const { id } = await platform.call(startReadiness, { institutionId }, { principal });
      const read = () => platform.call(getReadiness, { id }, { principal });
      return await follow(read, json);
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

async function follow(read: () => Promise<Report>, json: boolean): Promise<number> {
  const told = new Set<string>();
  const began = Date.now();
  for (let warned = false; ; await wait(everyMs)) {
    const report = await read();
    for (const result of report.results.filter(({ scenario, state }) => state !== 'runs' && !told.has(scenario))) {
      told.add(result.scenario);
      if (!json) process.stdout.write(`${line(result)}\n`);
    }
    if (report.outcome) {
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${report.outcome}: report ${report.id}\n`);
      return report.outcome === 'passed' ? 0 : 1;
    }
    if (warned || told.size > 0 || Date.now() - began < silentMs) continue;
    warned = true;
    process.stderr.write(
      'Nothing has come yet. Does the platform run, with STOA_PRACTICE_CONNECTOR_URL? It goes on when it does.\n',
    );
  }
}
