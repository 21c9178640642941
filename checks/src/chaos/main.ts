// SPDX-License-Identifier: Apache-2.0
/**
 * Kills random processes of a running platform while people go on with their work, and compares what they were told
 * with what is there afterwards. `--kills N` (30), `--employers N` (2), `--work` names who works (`cases,accounts,documents,architecture,messages`), `--json` for one object a line, `--keep` leaves
 * the data folder. The exit code tells whether everything held.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { databaseUrlOf } from '../journey/platform.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { run, works } from './run.ts';
import { compare, settled } from './compare.ts';
import { ServiceManager } from './service-manager.ts';
import { verdictOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    employers: { type: 'string', default: '2' },
    work: { type: 'string', default: works.join(',') },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const say = (words: string, facts: Readonly<Record<string, unknown>>) =>
  process.stdout.write(values.json ? `${JSON.stringify(facts)}\n` : `${words}\n`);

const dataDir = await mkdtemp(join(tmpdir(), 'stoa-chaos-'));
const told = new Acknowledgements(join(dataDir, 'acknowledgements.jsonl'));
let manager: ServiceManager | undefined;
let faults: readonly string[] = ['the run did not come to its end'];
const interrupted = () => void (manager?.stop() ?? Promise.resolve()).finally(() => process.exit(130));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
try {
  manager = await ServiceManager.start(dataDir);
  await manager.untilServing();
  say(`The platform serves at ${manager.base}; its log is ${manager.log}`, { event: 'started', base: manager.base });
  const plan = { kills: Number(values.kills), employers: Number(values.employers), work: values.work.split(',') };
  const outcome = await run(manager, told, plan, say);
  const databaseUrl = await databaseUrlOf(dataDir);
  const comparison = await settled(() => compare(told.all(), databaseUrl, dataDir, manager?.mailUrl ?? ''));
  await manager.stop();
  const verdict = verdictOf(dataDir);
  faults = [...outcome.faults, ...comparison.faults, ...verdict.faults];
  const figures = { ...outcome.figures, ...comparison.figures, ...verdict.figures };
  for (const fault of faults) say(`  ✗ ${fault}`, { event: 'fault', fault });
  const lines = Object.entries(figures).map(([name, value]) => `  ${name.padEnd(28)} ${String(value)}`);
  say(`\n${lines.join('\n')}`, { event: 'summary', ok: faults.length === 0, ...figures });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
} finally {
  await manager?.stop();
  told.close();
}
const ok = faults.length === 0;
if (values.keep || !ok) process.stderr.write(`Data folder: ${dataDir}\n`);
else await rm(dataDir, { recursive: true, force: true });
if (!values.json)
  process.stdout.write(ok ? '\nNothing was lost and nothing happened twice.\n' : '\nSomething did not hold.\n');
process.exit(ok ? 0 : 1);
