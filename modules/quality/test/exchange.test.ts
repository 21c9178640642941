// SPDX-License-Identifier: Apache-2.0
/** Cards over a real hub: the labour ministry's connector sends, the Quality Agency's delivers. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConnector } from '@stoa/connector';
import { informationTypes, subsystems } from '@stoa/country-xm';
import exchange from '@stoa/exchange';
import {
  allowEnrolment,
  connectorClient,
  grantRight,
  publishInformationType,
  registerSubsystem,
} from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import { answerId } from '../src/connector.ts';
import { receiveCard } from '../src/mailbox.ts';
import { cardContent, cardOfTheText, qualityBench, senderId } from './fixture.ts';

const hub = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
// Connectors sign by the machine's clock, however long the tests take.
hub.clock.follow();
const system = { kind: 'system' } as const;
const consumerId = subsystems.labour;
const name = { en: 'Test' };
const systemToken = randomUUID();

async function connect(subsystemId: string) {
  await hub.call(registerSubsystem, { id: subsystemId, name, memberName: name }, system);
  const { token } = await hub.call(allowEnrolment, { subsystemId }, system);
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-connector-'));
  const systems = { own: { token: systemToken } };
  const settings = {
    subsystem: subsystemId,
    port: 0,
    systems,
    platformUrl: hub.platform.url,
    dataDir,
    enrolmentToken: token,
  };
  const connector = await startConnector(settings, createLog('silent', 'test'));
  afterAll(() => connector.close());
  return connector;
}
const labour = connectorClient((await connect(consumerId)).url, consumerId, systemToken);
const agency = await connect(subsystems.quality);
await hub.call(
  publishInformationType,
  { id: informationTypes.renderedService, providerId: subsystems.quality, name, requestSchema: {}, responseSchema: {} },
  system,
);
await hub.call(
  grantRight,
  { consumerId, target: informationTypes.renderedService, purpose: 'Measuring the quality of services' },
  system,
);
const b = await qualityBench({ STOA_QUALITY_CONNECTOR_URL: agency.url, STOA_QUALITY_CONNECTOR_TOKEN: systemToken });
const self = { kind: 'service', id: 'quality' } as const;

async function send(content: unknown, messageId: string = randomUUID()): Promise<string> {
  hub.clock.advance({ seconds: 1 });
  await labour.sendRequest({ messageId, type: informationTypes.renderedService, content });
  return messageId;
}
const leaseRunsOut = () =>
  hub.sql(
    `update exchange.mailbox_request set leased_until = sent_at - interval '1 day' where leased_until is not null`,
  );
async function nextAnswer() {
  const answer = await labour.nextResponse();
  if (answer) await labour.acknowledge(answer.messageId);
  return answer;
}

test('a card sent over the exchange is taken in, answered with status 0 and leads to an invitation', async () => {
  const content = cardContent();
  const messageId = await send(content);
  await b.tick();
  expect(await nextAnswer()).toMatchObject({
    messageId: answerId(messageId),
    requestId: messageId,
    status: { code: 0, description: 'accepted' },
  });
  const [card] = await b.sql<{ id: string; state: string; sender_id: string }>(
    'select id, state, sender_id from quality.card where record_id = $1',
    [content.recordId],
  );
  expect(card).toMatchObject({ state: 'NOTIFY_QUEUED', sender_id: consumerId });
});

test('a card of exactly the fields of the specification is taken from the mailbox under the id of its message', async () => {
  const messageId = await send(cardOfTheText());
  await b.tick();
  expect((await nextAnswer())?.status).toEqual({ code: 0, description: 'accepted' });
  expect(await b.stateOf(messageId)).toMatchObject({ state: 'NOTIFY_QUEUED' });
});

test.each([
  ['with a wrong SNILS', { ...cardContent(), snils: '14567890100' }, /snils-invalid/],
  ['without a birth date', { ...cardContent(), birthOn: undefined }, /birthOn is missing/],
  ['that is no object', 'card', /must be object/],
  ['with a field nobody knows', { ...cardContent(), colour: 'red' }, /colour is not known/],
])('a card %s is answered with a rejection that says why', async (_name, content, why) => {
  await send(content);
  await b.tick();
  const answer = await nextAnswer();
  expect(answer?.rejection?.code).toBe('FAILURE');
  expect(answer?.rejection?.description).toMatch(why);
});

test('text that the database could not hold is answered with a rejection, not with a failure', async () => {
  for (const text of ['a\u0000b', 'a\ud800b']) {
    const content = cardContent({ organisationName: text });
    const answer = await b.module.tx(self, (tx) =>
      receiveCard(tx, { messageId: randomUUID(), from: senderId, content }),
    );
    expect(answer.rejection?.description).toMatch(/organisationName must match/);
  }
});

test('several waiting cards are taken in one round, a broken one does not keep the others waiting', async () => {
  const contents = [cardContent(), { nothing: true }, cardContent(), cardContent()];
  for (const content of contents) await send(content);
  await b.tick();
  const answers = [await nextAnswer(), await nextAnswer(), await nextAnswer(), await nextAnswer()];
  expect(answers.filter((answer) => answer?.status?.code === 0)).toHaveLength(3);
  expect(answers.filter((answer) => answer?.rejection)).toHaveLength(1);
});

test('a message taken in before a crash is answered by the same message when it comes again', async () => {
  const content = cardContent();
  const messageId = await send(content);
  const before = await b.module.tx(self, (tx) => receiveCard(tx, { messageId, from: senderId, content }));
  await b.tick();
  expect(await nextAnswer()).toMatchObject({ messageId: answerId(messageId), ...before });
  expect(await nextAnswer()).toBeUndefined();
  expect(await b.sql('select 1 from quality.card where record_id = $1', [content.recordId])).toHaveLength(1);
});

test('a message that comes after its answer was sent but not acknowledged is answered only once', async () => {
  const content = cardContent();
  const messageId = await send(content);
  const provider = connectorClient(agency.url, subsystems.quality, systemToken);
  const delivered = await provider.nextRequest(informationTypes.renderedService);
  const answer = await b.module.tx(self, (tx) => receiveCard(tx, { messageId, from: consumerId, content }));
  await provider.sendResponse({ messageId: answerId(messageId), to: delivered?.replyTo ?? '', ...answer });
  await leaseRunsOut();
  await b.tick();
  expect((await nextAnswer())?.messageId).toBe(answerId(messageId));
  expect(await nextAnswer()).toBeUndefined();
  await leaseRunsOut();
  expect(await provider.nextRequest(informationTypes.renderedService)).toBeUndefined();
});

test('a repeated record under a new message is the same card', async () => {
  const content = cardContent();
  await send(content);
  await send(content);
  await b.tick();
  expect([(await nextAnswer())?.status?.code, (await nextAnswer())?.status?.code]).toEqual([0, 0]);
  expect(await b.sql('select 1 from quality.card where record_id = $1', [content.recordId])).toHaveLength(1);
});

test('answer ids are UUIDs that depend on the request alone', () => {
  const request = randomUUID();
  expect(answerId(request)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(answerId(request)).toBe(answerId(request));
  expect(answerId(randomUUID())).not.toBe(answerId(request));
});
