// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AggregateBatch, type RunningService, signBody, startMonitoringSystem } from '../src/index.ts';

const shared = randomUUID();

let dataDir: string;
let system: RunningService;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stoa-monitoring-'));
  system = await startMonitoringSystem({ dataDir, secret: shared });
});
afterEach(async () => {
  await system.close();
  await rm(dataDir, { recursive: true });
});

const batch: AggregateBatch = {
  batchId: 'B-1',
  periodFrom: '2026-11-01',
  periodTo: '2026-11-30',
  aggregates: [{ level: 'region', code: 'XM-01', name: 'Northern <Steppe>', answers: 12, rating: 4.5 }],
};
async function send(content: unknown, options: { secret?: string; at?: Date; header?: string } = {}) {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  const signature = options.header ?? signBody(options.secret ?? shared, body, options.at ?? new Date());
  const headers = { 'content-type': 'application/json', 'monitoring-signature': signature };
  const response = await fetch(`${system.url}/aggregates`, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('a signed batch is received once and shown, escaped, on the page', async () => {
  expect(await send(batch)).toEqual({ status: 201, body: { batchId: 'B-1', alreadyReceived: false } });
  expect(await send(batch)).toEqual({ status: 200, body: { batchId: 'B-1', alreadyReceived: true } });
  expect(await (await fetch(`${system.url}/aggregates`)).json()).toMatchObject([{ batch }]);
  expect(await (await fetch(system.url)).text()).toContain('Northern &lt;Steppe&gt;');
});

test('the same batch with other content is a conflict', async () => {
  await send(batch);
  expect(await send({ ...batch, periodTo: '2026-12-31' })).toMatchObject({
    status: 409,
    body: { code: 'monitoring.batch-differs' },
  });
});

test('a wrong, old, malformed or missing signature is refused', async () => {
  const old = new Date(Date.now() - 3_600_000);
  for (const options of [
    { secret: 'guess' },
    { at: old },
    { header: 'nonsense' },
    { header: '' },
    { header: 't=1,v1=00' },
  ])
    expect(await send(batch, options)).toMatchObject({ status: 401, body: { code: 'monitoring.signature-wrong' } });
  expect(await (await fetch(`${system.url}/aggregates`)).json()).toEqual([]);
});

test('what is no batch is refused', async () => {
  expect(await send('{')).toMatchObject({ status: 400, body: { code: 'monitoring.not-json' } });
  for (const bad of [{}, [], { ...batch, aggregates: [] }, { ...batch, extra: 1 }])
    expect((await send(bad)).status).toBe(400);
});

test('batches survive a restart', async () => {
  await send(batch);
  await system.close();
  system = await startMonitoringSystem({ dataDir, secret: shared });
  expect((await send(batch)).status).toBe(200);
});
