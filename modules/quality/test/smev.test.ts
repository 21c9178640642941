// SPDX-License-Identifier: Apache-2.0
/** A card from a department whose system speaks SMEV 1.3 and nothing else. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConnector } from '@stoa/connector';
import { informationTypes, subsystems } from '@stoa/country-xm';
import exchange from '@stoa/exchange';
import { allowEnrolment, grantRight, publishInformationType, registerSubsystem } from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import { cardContent, cardOfTheText, qualityBench } from './fixture.ts';

const hub = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
// Connectors sign by the machine's clock, however long the tests take.
hub.clock.follow();
const system = { kind: 'system' } as const;
const name = { en: 'Test' };
const systemToken = randomUUID();
const type = informationTypes.renderedService;

async function connect(subsystem: string, more = {}) {
  await hub.call(registerSubsystem, { id: subsystem, name, memberName: name }, system);
  const { token } = await hub.call(allowEnrolment, { subsystemId: subsystem }, system);
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-connector-'));
  const systems = { own: { token: systemToken } };
  const settings = {
    subsystem,
    port: 0,
    systems,
    platformUrl: hub.platform.url,
    dataDir,
    enrolmentToken: token,
    ...more,
  };
  const connector = await startConnector(settings, createLog('silent', 'test'));
  afterAll(() => connector.close());
  return connector.url;
}
const labour = await connect(subsystems.labour, { smev: { types: { [type]: 'record' } } });
const agency = await connect(subsystems.quality);
const schemas = { requestSchema: { type: 'object', required: ['snils'] }, responseSchema: {} };
await hub.call(publishInformationType, { id: type, providerId: subsystems.quality, name, ...schemas }, system);
await hub.call(grantRight, { consumerId: subsystems.labour, target: type, purpose: 'Measuring quality' }, system);
const b = await qualityBench({ STOA_QUALITY_CONNECTOR_URL: agency, STOA_QUALITY_CONNECTOR_TOKEN: systemToken });

const base = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types';
async function post(body: string): Promise<string> {
  const message = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="${base}/1.3" xmlns:b="${base}/basic/1.3"><s:Body>${body}</s:Body></s:Envelope>`;
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '"urn:SendRequest"' };
  const authorization = `Bearer ${systemToken}`;
  return (
    await fetch(`${labour}/smev/1.3`, { method: 'POST', headers: { ...headers, authorization }, body: message })
  ).text();
}
const sendCard = (id: string, card: object) => {
  const fields = Object.entries(card).map(([field, value]) => `<${field}>${value}</${field}>`);
  const content = `<Request xmlns="${type.split('#')[0]}">${fields.join('')}</Request>`;
  return post(
    `<t:SendRequestRequest><t:SenderProvidedRequestData Id="S"><t:MessageID>${id}</t:MessageID><b:MessagePrimaryContent>${content}</b:MessagePrimaryContent></t:SenderProvidedRequestData></t:SendRequestRequest>`,
  );
};
const getResponse = () =>
  post(
    '<t:GetResponseRequest><b:MessageTypeSelector Id="S"><b:Timestamp>2026-11-21T10:00:00Z</b:Timestamp></b:MessageTypeSelector></t:GetResponseRequest>',
  );

test('a card posted as SMEV 1.3 is taken in and answered with RequestStatus 0', async () => {
  const content = cardContent();
  const id = randomUUID();
  expect(await sendCard(id, content)).toContain('SendRequestResponse');
  await b.tick();
  const answer = await getResponse();
  expect(answer).toContain(`<t:OriginalMessageId>${id}</t:OriginalMessageId>`);
  expect(answer).toContain('<t:StatusCode>0</t:StatusCode>');
  expect(await b.sql('select state from quality.card where record_id = $1', [content.recordId])).toEqual([
    { state: 'NOTIFY_QUEUED' },
  ]);
  const answerId = /<t:MessageID>(.+?)</.exec(answer)?.[1] ?? '';
  await post(
    `<t:AckRequest><b:AckTargetMessage Id="S" accepted="true">${answerId}</b:AckTargetMessage></t:AckRequest>`,
  );
  expect(await getResponse()).not.toContain('ResponseMessage');
});

test('a card of exactly the fields of the specification comes as SMEV 1.3 and bears the id of its message', async () => {
  const id = randomUUID();
  expect(await sendCard(id, cardOfTheText())).toContain('SendRequestResponse');
  await b.tick();
  expect(await b.sql('select state, survey_level from quality.card where id = $1', [id])).toEqual([
    { state: 'NOTIFY_QUEUED', survey_level: 'federal' },
  ]);
  const answer = await getResponse();
  expect(answer).toContain(`<t:OriginalMessageId>${id}</t:OriginalMessageId>`);
  const answerId = /<t:MessageID>(.+?)</.exec(answer)?.[1] ?? '';
  await post(
    `<t:AckRequest><b:AckTargetMessage Id="S" accepted="true">${answerId}</b:AckTargetMessage></t:AckRequest>`,
  );
});

test('a card with a wrong number is answered with RequestRejected', async () => {
  await sendCard(randomUUID(), { ...cardContent(), snils: '14567890100' });
  await b.tick();
  const answer = await getResponse();
  expect(answer).toContain('<t:RejectionReasonCode>FAILURE</t:RejectionReasonCode>');
  expect(answer).toContain('snils-invalid');
});
