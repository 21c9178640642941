// SPDX-License-Identifier: Apache-2.0
/** A connector's line to a hub: what waits for its turn, and what becomes of it when the line breaks or ends. */
import { connect, createServer, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { answerLine, type LineReply } from '@stoa/exchange/wire';
import { afterAll, expect, test } from 'vitest';
import { HubLine, HubUnreachable } from '../src/line.ts';

const sockets: Socket[] = [];
const asked: ((reply: LineReply) => void)[] = [];
const listener = createServer((socket) => {
  sockets.push(socket);
  answerLine(
    socket,
    () => new Promise((resolve) => asked.push(resolve)),
    () => undefined,
  );
});
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
const address = listener.address();
const port = typeof address === 'object' && address ? address.port : 0;
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  listener.close();
});
const open = () =>
  new Promise<TLSSocket>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket as TLSSocket));
    sockets.push(socket);
  });
const request = { method: 'GET', target: '/', headers: {}, body: undefined };
const answer = () => asked.shift()?.({ status: 200, headers: {}, body: Buffer.alloc(0) });

test('more than a line takes waits its turn', async () => {
  const line = new HubLine(open);
  const calls = Array.from({ length: 300 }, () => line.ask(request, 10_000));
  await expect.poll(() => asked.length).toBe(256);
  for (let n = 0; n < 300; n++) {
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    answer();
  }
  expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]));
  line.end();
});

test('when the line breaks and none can be opened, nothing waits for ever', async () => {
  let broken = false;
  const line = new HubLine(() => (broken ? Promise.reject(new Error('no way to the hub')) : open()));
  const calls = Array.from({ length: 600 }, () => line.ask(request, 10_000).catch((error: Error) => error.message));
  await expect.poll(() => asked.length).toBe(256);
  broken = true;
  sockets.at(-1)?.destroy();
  const ends = await Promise.all(calls);
  expect(ends.filter((end) => end === 'the connection broke')).toHaveLength(256);
  expect(ends.filter((end) => end === 'no way to the hub')).toHaveLength(344);
  // Only these were never sent.
  await expect(line.ask(request, 10_000)).rejects.toThrow(HubUnreachable);
  broken = false;
  asked.length = 0;
  const next = line.ask(request, 10_000);
  await expect.poll(() => asked.length).toBe(1);
  answer();
  expect((await next).status).toBe(200);
  line.end();
});

test('a line that is to end answers what is under way, then closes', async () => {
  const line = new HubLine(open);
  const call = line.ask(request, 10_000);
  await expect.poll(() => asked.length).toBe(1);
  const socket = sockets.at(-1);
  line.end();
  expect(socket?.destroyed).toBe(false);
  answer();
  expect((await call).status).toBe(200);
  await expect.poll(() => socket?.destroyed).toBe(true);
});

test('a hub that stays silent is waited for no longer than was said', async () => {
  const line = new HubLine(open);
  await expect(line.ask(request, 100)).rejects.toThrow('the hub did not answer within 100 ms');
  line.end();
});
