// SPDX-License-Identifier: Apache-2.0
/** Tunnels of a connector that renews its certificate, or ends, while they carry requests. */
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { Tunnels } from '../src/hub/tunnel.ts';
import { bodyOf } from '../src/wire/index.ts';

const listener = createServer();
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
const address = listener.address();
const port = typeof address === 'object' && address ? address.port : 0;
const tunnels = new Tunnels();
afterAll(() => {
  tunnels.close();
  listener.close();
});

/** One line of a connector that answers when it is told to. */
async function openLine(subsystem: string, instance: string, certificate: string) {
  const accepted = new Promise<Socket>((resolve) => listener.once('connection', resolve));
  const own = connect(port, '127.0.0.1');
  const asked: ServerResponse[] = [];
  createHttpServer((_request, response) => asked.push(response)).emit('connection', own);
  tunnels.add(subsystem, instance, certificate, await accepted);
  return {
    answer: async (text: string) => {
      await expect.poll(() => asked.length).toBe(1);
      asked.pop()?.end(text);
    },
    asked,
    own,
  };
}
const limits = { limit: 1000, spool: () => expect.fail('a small answer is kept in memory') };
const ask = async (subsystem: string, timeoutMs = 5000) => {
  const request = { method: 'GET', target: '/', headers: {}, body: bodyOf(Buffer.alloc(0)) };
  const { answer } = await tunnels.request(subsystem, timeoutMs, limits, () => request);
  return answer.body.bytes?.toString();
};

test('a request in a line that a renewal replaces is answered, the next one takes the new line', async () => {
  const old = await openLine('A', 'one', 'old');
  const idle = await openLine('A', 'one', 'old');
  const first = ask('A');
  await expect.poll(() => old.asked.length).toBe(1);
  const next = await openLine('A', 'one', 'new');
  const second = ask('A');
  await next.answer('second');
  await old.answer('first');
  expect([await first, await second]).toEqual(['first', 'second']);
  await expect.poll(() => [old.own.destroyed, idle.own.destroyed, next.own.destroyed]).toEqual([true, true, false]);
  expect(tunnels.connected('A')).toBe(1);
});

test('who waits for a line gets one of the renewed', async () => {
  const old = await openLine('B', 'one', 'old');
  const first = ask('B');
  await expect.poll(() => old.asked.length).toBe(1);
  const second = ask('B');
  const next = await openLine('B', 'one', 'new');
  await next.answer('second');
  await old.answer('first');
  expect([await first, await second]).toEqual(['first', 'second']);
});

test('lines of another connector process of the subsystem stay as they are', async () => {
  await openLine('C', 'one', 'old');
  await openLine('C', 'two', 'other');
  await openLine('C', 'one', 'new');
  await expect.poll(() => tunnels.connected('C')).toBe(2);
});

test('a request in a line that breaks is refused, and so is the next one without a line', async () => {
  const { own, asked } = await openLine('D', 'one', 'only');
  const first = ask('D');
  await expect.poll(() => asked.length).toBe(1);
  own.destroy();
  await expect(first).rejects.toMatchObject({ code: 'server.serverproxy.connection_lost' });
  await expect(ask('D')).rejects.toMatchObject({ code: 'server.serverproxy.service_unavailable' });
});
