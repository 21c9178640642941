// SPDX-License-Identifier: Apache-2.0
/** Bodies that no process holds whole: through both connectors and the hub, checked on each leg, kept as evidence. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import { grantRight, publishService, registerSubsystem } from '@stoa/exchange/contract';
import { consumerId, directClient, startExchangeWorld, strangerId } from './fixture.ts';

const { b, consumer, connect, logged } = await startExchangeWorld();
const system = { kind: 'system' } as const;
const megabyte = 1024 * 1024;
const part = randomBytes(megabyte);
const parts = (count: number) => Readable.from(Array.from({ length: count }, () => part));
const digestOf = (count: number) => {
  const sha256 = createHash('sha256');
  for (let i = 0; i < count; i++) sha256.update(part);
  return sha256.digest('hex');
};

/** Answers the digest of what it was sent, then as many megabytes as it was asked for. */
const archive = createServer(async (request, response) => {
  const sha256 = createHash('sha256');
  for await (const chunk of request) sha256.update(chunk as Buffer);
  const wanted = Number(new URL(request.url ?? '', 'http://archive').searchParams.get('megabytes'));
  response.writeHead(200, { 'content-type': 'application/octet-stream', etag: sha256.digest('hex') });
  parts(wanted).pipe(response);
});
await new Promise<void>((resolve) => archive.listen(0, '127.0.0.1', resolve));
afterAll(() => void archive.close());
const address = archive.address();
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const provider = await connect(strangerId, { archive: { rest: { url } } });
await b.call(
  publishService,
  { subsystemId: strangerId, code: 'archive', name: { en: 'Archive' }, timeoutMs: 60_000 },
  system,
);
await b.call(grantRight, { consumerId, target: `${strangerId}/archive`, purpose: 'Testing' }, system);

const ask = (id: string, send: number, receive: number) =>
  fetch(`${consumer.connector.url}/r1/${strangerId}/archive/x?megabytes=${receive}`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId, 'x-road-id': id },
    body: Readable.toWeb(parts(send)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit);

/** What was forgotten until garbage collection closed it. */
const forgotten: string[] = [];
process.on('warning', ({ message }) => {
  if (message.includes('garbage collection')) forgotten.push(message);
});
/** Copies of bodies, which have no name, that the hub has open or did not close itself. */
async function copies(): Promise<string[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  const open = (await Promise.all(links)).filter((path) => path.startsWith(join(b.module.dataDir, 'bodies')));
  return [...open, ...forgotten];
}

test('large bodies pass both ways as they are, are proven afterwards, and leave no file behind', async () => {
  const response = await ask('large-1', 30, 20);
  expect([response.status, response.headers.get('etag')]).toEqual([200, digestOf(30)]);
  const sha256 = createHash('sha256');
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) sha256.update(chunk);
  expect(sha256.digest('hex')).toBe(digestOf(20));
  expect((await logged('large-1')).map((m) => [m.direction, m.signature])).toEqual([
    ['request', 'valid'],
    ['response', 'valid'],
  ]);
  for (const { settings } of [consumer, provider])
    await eventually(async () => expect(await readdir(join(settings.dataDir, 'bodies'))).toEqual([]));
  await eventually(async () => expect(await copies()).toEqual([]));
});

test('a caller that leaves in the middle of a large answer leaves no file behind either', async () => {
  const response = await ask('large-left', 0, 40);
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) if (chunk.length > 0) break;
  for (const { settings } of [consumer, provider])
    await eventually(async () => expect(await readdir(join(settings.dataDir, 'bodies'))).toEqual([]));
  await eventually(async () => expect(await copies()).toEqual([]));
});

test('a stored chunk that is changed makes the message invalid', async () => {
  await (await ask('large-2', 3, 0)).arrayBuffer();
  await logged('large-2');
  await b.sql(
    `update body_chunk set content = set_byte(content, 100, get_byte(content, 100) # 1)
     where number = 1 and body_id = (select body_id from message where message_id = 'large-2' and direction = 'request')`,
  );
  expect((await logged('large-2')).map((m) => m.signature)).toEqual(['invalid', 'valid']);
});

test('a large body that is not what was signed is refused before the provider sees it, and nothing of it stays', async () => {
  const direct = await directClient(consumer.settings, b.clock);
  const target = `/r1/${strangerId}/archive/x?megabytes=0`;
  const headers = direct.sign(target, 'large-3', b.clock.now(), consumerId, undefined, 'POST');
  const answer = await direct.pool.request({ method: 'POST', path: target, headers, body: parts(3) });
  await answer.body.dump();
  expect([answer.statusCode, answer.headers['x-road-error']]).toEqual([400, 'client.invalid_signature']);
  const [left] = await b.sql<{ count: number }>(
    'select count(*)::int as count from body_chunk c where not exists (select 1 from message m where m.body_id = c.body_id)',
  );
  expect(left?.count).toBe(0);
  expect(await copies()).toEqual([]);
});

test('a body beyond the limit of a connector is refused', async () => {
  const small = await connect(consumerId, undefined, { largestBody: 2 * megabyte });
  const response = await fetch(`${small.connector.url}/r1/${strangerId}/archive/x?megabytes=0`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId },
    body: Readable.toWeb(parts(3)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit);
  expect([response.status, response.headers.get('x-road-error')]).toEqual([400, 'client.body_too_large']);
});

test("an answer beyond the limit of its provider's connector is refused, and the caller is told why", async () => {
  const providerId = 'XM/GOV/1009/PICTURES';
  const text = { en: 'Pictures' };
  await b.call(registerSubsystem, { id: providerId, name: text, memberName: text }, system);
  await connect(providerId, { archive: { rest: { url } } }, { largestBody: 2 * megabyte });
  const service = { subsystemId: providerId, code: 'archive', name: { en: 'Archive' } };
  await b.call(publishService, service, system);
  await b.call(grantRight, { consumerId, target: `${providerId}/archive`, purpose: 'Testing' }, system);
  const headers = { 'x-road-client': consumerId };
  await eventually(async () => {
    const answer = await fetch(`${consumer.connector.url}/r1/${providerId}/archive/x?megabytes=3`, { headers });
    expect([answer.status, await answer.json()]).toEqual([
      500,
      expect.objectContaining({
        type: 'server.serverproxy.service_failed',
        message: expect.stringContaining('larger than 2097152 bytes'),
      }),
    ]);
  });
});
