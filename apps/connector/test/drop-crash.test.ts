// SPDX-License-Identifier: Apache-2.0
/** A connector that is killed while it works on dropped files, again and again: every row is sent once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { allowEnrolment } from '@stoa/exchange/contract';
import type { ConnectorSettings } from '../src/index.ts';
import { landId, startDropWorld } from './drop-world.ts';

const { b, allow, at, settings, drop, names, json, received, until } = await startDropWorld();
await allow();

let child: ChildProcess | undefined;
afterAll(() => child?.kill('SIGKILL'));
const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const rows = 400;
const csv = (first: number) =>
  `Parcel,Price\n${Array.from({ length: rows }, (_, i) => `${String(first + i).padStart(6, '0')},${i}\n`).join('')}`;

test('kill -9 at any point loses no row and sends none twice', async () => {
  const { token } = await b.call(allowEnrolment, { subsystemId: landId }, { kind: 'system' });
  const file = at('connectors.yaml');
  const connector: ConnectorSettings = {
    subsystem: landId,
    port: 0,
    anybodyOnThisMachine: 'may speak for the department',
    platformUrl: b.platform.url,
    dataDir: at('.keys'),
    enrolmentToken: token,
    drops: [settings()],
  };
  await writeFile(file, stringify([connector]));
  const start = async () => {
    child = spawn(process.execPath, [program, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, STOA_LOG: process.env.STOA_TEST_LOG ?? 'silent' },
    });
    const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> });
    await once(lines, 'line');
  };
  const kill = async () => {
    const ended = once(child as ChildProcess, 'exit');
    child?.kill('SIGKILL');
    await ended;
  };
  const count = async () => Number((await b.sql('select count(*)::int as n from mailbox_request'))[0]?.n);

  await drop('first.csv', csv(0));
  let interrupted = 0;
  for (const enough of [1, 100, 300]) {
    await start();
    await until(async () => expect(await count()).toBeGreaterThanOrEqual(enough));
    await kill();
    if ((await names('work')).length > 0) interrupted += 1;
  }
  await drop('second.csv', csv(rows));
  await start();
  await until(async () => expect(await names('done')).toEqual(['first.csv', 'second.csv']));
  await kill();
  expect(interrupted).toBeGreaterThan(0);

  // As if killed after all was sent and the receipt written, before the file was put away.
  await drop('work/first.csv', csv(0));
  await start();
  await until(async () => expect(await names('work')).toEqual([]));
  await kill();

  const parcels = (await received()).map((m) => m.content.parcel);
  expect(parcels).toEqual(Array.from({ length: 2 * rows }, (_, i) => String(i).padStart(6, '0')));
  const ids = [await json('receipts', 'first.csv.json'), await json('receipts', 'second.csv.json')].flatMap((receipt) =>
    (receipt.messages as { messageId: string }[]).map(({ messageId }) => messageId),
  );
  expect(ids.toSorted()).toEqual((await received()).map((m) => m.message_id).toSorted());
});
