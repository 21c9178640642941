// SPDX-License-Identifier: Apache-2.0
import { defineGroup, grantRight, publishOpenapi, setQuota } from '@stoa/exchange/contract';
import { expect, test } from 'vitest';
import { consumerId, directClient, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const { b, consumer, stranger, logged, seen } = await startExchangeWorld();
const system = { kind: 'system' } as const;
const service = `${providerId}/persons`;
const document = 'openapi: 3.0.3\ninfo: { title: Persons }\npaths:\n  /persons/{id}: { get: {}, delete: {} }\n';
await b.call(publishOpenapi, { serviceId: service, document }, system);

async function ask(path: string, headers: Record<string, string> = {}, from = consumer) {
  const own = { 'x-road-client': from.settings.subsystem, ...headers };
  const response = await fetch(from.connector.url + path, { headers: own });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const endpoint = (method: string) => ({ method, path: '/persons/*' });

test('listClients answers XML, or JSON for who accepts it', async () => {
  const xml = await ask('/listClients', { accept: '*/*' });
  expect(xml.headers.get('content-type')).toBe('text/xml;charset=utf-8');
  expect(xml.text).toContain(
    '<xrd:member><xrd:id id:objectType="SUBSYSTEM"><id:xRoadInstance>XM</id:xRoadInstance><id:memberClass>GOV</id:memberClass><id:memberCode>1003</id:memberCode><id:subsystemCode>POPULATION</id:subsystemCode></xrd:id>',
  );
  const json = await ask('/listClients?xRoadInstance=XM', { accept: 'application/json' });
  const { member } = JSON.parse(json.text) as { member: object[] };
  expect(member).toHaveLength(6);
  expect(member[1]).toMatchObject({
    id: {
      xroad_instance: 'XM',
      member_class: 'GOV',
      member_code: '1001',
      subsystem_code: 'LABOUR',
      object_type: 'SUBSYSTEM',
    },
  });
  const nobody = await fetch(`${consumer.connector.url}/listClients`);
  expect([nobody.status, nobody.headers.get('content-type')]).toEqual([200, 'text/xml;charset=utf-8']);
});

test('listMethods names what is offered, in both spellings, under the hub signature', async () => {
  const answer = await ask(`/r1/${providerId}/listMethods`);
  expect(JSON.parse(answer.text)).toMatchObject({
    service: [
      { service_code: 'persons', service_type: 'OPENAPI', endpoint_list: [endpoint('GET'), endpoint('DELETE')] },
    ],
    member: [{ serviceCode: 'persons', endpointList: { member: [endpoint('GET'), endpoint('DELETE')] } }],
  });
  expect(answer.headers.get('x-road-service')).toBe(`${providerId}/listMethods`);
  expect(await logged(answer.headers.get('x-road-id') ?? '')).toMatchObject([
    { outcome: 'accepted', signature: 'valid' },
  ]);
});

test('allowedMethods names what the caller may call', async () => {
  const own = await ask(`/r1/${providerId}/allowedMethods`);
  expect(JSON.parse(own.text)).toMatchObject({ service: [{ endpoint_list: [endpoint('GET')] }] });
  const none = await ask(`/r1/${providerId}/allowedMethods`, {}, stranger);
  expect(JSON.parse(none.text)).toEqual({ service: [], member: [] });
});

test('getOpenAPI answers the document as it was published', async () => {
  const answer = await ask(`/r1/${providerId}/getOpenAPI?serviceCode=persons`);
  expect([answer.headers.get('content-type'), answer.text]).toEqual(['text/yaml', document]);
});

test.each([
  ['an unknown instance', '/listClients?xRoadInstance=ZZ', 400, 'client.unknown_instance'],
  ['an unknown subsystem', '/r1/XM/GOV/9/NOBODY/listMethods', 500, 'server.serverproxy.unknown_service'],
  ['an unknown document', `/r1/${providerId}/getOpenAPI?serviceCode=x`, 500, 'server.serverproxy.unknown_service'],
])('%s is refused', async (_name, path, status, code) => {
  const answer = await ask(path);
  expect([answer.status, answer.headers.get('x-road-error')]).toEqual([status, code]);
});

test('metadata is read with GET only, and who signs messages itself gets it signed by the hub', async () => {
  const posted = await fetch(`${consumer.connector.url}/r1/${providerId}/listMethods`, {
    method: 'POST',
    headers: { 'x-road-client': consumerId },
  });
  expect(posted.headers.get('x-road-error')).toBe('client.unsupported_method');
  const direct = await directClient(consumer.settings, b.clock);
  const target = `/r1/${providerId}/listMethods`;
  expect(await direct.send(target, direct.sign(target, 'direct-meta'))).toEqual([200, undefined]);
});

test('a call says which of several purposes it has, and the log keeps it', async () => {
  await b.call(defineGroup, { code: 'two', name: { en: 'Two' }, members: [strangerId] }, system);
  const purposes = ['permit', 'audit'];
  await b.call(grantRight, { groupId: 'GLOBAL/two', target: service, purpose: 'Testing', purposes }, system);
  const call = (headers: Record<string, string>) => ask(`/r1/${service}/persons/1`, headers, stranger);
  await expect.poll(async () => (await call({})).headers.get('x-road-error')).toBe('client.purpose_missing');
  expect((await call({ 'x-stoa-purpose': 'else' })).headers.get('x-road-error')).toBe(
    'server.serverproxy.access_denied',
  );
  const answer = await call({ 'x-stoa-purpose': 'audit' });
  expect(answer.status).toBe(200);
  expect(seen.at(-1)?.headers['x-stoa-purpose']).toBe('audit');
  const id = answer.headers.get('x-road-id') ?? '';
  expect((await logged(id)).map((m) => m.signature)).toEqual(['valid', 'valid']);
  expect(
    await b.sql(`select e.record::jsonb -> 'facts' ->> 'purpose' as purpose from ledger_entry e
      join message m on m.entry_id = e.id where m.message_id = '${id}' and m.direction = 'request'`),
  ).toEqual([{ purpose: 'audit' }]);
});

test('calls over the quota are told 429 and when to come again', async () => {
  const call = () => ask(`/r1/${service}/persons/1`);
  await b.call(setQuota, { consumerId, serviceId: service, perDay: 1 }, system);
  await expect.poll(async () => (await call()).status).toBe(429);
  const answer = await call();
  expect(answer.headers.get('x-road-error')).toBe('client.quota_exceeded');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await logged(answer.headers.get('x-road-id') ?? '')).map((m) => [m.outcome, m.code])).toEqual([
    ['refused', 'client.quota_exceeded'],
  ]);
});
