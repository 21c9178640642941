// SPDX-License-Identifier: Apache-2.0
/**
 * A provider's trouble stays its own. Prints the 95th percentile of another provider's calls beside it, and
 * beside one that is well and called as often.
 */
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { grantRight, publishService } from '@stoa/exchange/contract';
import { afterAll, expect, test } from 'vitest';
import { consumerId, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const { b, connect, consumer } = await startExchangeWorld();
const system = { kind: 'system' } as const;
const troubles = ['hang', 'trickle', 'reset', 'rubbish'] as const;

const sick = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (head: Buffer) => {
    const [, trouble] = /GET \/(\w+)/.exec(head.toString()) ?? [];
    if (trouble === 'reset') return void socket.resetAndDestroy();
    if (trouble === 'rubbish') return void socket.end('rubbish\0\r\n\r\n');
    if (trouble === 'well') return void socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    if (trouble !== 'trickle') return;
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 1000);
    socket.once('close', () => clearInterval(timer));
  });
});
await new Promise<void>((resolve) => sick.listen(0, '127.0.0.1', resolve));
afterAll(() => void sick.close());
const address = sick.address();
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const services = [...troubles, 'well'];
for (const code of services) {
  await b.call(publishService, { subsystemId: strangerId, code, name: { en: code }, timeoutMs: 1000 }, system);
  await b.call(grantRight, { consumerId, target: `${strangerId}/${code}`, purpose: 'Testing' }, system);
}
await connect(strangerId, Object.fromEntries(services.map((code) => [code, { rest: { url: `${url}/${code}` } }])));
const call = async (service: string) => {
  const response = await fetch(`${consumer.connector.url}/r1/${service}`, { headers: { 'x-road-client': consumerId } });
  await response.arrayBuffer();
  return { status: response.status, code: response.headers.get('x-road-error') };
};

async function p95(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const began = performance.now();
    expect((await call(`${providerId}/persons/x`)).status).toBe(200);
    times.push(performance.now() - began);
  }
  return times.toSorted((a, z) => a - z)[189] ?? 0;
}

/** The other provider's figure while callers go on calling these services. */
async function beside(codes: readonly string[], seen: Set<string | null>): Promise<number> {
  const stop = new AbortController();
  const callers = codes.flatMap((code) =>
    Array.from({ length: 4 }, async () => {
      while (!stop.signal.aborted) {
        seen.add((await call(`${strangerId}/${code}`)).code);
        await wait(250);
      }
    }),
  );
  await wait(4000);
  const figure = await p95();
  stop.abort();
  await Promise.all(callers);
  return figure;
}

test('a provider that hangs, trickles, resets or talks rubbish fails its own calls only', async () => {
  await p95();
  const well = await beside(['well', 'well', 'well', 'well'], new Set());
  const codes = new Set<string | null>();
  const ill = await beside(troubles, codes);
  process.stderr.write(
    `p95 of another provider: ${well.toFixed(1)} ms beside a well one, ${ill.toFixed(1)} ms beside a sick one\n`,
  );
  expect([...codes].toSorted()).toEqual([
    'server.serverproxy.service_failed',
    'server.serverproxy.service_unavailable',
    'server.serverproxy.timeout',
  ]);
});
