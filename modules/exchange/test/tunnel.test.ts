// SPDX-License-Identifier: Apache-2.0
/** A tunnel that ends while it carries a request. */
import http2 from 'node:http2';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { Tunnels } from '../src/hub/tunnel.ts';

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
const tunnels = new Tunnels();
afterAll(() => {
  tunnels.close();
  server.close();
});

/** A connector that answers when it is told to. */
async function openTunnel(subsystem: string, keyId: string) {
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const own = connect(port, '127.0.0.1');
  const session = http2.performServerHandshake(own) as unknown as http2.ServerHttp2Session;
  const asked = new Promise<http2.ServerHttp2Stream>((resolve) => session.once('stream', resolve));
  tunnels.add(subsystem, await accepted, keyId);
  return { session, asked };
}
const ask = (subsystem: string) => tunnels.request(subsystem, 'GET', '/', {}, Buffer.alloc(0), 5000);
const answer = (stream: http2.ServerHttp2Stream, text: string) => {
  stream.respond({ ':status': 200 });
  stream.end(text);
};

test('a request under way in a tunnel that is replaced is answered, the next one takes the new tunnel', async () => {
  const old = await openTunnel('A', 'old');
  const first = ask('A');
  const waiting = await old.asked;
  const gone = new Promise((resolve) => old.session.once('goaway', resolve));
  const next = await openTunnel('A', 'new');
  tunnels.retire('A', 'old');
  await gone;
  const second = ask('A');
  answer(await next.asked, 'second');
  // Long enough for what a farewell brings about on both sides.
  await new Promise((resolve) => setTimeout(resolve, 100));
  answer(waiting, 'first');
  expect((await second).body.toString()).toBe('second');
  expect((await first).body.toString()).toBe('first');
  expect(tunnels.connected('A')).toBe(1);
});

test('a connector that says farewell still answers what it was asked, and is asked no more', async () => {
  const { session, asked } = await openTunnel('B', 'only');
  const first = ask('B');
  const waiting = await asked;
  session.close();
  await expect.poll(() => tunnels.connected('B')).toBe(0);
  answer(waiting, 'first');
  expect((await first).body.toString()).toBe('first');
  await expect(ask('B')).rejects.toMatchObject({ code: 'server.serverproxy.service_unavailable' });
});

test('a tunnel with another certificate is not retired, and the only one never', async () => {
  await openTunnel('C', 'only');
  tunnels.retire('C', 'other');
  tunnels.retire('C', 'only');
  expect(tunnels.connected('C')).toBe(1);
});
