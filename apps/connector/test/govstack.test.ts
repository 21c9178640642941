// SPDX-License-Identifier: Apache-2.0
/** GovStack's directory services and PubSub rooms on a connector, with answers held against its documents' schemas. */
import { grantRight } from '@stoa/exchange/contract';
import { complaints } from '@stoa/kernel';
import type { TSchema } from 'typebox';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { startEventWorld } from './event-world.ts';
import { consumerId, providerId } from './fixture.ts';
import { govstackAnswers } from './govstack-schemas.ts';

const { b, publisher, reader, receiver } = await startEventWorld();
const room = providerId;
const newBirth = `${room}/newBirth`;
const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['place'],
  properties: { place: { type: 'string' } },
};

/** Status and JSON of an answer; the answer must fit the named schema where it is a success with a body. */
async function ask(
  at: { url: string },
  client: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  as?: keyof typeof govstackAnswers,
) {
  const response = await fetch(at.url + path, {
    method,
    headers: { ...(client ? { 'x-govstack-client': client } : {}), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text ? JSON.parse(text) : undefined;
  if (as) expect(complaints(govstackAnswers[as] as TSchema, json)).toEqual([]);
  return { status: response.status, json, code: json?.code as string | undefined };
}
const asRoom = (method: string, path: string, body?: unknown, as?: keyof typeof govstackAnswers) =>
  ask(publisher, room, method, `/r1/${room}${path}`, body, as);
const asReader = (method: string, path: string, body?: unknown, as?: keyof typeof govstackAnswers) =>
  ask(reader, consumerId, method, `/r1/${room}${path}`, body, as);

test('clients are members and applications', async () => {
  const { status, json } = await ask(reader, undefined, 'GET', '/listClients?instanceId=XM', undefined, 'listClients');
  expect(status).toBe(200);
  expect(json.member).toContainEqual({
    name: providerId,
    id: {
      objectType: 'APPLICATION',
      instanceId: 'XM',
      memberClass: 'GOV',
      memberCode: '1003',
      applicationCode: 'POPULATION',
    },
  });
  await ask(reader, consumerId, 'GET', '/listClients', undefined, 'listClients');
  expect(await ask(reader, undefined, 'GET', '/listClients?instanceId=ZZ')).toMatchObject({
    status: 400,
    code: 'client.unknown_instance',
  });
});

test('methods are listed, all of them and those allowed, one service alone where asked', async () => {
  const { json } = await asReader('GET', '/listMethods', undefined, 'methods');
  expect(json.member[0]).toMatchObject({
    objectType: 'SERVICE',
    serviceCode: 'persons',
    applicationCode: 'POPULATION',
  });
  expect((await asReader('GET', '/listMethods?serviceId=none', undefined, 'methods')).json.member).toEqual([]);
  expect((await asReader('GET', '/allowedMethods', undefined, 'methods')).json.member[0].endpointList.member).toEqual(
    [],
  );
  expect(await asReader('GET', '/getOpenAPI?serviceCode=persons')).toMatchObject({ status: 400 });
  expect(await asReader('POST', '/listMethods', {})).toMatchObject({
    status: 400,
    code: 'connector.method-unsuitable',
  });
});

test('an ordinary call of a GovStack client is a sync call', async () => {
  const called = await asReader('GET', '/persons/11223344595');
  expect(called).toMatchObject({ status: 200, json: { name: 'Иванова' } });
});

test('a room registers an event type once, shows it, and ends it', async () => {
  expect((await asRoom('GET', '/api/v1/eventType', undefined, 'eventTypes')).json).toEqual(['xm.company.changed.v1']);
  expect((await asRoom('POST', '/api/v1/eventType', { eventType: 'toEnd', schema })).status).toBe(200);
  expect(await asRoom('POST', '/api/v1/eventType', { eventType: 'toEnd', schema })).toMatchObject({
    status: 409,
    code: 'connector.event-type-exists',
  });
  expect((await asReader('GET', '/api/v1/eventType/toEnd', undefined, 'eventType')).json.schema.required).toEqual([
    'place',
  ]);
  expect((await asReader('GET', '/api/v1/eventType/none')).status).toBe(204);
  expect((await asRoom('DELETE', '/api/v1/eventType/toEnd')).status).toBe(204);
  expect((await asRoom('DELETE', '/api/v1/eventType/toEnd')).status).toBe(404);
  expect(await asRoom('POST', '/api/v1/eventType', { eventType: 'toEnd', schema: { type: 'array' } })).toMatchObject({
    status: 409,
    code: 'exchange.type-immutable',
  });
  expect(await asReader('POST', '/api/v1/eventType', { eventType: 'mine', schema })).toMatchObject({
    status: 403,
    code: 'connector.room-foreign',
  });
});

test('what a room publishes is pulled, one event at a time, until it is confirmed', async () => {
  await asRoom('POST', '/api/v1/eventType', { eventType: 'newBirth', schema });
  const item = { eventType: 'newBirth', delivery: 'PULL', options: { TTL: 600, FIFO: true } };
  expect(await asReader('POST', '/api/v1/subs/newBirth', item)).toMatchObject({
    status: 403,
    code: 'exchange.access-denied',
  });
  await b.call(grantRight, { consumerId, target: newBirth, purpose: 'Paying allowances' }, { kind: 'system' });
  await eventually(async () => expect((await asReader('POST', '/api/v1/subs/newBirth', item)).status).toBe(200));
  expect((await asReader('POST', '/api/v1/subs/newBirth', item)).status).toBe(409);
  const { json: own } = await asReader('GET', '/api/v1/subs/newBirth', undefined, 'subscriptionItem');
  expect(own).toMatchObject({ delivery: 'PULL', options: { TTL: 600 }, subscriberId: { applicationCode: 'LABOUR' } });
  expect((await asReader('GET', '/api/v1/subs', undefined, 'subscriptions')).json).toContainEqual(own);

  expect((await asReader('GET', '/pull/v1/newBirth')).status).toBe(404);
  const published: string[] = [];
  for (const place of ['A', 'B']) {
    const event = { eventType: 'newBirth', event: { place } };
    const { status, json } = await asRoom('POST', '/pub/v1/newBirth', event, 'published');
    expect(status).toBe(201);
    published.push(json.id);
  }
  const [first = '', second = ''] = published;
  expect((await asRoom('GET', `/pub/v1/newBirth/${first}`, undefined, 'eventItem')).json.event).toEqual({ place: 'A' });
  const { json: pulled } = await asReader('GET', '/pull/v1/newBirth', undefined, 'eventItem');
  expect(pulled).toMatchObject({ id: first, eventType: 'newBirth', event: { place: 'A' } });
  expect((await asReader('GET', '/pull/v1/newBirth')).json.id).toBe(first);
  expect((await asReader('DELETE', `/pull/v1/newBirth/${second}`)).status).toBe(404);
  expect((await asReader('DELETE', `/pull/v1/newBirth/${first}`)).status).toBe(204);
  expect((await asReader('GET', '/pull/v1/newBirth')).json.id).toBe(second);
  expect((await asRoom('DELETE', `/pub/v1/newBirth/${second}`)).status).toBe(204);
  expect((await asReader('GET', '/pull/v1/newBirth')).status).toBe(404);
  expect((await asRoom('GET', `/pub/v1/newBirth/${second}`)).status).toBe(404);

  expect(
    (await asReader('PATCH', '/api/v1/subs/newBirth', { eventType: 'newBirth', options: { TTL: 60 } })).status,
  ).toBe(201);
  expect((await asReader('GET', '/api/v1/subs/newBirth')).json.options.TTL).toBe(60);
  expect(await asReader('PATCH', '/api/v1/subs/newBirth', { eventType: 'newBirth', delivery: 'PUSH' })).toMatchObject({
    status: 400,
    code: 'connector.delivery-fixed',
  });
  expect((await asReader('DELETE', '/api/v1/subs/newBirth')).status).toBe(204);
  expect((await asReader('GET', '/api/v1/subs/newBirth')).status).toBe(404);
});

test('what a room publishes is pushed where the connector of the subscriber says', async () => {
  expect((await asReader('POST', '/api/v1/subs/newBirth', { eventType: 'newBirth' })).status).toBe(200);
  const { json } = await asRoom('POST', '/pub/v1/newBirth', { eventType: 'newBirth', event: { place: 'C' } });
  const taken = () => receiver.all().find(({ id }) => id === json.id);
  await eventually(() => expect(taken()?.event).toMatchObject({ type: newBirth, data: { place: 'C' } }));
});

test.each([
  ['a body that is no JSON', 'POST', '/pub/v1/newBirth', '{', 400, 'connector.body-malformed'],
  ['an event without its type', 'POST', '/pub/v1/newBirth', { event: {} }, 400, 'connector.body-unsuitable'],
  [
    'another type than the path',
    'POST',
    '/pub/v1/newBirth',
    { eventType: 'x', event: {} },
    400,
    'connector.event-type-differs',
  ],
  [
    'data that does not fit',
    'POST',
    '/pub/v1/newBirth',
    { eventType: 'newBirth', event: {} },
    400,
    'exchange.content-invalid',
  ],
  ['an unknown type', 'POST', '/pub/v1/none', { eventType: 'none', event: {} }, 404, 'connector.event-type-unknown'],
  ['an event that is none', 'GET', '/pub/v1/newBirth/x', undefined, 404, 'connector.event-missing'],
  ['a path too deep', 'GET', '/pub/v1/newBirth/x/y', undefined, 404, 'connector.no-such-path'],
  ['a method there is not', 'PUT', '/api/v1/subs', {}, 404, 'connector.no-such-path'],
  ['a part that is no name', 'GET', '/api/v1/eventType/%00', undefined, 400, 'connector.no-such-path'],
  ['a body too large', 'POST', '/pub/v1/newBirth', 'x'.repeat(2_200_000), 400, 'connector.body-too-large'],
])('%s is refused', async (_what, method, path, body, status, code) => {
  expect(await asRoom(method, path, body)).toMatchObject({ status, code });
});

test('a connector speaks for its own subsystem only', async () => {
  expect(await ask(reader, room, 'GET', `/r1/${room}/api/v1/eventType`)).toMatchObject({
    status: 400,
    code: 'connector.client-mismatch',
  });
});
