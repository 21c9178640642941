// SPDX-License-Identifier: Apache-2.0
/** Calls that fall back to the mailbox while their provider is away, where their callers ask for it. */
import { randomUUID } from 'node:crypto';
import * as contract from '@stoa/exchange/contract';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { startConnector } from '../src/index.ts';
import { consumerId, log, providerId, startExchangeWorld } from './fixture.ts';

const { b, consumer, provider, seen, ownUrl, connect, logged } = await startExchangeWorld();
const service = `${providerId}/persons`;
const system = { kind: 'system' } as const;
const offer = (fallback: boolean, immediate = false) =>
  b.call(
    contract.publishService,
    { subsystemId: providerId, code: 'persons', name: { en: 'Persons' }, timeoutMs: 1000, fallback, immediate },
    system,
  );
const mailbox = contract.connectorClient(consumer.connector.url, consumerId);

async function call(
  id: string,
  path = '/7?full=1',
  headers: Record<string, string> = { 'x-stoa-fallback': 'mailbox' },
) {
  const answer = await fetch(`${consumer.connector.url}/r1/${service}${path}`, {
    headers: { 'x-road-client': consumerId, 'x-road-id': id, ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

/** Until the hub has read what was published. */
const known = (fallback: boolean) =>
  eventually(async () => {
    expect((await call(randomUUID())).status).toBe(fallback ? 202 : 500);
  });

await provider.connector.close();

test('a service that does not allow it answers that its provider is away', async () => {
  expect(await call(randomUUID())).toMatchObject({
    status: 500,
    body: { type: 'server.serverproxy.service_unavailable' },
  });
});

test('a caller that does not ask for it is told that the provider is away', async () => {
  await offer(true);
  await known(true);
  expect((await call(randomUUID(), '/7', {})).status).toBe(500);
  expect((await call('not-a-uuid')).status).toBe(500);
});

test('a call without the right is refused all the same', async () => {
  const answer = await fetch(`${consumer.connector.url}/r1/${service}/7`, {
    method: 'DELETE',
    headers: { 'x-road-client': consumerId, 'x-stoa-fallback': 'mailbox' },
  });
  expect(await answer.json()).toMatchObject({ type: 'server.serverproxy.access_denied' });
});

test('a call waits in the mailbox under its own id, is made once when the connector is back, and answered there', async () => {
  const id = randomUUID();
  expect(await call(id)).toMatchObject({ status: 202, body: { messageId: id, waitsIn: 'mailbox', type: service } });
  expect((await call(id)).status).toBe(202);
  expect(await call(id, '/8')).toMatchObject({ status: 400, body: { type: 'client.message_id_taken' } });
  expect(await b.sql('select outcome from message where code = $1', ['client.message_id_taken'])).toEqual([
    { outcome: 'refused' },
  ]);
  expect((await mailbox.status(id)).status).toBe('requestIsAcceptedBySmev');

  const back = await startConnector({ ...provider.settings, keptCalls: ['persons'] }, log);
  const answer = await eventually(async () => {
    const next = await mailbox.nextResponse({ type: service });
    if (next && next.requestId !== id) await mailbox.acknowledge(next.messageId);
    expect(next?.requestId).toBe(id);
    return next;
  });
  const content = answer?.content as { status: number; body: string };
  expect(content.status).toBe(200);
  expect(JSON.parse(Buffer.from(content.body, 'base64').toString())).toMatchObject({ path: '/api/7?full=1' });
  expect(seen.filter(({ headers }) => headers['x-road-id'] === id)).toHaveLength(1);
  expect(seen.find(({ headers }) => headers['x-road-id'] === id)?.headers['x-road-client']).toBe(consumerId);

  // Asked again with the provider there, it still is the call that was made already.
  expect((await call(id)).status).toBe(202);
  expect(seen.filter(({ headers }) => headers['x-road-id'] === id)).toHaveLength(1);
  expect((await call(randomUUID())).status).toBe(200);
  expect((await logged(id)).map(({ direction, signature }) => `${direction} ${signature}`)).toContain('response valid');
  await back.close();
});

test('a service that asks for signatures of their own lets its calls wait too', async () => {
  await offer(true, true);
  await eventually(async () => {
    const id = randomUUID();
    expect((await call(id)).status).toBe(202);
    const rows = `select distinct session_id from message where message_id = $1 and outcome = 'accepted'`;
    expect(await b.sql(rows, [id])).toEqual([{ session_id: null }]);
  });
});

test('settings that keep calls of a service that is not offered are refused', async () => {
  await expect(connect(providerId, { persons: { rest: { url: ownUrl } } }, { keptCalls: ['others'] })).rejects.toThrow(
    'keptCalls names others',
  );
});
