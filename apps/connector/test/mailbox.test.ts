// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connectorClient } from '@stoa/exchange/contract';
import { checkType, consumerId, idOf, startExchangeWorld, strangerId } from './fixture.ts';

const { b, consumer, stranger, logged } = await startExchangeWorld();
const sender = connectorClient(consumer.connector.url, consumerId);
const provider = connectorClient(stranger.connector.url, strangerId);
const request = (messageId: string = randomUUID()) => ({
  messageId,
  type: checkType,
  content: { snils: '11223344595' },
  issue: 'case-9',
});

test('a request is fetched, acknowledged, answered, and the answer fetched and acknowledged', async () => {
  const message = request();
  expect(await sender.sendRequest(message)).toEqual({ messageId: message.messageId, alreadySent: false });
  expect((await sender.status(message.messageId)).status).toBe('requestIsAcceptedBySmev');
  const delivered = await provider.nextRequest(checkType);
  expect(delivered).toMatchObject({
    messageId: message.messageId,
    from: consumerId,
    content: message.content,
    issue: 'case-9',
  });
  expect((await sender.status(message.messageId)).status).toBe('requestIsProcessed');
  await provider.acknowledge(message.messageId);
  expect((await sender.status(message.messageId)).status).toBe('underProcessing');
  const answerId = randomUUID();
  await provider.sendResponse({ messageId: answerId, to: delivered?.replyTo ?? '', content: { clear: true } });
  expect((await sender.status(message.messageId)).status).toBe('responseIsAcceptedBySmev');
  expect(await sender.nextResponse()).toMatchObject({
    messageId: answerId,
    requestId: message.messageId,
    from: strangerId,
    content: { clear: true },
  });
  await sender.acknowledge(answerId);
  const status = await sender.status(message.messageId);
  expect(status).toMatchObject({ status: 'messageIsDelivered', at: status.history?.at(-1)?.at });
  expect(status.history?.map(({ state }) => state)).toEqual([
    'requestIsQueued',
    'requestIsAcceptedBySmev',
    'requestIsProcessed',
    'underProcessing',
    'responseIsQueued',
    'responseIsAcceptedBySmev',
    'responseIsProcessed',
    'messageIsDelivered',
  ]);
  expect(await sender.nextResponse()).toBeUndefined();
  const evidence = await logged(message.messageId);
  expect(evidence.map((m) => [m.direction, m.signature, m.signer])).toEqual([
    ['request', 'valid', consumerId],
    ['request', 'valid', strangerId],
    ['response', 'valid', strangerId],
  ]);
});

test('a message sent twice is stored once; its id with other content is refused', async () => {
  const message = request();
  await sender.sendRequest(message);
  expect(await sender.sendRequest(message)).toEqual({ messageId: message.messageId, alreadySent: true });
  await expect(sender.sendRequest({ ...message, content: { snils: 'x' } })).rejects.toMatchObject({
    status: 409,
    code: 'exchange.message-id-taken',
  });
  expect(await provider.nextRequest()).toMatchObject({ messageId: message.messageId });
  expect(await provider.nextRequest()).toBeUndefined();
});

test('a message that is not acknowledged comes again after its lease', async () => {
  const message = request();
  await sender.sendRequest(message);
  await provider.nextRequest();
  expect(await provider.nextRequest()).toBeUndefined();
  await b.sql(`update mailbox_request set leased_until = $2 where message_id = $1`, [
    message.messageId,
    new Date(b.clock.now().getTime() - 1),
  ]);
  expect(await provider.nextRequest()).toMatchObject({ messageId: message.messageId });
});

test.each([
  ['an unknown type', { type: 'urn:none#x' }, 404, 'exchange.type-unknown'],
  ['content against the schema', { content: { snils: 1 } }, 422, 'exchange.content-invalid'],
  ['a malformed id', { messageId: 'x' }, 422, 'exchange.message-invalid'],
  ['a passed end of life', { endOfLife: '2020-01-01T00:00:00Z' }, 410, 'exchange.end-of-life-passed'],
  ['an id of three days ago', { messageId: idOf(Date.now() - 3 * 86_400_000) }, 410, 'exchange.message-stale'],
])('%s is refused', async (_name, change, status, code) => {
  await expect(sender.sendRequest({ ...request(), ...change })).rejects.toMatchObject({ status, code });
});

test('a subsystem without the right cannot send, and nobody answers for another', async () => {
  await expect(provider.sendRequest(request())).rejects.toMatchObject({ status: 403, code: 'exchange.access-denied' });
  const message = request();
  await sender.sendRequest(message);
  const to = `${consumerId}#${message.messageId}`;
  await expect(sender.sendResponse({ messageId: randomUUID(), to, content: { clear: true } })).rejects.toMatchObject({
    code: 'exchange.reply-to-unknown',
  });
  await expect(sender.acknowledge(message.messageId)).rejects.toMatchObject({
    status: 404,
    code: 'exchange.target-message-not-found',
  });
  await expect(
    provider.sendResponse({
      messageId: randomUUID(),
      to,
      content: { clear: true },
      status: { code: 0, description: '' },
    }),
  ).rejects.toMatchObject({ code: 'exchange.answer-ambiguous' });
  await expect(provider.sendResponse({ messageId: randomUUID(), to, content: {} })).rejects.toMatchObject({
    code: 'exchange.content-invalid',
  });
  expect((await sender.status(randomUUID())).status).toBe('doesNotExist');
});

