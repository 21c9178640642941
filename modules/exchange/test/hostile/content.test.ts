// SPDX-License-Identifier: Apache-2.0
/** Content of which it takes minutes to find out whether it fits: refused, on record, and nobody else waits for it. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as contract from '../../src/contract.ts';
import { exchangeOf } from '../../src/exchange.ts';
import { createDurableLog } from '../../src/log/durable-log.ts';
import { eventRequest } from '../../src/events/endpoint.ts';
import { bodyOf } from '../../src/wire/index.ts';
import { clientId, providerId, startMailbox, typeId } from '../direct-mailbox.ts';

const { b, client, provider } = await startMailbox();
const system = { kind: 'system' } as const;
const name = { en: 'Costly' };
const type = 'urn:xm:costly:1.0#Request';
const eventType = 'xm.costly.made.v1';
/** Two objects are compared whole: for n of them that is done n²/2 times. */
const schema = { type: 'array', uniqueItems: true };
const schemas = { requestSchema: schema, responseSchema: schema };
await b.call(contract.publishInformationType, { id: type, providerId, name, ...schemas }, system);
await b.call(contract.grantRight, { consumerId: clientId, target: type, purpose: 'Testing' }, system);
await b.call(contract.publishEventType, { id: eventType, publisherId: providerId, name, schema }, system);
await exchangeOf(b.module).directory.refresh();

const items = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const endless = items(60_000);
const refusedFor = expect.objectContaining({
  status: 422,
  code: 'exchange.content-invalid',
  message: expect.stringContaining('takes too long'),
});
const lastCodes = async (count: number) =>
  (await b.sql<{ code: string | null }>('select code from message order by entry_id desc limit $1', [count])).map(
    ({ code }) => code,
  );

test('a request is refused in the end, and others are taken meanwhile', async () => {
  const order: string[] = [];
  const costly = client.sendRequest({ messageId: randomUUID(), type, content: endless }).finally(() => {
    order.push('costly');
  });
  const plain = client.sendRequest({ messageId: randomUUID(), type: typeId, content: {} }).finally(() => {
    order.push('plain');
  });
  await expect(costly).rejects.toEqual(refusedFor);
  expect((await plain).alreadySent).toBe(false);
  expect(order).toEqual(['plain', 'costly']);
  expect(await lastCodes(1)).toEqual(['exchange.content-invalid']);
});

test('an answer is refused, and one that fits is taken', async () => {
  const messageId = randomUUID();
  await client.sendRequest({ messageId, type, content: items(3) });
  const request = await provider.nextRequest({ type });
  const answer = { messageId: randomUUID(), to: request?.replyTo ?? '' };
  await expect(provider.sendResponse({ ...answer, content: endless })).rejects.toEqual(refusedFor);
  await expect(provider.sendResponse({ ...answer, content: [1, 1] })).rejects.toMatchObject({
    code: 'exchange.content-invalid',
    message: expect.stringContaining('duplicate'),
  });
  expect(await provider.sendResponse({ ...answer, content: items(3) })).toMatchObject({ alreadySent: false });
  expect((await client.nextResponse({ type }))?.content).toEqual(items(3));
});

test('of a batch what waits behind it is to be sent again, what is plain is stored', async () => {
  const message = (content: unknown, of = type) => ({ messageId: randomUUID(), type: of, content });
  const behind = message(items(3));
  const outcomes = await client.sendRequests([message(endless), message({}, typeId), behind]);
  expect(outcomes.map(({ problem }) => problem?.code)).toEqual([
    'exchange.content-invalid',
    undefined,
    'exchange.quota-exceeded',
  ]);
  expect(await client.sendRequest(behind)).toMatchObject({ alreadySent: false });
});

test('an event is refused, and one that fits is published', async () => {
  const { directory } = exchangeOf(b.module);
  const publish = async (data: unknown) => {
    const event = { specversion: '1.0', id: randomUUID(), source: '/things', type: eventType, data };
    const body = bodyOf(Buffer.from(JSON.stringify(event)));
    const message = { method: 'POST', authority: 'hub', target: '/events', headers: {}, body, client: providerId };
    const answer = await eventRequest(
      { module: b.module, directory, record: createDurableLog(b.module) },
      { ...message, messageId: randomUUID(), issue: undefined },
    );
    return { status: answer.status, ...(JSON.parse(String(answer.body.bytes)) as { code?: string }) };
  };
  expect(await publish(endless)).toMatchObject({ status: 422, code: 'exchange.content-invalid' });
  expect(await publish(items(3))).toMatchObject({ status: 200, alreadyPublished: false });
});
