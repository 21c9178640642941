// SPDX-License-Identifier: Apache-2.0
/** The feed against the demo's monitoring system, which checks signature and repetition by itself. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRatings } from '@stoa/analytics/contract';
import { startMonitoringSystem } from '@stoa/demo';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { aggregatesOf, feedMonitoring } from '../src/feed.ts';
import { fullMarks, qualityBench } from './fixture.ts';

const shared = randomUUID();
const dataDir = await mkdtemp(join(tmpdir(), 'stoa-monitoring-'));
let monitoring = await startMonitoringSystem({ dataDir, secret: shared });
const port = Number(new URL(monitoring.url).port);
afterAll(() => monitoring.close());
const settings = (secret: string, minimum: string) => ({
  STOA_MONITORING_URL: monitoring.url,
  STOA_MONITORING_SECRET: secret,
  STOA_MINIMUM_ANSWERS: minimum,
});
const b = await qualityBench(settings(shared, '1'));
const operator = b.person({ duties: ['platform.operator'] });

interface Received {
  batch: {
    batchId: string;
    periodFrom: string;
    periodTo: string;
    aggregates: { level: string; code: string; answers: number; rating: number }[];
  };
}
const received = async () => (await (await fetch(`${monitoring.url}/aggregates`)).json()) as Received[];
async function answer(bench: typeof b, overall: number) {
  const { token } = await bench.invite();
  await bench.call(contract.submitAnswers, { token, answers: { ...fullMarks, overall } });
  await bench.tick();
}

test('without answers nothing is sent', async () => {
  await feedMonitoring(b.module);
  expect(await received()).toEqual([]);
});

test('figures of the country, the region and the office arrive, and unchanged ones only once', async () => {
  await answer(b, 4);
  await b.tick({ seconds: 61 });
  await feedMonitoring(b.module);
  const [newest, ...others] = await received();
  expect(others).toEqual([]);
  expect(newest?.batch.aggregates.map(({ level, code, answers, rating }) => [level, code, answers, rating])).toEqual([
    ['country', 'XM', 1, 75],
    ['region', 'XM-01', 1, 75],
    ['organisation', 'XM-01-LABOUR', 1, 75],
  ]);
  expect(newest?.batch.periodTo.slice(0, 7)).toBe(b.today().slice(0, 7));
});

test('a batch that could not be delivered is sent later with the same content, before newer ones', async () => {
  await monitoring.close();
  await answer(b, 2);
  await expect(feedMonitoring(b.module)).rejects.toThrow(/did not take batch/);
  const { feed } = await b.call(contract.getState, {}, operator);
  expect(feed).toMatchObject({ configured: true, waiting: 1 });
  expect(feed.lastError).toBeDefined();
  await answer(b, 5);
  monitoring = await startMonitoringSystem({ dataDir, port, secret: shared });
  await feedMonitoring(b.module);
  expect((await received())[0]?.batch.aggregates[0]).toMatchObject({ answers: 2 });
  await feedMonitoring(b.module);
  expect((await received())[0]?.batch.aggregates[0]).toMatchObject({ answers: 3 });
  expect(await received()).toHaveLength(3);
  expect((await b.call(contract.getState, {}, operator)).feed).not.toHaveProperty('lastError');
});

test('a batch whose acknowledgement was lost is sent again and counted once', async () => {
  await b.sql(
    'update quality.monitoring_batch set sent_at = null where id = (select max(id::text)::uuid from quality.monitoring_batch)',
  );
  await feedMonitoring(b.module);
  expect(await received()).toHaveLength(3);
  expect((await b.call(contract.getState, {}, operator)).feed.waiting).toBe(0);
});

test('a wrong secret is refused by the monitoring system and the batch waits', async () => {
  const wrong = await qualityBench(settings('another-secret', '1'));
  await answer(wrong, 3);
  await expect(feedMonitoring(wrong.module)).rejects.toThrow(/401/);
  const { feed } = await wrong.call(contract.getState, {}, wrong.person({ duties: ['platform.operator'] }));
  expect(feed.waiting).toBe(1);
  expect(feed.lastError).toMatch(/401/);
});

test('suppressed groups do not leave the platform', async () => {
  const strict = await qualityBench({ ...settings(shared, '2') });
  await answer(strict, 3);
  expect(aggregatesOf(await strict.call(getRatings, {}, { kind: 'service', id: 'quality' }))).toEqual([]);
  const before = await received();
  await feedMonitoring(strict.module);
  expect(await received()).toEqual(before);
});
