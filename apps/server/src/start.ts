// SPDX-License-Identifier: Apache-2.0
import { type Config, createLog, noteArchive, readConfig, startEmbeddedPostgres } from '@stoa/kernel';
import type { Child } from './child.ts';
import { loadHistory } from './demo/history.ts';
import { decideDemo, rememberWithoutDemo } from './demo/leave.ts';
import { type DemoPlan, planDemo, populateDemo } from './demo/world.ts';
import { missingSettings } from './missing.ts';
import { moduleNames } from './modules.ts';
import { pickPort } from './ports.ts';
import { askedOf, demandSafe } from './safety/index.ts';
import { startServer } from './server.ts';

/** Runs this process until SIGINT or SIGTERM. With the demo (`STOA_DEMO`, by default where all modules run) it brings that up too. */
export async function start(): Promise<void> {
  // Whoever read the output may go (`npm start | head`): the platform stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const read = readConfig(process.env, moduleNames);
  await demandSafe(askedOf(read));
  let config = decideDemo(read);
  // A newcomer's first look is at the steps, not at log lines; errors are always shown.
  if (!config.env.STOA_LOG && config.demo && !config.modules) config = { ...config, logLevel: 'error' };
  const log = createLog(config.logLevel, config.circuit);
  if (!config.demo && !config.modules) await rememberWithoutDemo(config);
  let plan: DemoPlan | undefined;
  if (config.port === 0) config = { ...config, port: await pickPort(0, config.host) };
  if (!config.databaseUrl) progress('starting the embedded PostgreSQL');
  if (config.env.STOA_ARCHIVE && !config.databaseUrl) await noteArchive(config.dataDir, config.env.STOA_ARCHIVE);
  const starting = config.databaseUrl ? undefined : startEmbeddedPostgres(config.dataDir, log);
  if (config.demo) {
    progress("starting the departments' own systems");
    // Both come up at the same time; neither stays when the other does not.
    const [planned, database] = await Promise.allSettled([planDemo(config, log), starting]);
    if (planned.status === 'rejected') {
      if (database.status === 'fulfilled') await database.value?.stop();
      throw planned.reason;
    }
    plan = planned.value;
    if (database.status === 'rejected') {
      await plan.programs.stop();
      throw database.reason;
    }
    config = {
      ...config,
      env: { ...plan.env, ...config.env, ...pick(plan.env, ['STOA_HUB_PORT']) },
      tsaUrl: config.tsaUrl ?? plan.env.STOA_TSA_URL,
    };
  }
  const server = await startServer(config, await starting, progress);
  let connectors: Child | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    progress('stopping');
    await connectors?.stop();
    await plan?.programs.stop();
    await server.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  if (plan) connectors = await populateDemo(server.platform, plan, server.databaseUrl, progress);
  // Circuits side by side have one process that watches over them.
  process.once('disconnect', () => void stop());
  process.send?.({ ready: true });
  const missing = plan ? [] : await missingSettings(server.platform);
  if (plan) void loadHistory(server.platform);
  welcome(server.platform.config.publicUrl ?? server.platform.url, config, plan, missing);
}

const pick = (from: Record<string, string>, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, from[key] ?? '']));

const progress = (step: string) => process.stdout.write(`… ${step}\n`);

function welcome(url: string, config: Config, plan: DemoPlan | undefined, missing: readonly string[]): void {
  const seconds = (performance.now() / 1000).toFixed(1);
  const lines = [`Stoa is ready after ${seconds} s: ${url}`];
  if (config.modules) lines.push(`This process runs: ${config.modules.join(', ')}`);
  if (missing.length > 0) lines.push('', 'Not there yet:', ...missing.map((one) => `  ${one}`));
  if (plan) {
    const { services } = plan.programs.ready as { services: Record<string, string> };
    lines.push(
      '',
      'Sign in as (password of all: meridia; the sign-in page shows the code of officials, as demo info does)',
      '  aigerim   acts for the company Steppe Build    worker   the foreign worker',
      '  officer   decides on work permits              auditor  sees the evidence',
      '  analyst   service quality                      operator runs the platform',
      '',
      "Try first: sign in as aigerim, choose the company, apply for a work permit (worker's SNILS 14567890105, born 5 November 1992,",
      'diploma IN-2014-048213) and pay the fee with a test card. Then sign in as officer, and decide it under Office.',
      `E-mail sent: ${services.mailCatcher ?? ''}   Connectors, services, accounts: npm run stoa -- demo info`,
      'Stop with Ctrl-C.',
    );
  }
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
