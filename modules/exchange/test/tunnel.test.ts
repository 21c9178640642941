// SPDX-License-Identifier: Apache-2.0
/** Tunnels of a connector that renews its certificate, or ends, while they carry requests. */
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { Tunnels } from '../src/lines/tunnel.ts';
import { answerLine, bodyOf, type LineReply } from '../src/wire/index.ts';

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
  const asked: ((reply: LineReply) => void)[] = [];
  const failed = (error: unknown) => expect.fail(String(error));
  answerLine(own, () => new Promise((resolve) => asked.push(resolve)), failed);
  tunnels.add(subsystem, instance, certificate, await accepted);
  return {
    answer: async (text: string) => {
      await expect.poll(() => asked.length).toBeGreaterThan(0);
      asked.shift()?.({ status: 200, headers: {}, body: Buffer.from(text) });
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

test('who waits for a line gets the renewed one', async () => {
  const old = await openLine('B', 'one', 'old');
  const first = Array.from({ length: 64 }, () => ask('B'));
  await expect.poll(() => old.asked.length).toBe(64);
  const waits = ask('B');
  const next = await openLine('B', 'one', 'new');
  await next.answer('waited');
  expect(await waits).toBe('waited');
  for (const [n, answer] of first.entries()) {
    await old.answer(`answer ${n}`);
    expect(await answer).toBe(`answer ${n}`);
  }
  await expect.poll(() => old.own.destroyed).toBe(true);
});

test('the connector with the fewest calls under way gets the next one', async () => {
  const one = await openLine('E', 'one', 'a');
  const two = await openLine('E', 'two', 'b');
  const calls = Array.from({ length: 6 }, () => ask('E'));
  await expect.poll(() => [one.asked.length, two.asked.length]).toEqual([3, 3]);
  for (let n = 0; n < 3; n++) await Promise.all([one.answer('x'), two.answer('x')]);
  await Promise.all(calls);
});

test('beyond 64 under way and 200 that wait a call is refused as busy, and those that wait are answered', async () => {
  const { answer, asked } = await openLine('F', 'one', 'a');
  const calls = Array.from({ length: 264 }, () => ask('F'));
  await expect(ask('F')).rejects.toMatchObject({ code: 'server.serverproxy.busy' });
  await expect.poll(() => asked.length).toBe(64);
  for (let n = 0; n < 264; n++) await answer('x');
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['x']));
});

test('a call that is late fails alone, one that waits that long too, and the late answer goes to nobody', async () => {
  const { answer, asked } = await openLine('G', 'one', 'a');
  const late = ask('G', 100);
  await expect.poll(() => asked.length).toBe(1);
  const others = Array.from({ length: 64 }, () => ask('G'));
  await expect(late).rejects.toMatchObject({ code: 'server.serverproxy.timeout' });
  await expect.poll(() => asked.length).toBe(65);
  await expect(ask('G', 100)).rejects.toMatchObject({ code: 'server.serverproxy.timeout' });
  await answer('late');
  for (let n = 0; n < 64; n++) await answer('in time');
  expect(new Set(await Promise.all(others))).toEqual(new Set(['in time']));
});

test('an answer larger than is taken is refused', async () => {
  const { answer } = await openLine('H', 'one', 'a');
  for (const size of [1001, 300_000]) {
    const call = ask('H');
    await answer('x'.repeat(size));
    await expect(call).rejects.toMatchObject({ code: 'server.serverproxy.response_too_large' });
  }
});

test('a head that cannot be sent is the fault of the message, not of the line', async () => {
  const { asked } = await openLine('I', 'one', 'a');
  const request = { method: 'GET', target: '/', headers: { x: 'x'.repeat(40_000) }, body: bodyOf(Buffer.alloc(0)) };
  const call = tunnels.request('I', 5000, limits, () => request);
  await expect(call).rejects.toMatchObject({ code: 'client.invalid_header' });
  expect([asked.length, tunnels.connected('I')]).toEqual([0, 1]);
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