test('malformed JSON to the mailbox is refused', async () => {
  const response = await fetch(`${consumer.connector.url}/mailbox/requests`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId, 'content-type': 'application/json' },
    body: '{',
  });
  expect(await response.json()).toMatchObject({ status: 422, code: 'exchange.body-malformed' });
});

test.each([300, 20_000])('a message whose content is nested %i levels deep is refused', async (levels) => {
  const deep = '['.repeat(levels) + ']'.repeat(levels);
  const response = await fetch(`${consumer.connector.url}/mailbox/requests`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId, 'content-type': 'application/json' },
    body: JSON.stringify({ ...request(), content: 'deep' }).replace('"deep"', deep),
  });
  expect(await response.json()).toMatchObject({ status: 422, code: 'exchange.text-malformed' });
});

test('a message with characters that are no text is refused', async () => {
  const body = JSON.stringify({ ...request(), content: { snils: 'x' } }).replace('"x"', '"\\ud800"');
  const response = await fetch(`${consumer.connector.url}/mailbox/requests`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId, 'content-type': 'application/json' },
    body,
  });
  expect(await response.json()).toMatchObject({ status: 422, code: 'exchange.text-malformed' });
});

test('an address the mailbox does not have is refused', async () => {
  const response = await fetch(`${consumer.connector.url}/mailbox/nothing`, {
    headers: { 'x-road-client': consumerId },
  });
  expect(await response.json()).toMatchObject({ status: 404, code: 'exchange.no-such-address' });
});

test('many messages travel by few requests, each with evidence of its own', async () => {
  const left = await provider.nextRequests({ max: 100 });
  await provider.acknowledgeAll(left.map(({ messageId }) => ({ messageId })));
  const sent = Array.from({ length: 20 }, () => request());
  expect(await sender.sendRequests(sent)).toEqual(sent.map(({ messageId }) => ({ messageId, alreadySent: false })));
  const delivered = await provider.nextRequests({ type: checkType, max: 50 });
  expect(delivered.map(({ messageId }) => messageId).toSorted()).toEqual(
    sent.map(({ messageId }) => messageId).toSorted(),
  );
  await provider.acknowledgeAll(delivered.map(({ messageId }) => ({ messageId })));
  await provider.sendResponses(
    delivered.map(({ replyTo }) => ({ messageId: randomUUID(), to: replyTo, content: { clear: true } })),
  );
  const answers = await sender.nextResponses({ type: checkType, max: 50, waitSeconds: 5 });
  await sender.acknowledgeAll(answers.map(({ messageId }) => ({ messageId })));
  expect(await sender.nextResponses({ max: 50 })).toEqual([]);
  for (const { messageId } of sent.slice(0, 3)) {
    expect((await sender.status(messageId)).status).toBe('messageIsDelivered');
    expect((await logged(messageId)).map((m) => [m.direction, m.signature, m.signer])).toEqual([
      ['request', 'valid', consumerId],
      ['request', 'valid', strangerId],
      ['response', 'valid', strangerId],
    ]);
  }
});

test('a batch of megabytes is taken, what a program says of the root is not', async () => {
  const sent = Array.from({ length: 4 }, () => ({ ...request(), content: { snils: 'x'.repeat(500_000) } }));
  const answer = await fetch(`${consumer.connector.url}/mailbox/batches/requests`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId, 'content-type': 'application/x-ndjson', 'x-stoa-parts': 'nonsense' },
    body: sent.map((message) => `${JSON.stringify(message)}\n`).join(''),
  });
  expect(answer.status).toBe(200);
  const ids = sent.map(({ messageId }) => messageId);
  expect(await answer.json()).toEqual({ results: ids.map((messageId) => ({ messageId, alreadySent: false })) });
  const delivered = await provider.nextRequests({ type: checkType, max: 10 });
  expect(delivered.map(({ content }) => (content as { snils: string }).snils.length)).toEqual(ids.map(() => 500_000));
  await provider.acknowledgeAll(ids.map((messageId) => ({ messageId })));
});

test('messages of a batch are refused one by one, and the sender is told which', async () => {
  const good = request();
  const outcomes = await sender.sendRequests([{ ...good, type: 'urn:none#x' }, good]);
  expect(outcomes.map(({ problem }) => problem?.code)).toEqual(['exchange.type-unknown', undefined]);
  await expect(sender.sendRequests(Array.from({ length: 101 }, () => request()))).rejects.toMatchObject({
    status: 422,
    code: 'exchange.batch-size',
  });
  expect(await sender.sendRequests([])).toEqual([]);
  await provider.acknowledge((await provider.nextRequest(checkType))?.messageId ?? '');
});
