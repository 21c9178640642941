// SPDX-License-Identifier: Apache-2.0
/**
 * Kills hub, connectors, database and broker again and again while calls and messages go through the exchange, fills the
 * disk, and compares what both sides were told with what is on record and what was done. `--kills N` (30), `--disk` puts
 * the data on a small file system and fills it twice (needs root). The exit code tells whether everything held.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { verdictOf } from '../chaos/verdict.ts';
import { emptyLedger, startClients } from './clients.ts';
import { compare } from './compare.ts';
import { circuit, startWorld, type Victim, victims } from './world.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '30' }, disk: { type: 'boolean', default: false } },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const fillings = 2;
/** What a killed reader held comes again after its lease of two minutes. */
const longestLease = 150_000;
/** A quorum queue whose broker falls within seconds of declaring it may stay without a leader (RabbitMQ 3.10). */
const brokerFrom = 20_000;

const world = await startWorld(values.disk ? 700 : undefined);
let faults: readonly string[] = ['the run did not come to its end'];
try {
  const began = Date.now();
  const ledger = emptyLedger();
  const stop = new AbortController();
  const clients = startClients(world, ledger, stop.signal);
  const recoveries: number[] = [];

  /** Until a call that began after this moment is answered. */
  async function untilServing(): Promise<number> {
    const from = Date.now();
    const before = ledger.answered.size;
    while (ledger.answered.size <= before + 6 && Date.now() - from < 60_000) await wait(20);
    return Date.now() - from;
  }
  await untilServing();

  const kills = Number(values.kills);
  for (let count = 1; count <= kills; count++) {
    await wait(1000 + Math.random() * 2000);
    const victim = victims[Math.floor(Math.random() * victims.length)] as Victim;
    if (victim === 'broker' && Date.now() - began < brokerFrom) continue;
    const pid = world.pidOf(victim);
    if (!pid) continue;
    if (victim === 'broker') await world.broker?.restart();
    else process.kill(pid, 'SIGKILL');
    const ms = await untilServing();
    recoveries.push(ms);
    say(`${String(count).padStart(3)}  ${victim.padEnd(20)} killed, calls answered again after ${ms} ms`);
  }
  for (let count = 0; values.disk && count < fillings; count++) {
    const empty = world.fillDisk();
    const before = ledger.answered.size;
    await wait(8000);
    const meanwhile = ledger.answered.size - before;
    empty();
    say(
      `     the disk was full for 8 s (${meanwhile} calls answered); calls answered again after ${await untilServing()} ms`,
    );
  }
  stop.abort();
  const open = await clients.finish(longestLease);
  await world.settle();
  const compared = await compare(world, ledger, open);
  const verdict = verdictOf(world.dataDir, { STOA_CIRCUIT: circuit });
  faults = [...compared.faults, ...verdict.faults];
  const figures = {
    kills: recoveries.length,
    slowestRecoveryMs: Math.max(0, ...recoveries),
    ...compared.figures,
    ...verdict.figures,
  };
  for (const [name, value] of Object.entries(figures)) say(`  ${name.padEnd(48)} ${value}`);
  for (const fault of faults) say(`  ✗ ${fault}`);
} finally {
  await world.close();
}
say(faults.length === 0 ? '\nNothing was lost and nothing happened twice.' : '\nSomething did not hold.');
process.exit(faults.length === 0 ? 0 : 1);
