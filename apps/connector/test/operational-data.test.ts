// SPDX-License-Identifier: Apache-2.0
import { connectorClient, getMessage, getTraffic, listOperationalRecords } from '@stoa/exchange/contract';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { checkType, consumerId, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const { b, consumer } = await startExchangeWorld({ STOA_EXCHANGE_OPERATIONAL_DAYS: '2' });
const service = `${providerId}/persons`;
const client = connectorClient(consumer.connector.url, consumerId);
const operator = b.person({ duties: ['platform.operator'] });
const records = async (messageId: string) =>
  (await b.call(listOperationalRecords, { limit: 100 }, operator)).items.filter((one) => one.messageId === messageId);
const recordOf = (messageId: string) =>
  eventually(async () => {
    const found = await records(messageId);
    expect(found).toHaveLength(1);
    return found[0];
  });

test('each call leaves one record in the fields of X-Road, without the path that names a person', async () => {
  const { messageId } = await client.call(service, '/persons/12345678901', { issue: 'case-1', userId: 'EE123' });
  const record = await recordOf(messageId);
  expect(record).toEqual({
    monitoringDataTs: expect.any(Number),
    securityServerInternalIp: '127.0.0.1',
    securityServerType: 'Client',
    requestInTs: expect.any(Number),
    requestOutTs: expect.any(Number),
    responseInTs: expect.any(Number),
    responseOutTs: expect.any(Number),
    clientXRoadInstance: 'XM',
    clientMemberClass: 'GOV',
    clientMemberCode: '1001',
    clientSubsystemCode: 'LABOUR',
    serviceXRoadInstance: 'XM',
    serviceMemberClass: 'GOV',
    serviceMemberCode: '1003',
    serviceSubsystemCode: 'POPULATION',
    serviceCode: 'persons',
    restMethod: 'GET',
    restPath: '/**',
    messageId,
    messageUserId: 'EE123',
    messageIssue: 'case-1',
    messageProtocolVersion: '1',
    requestSize: 0,
    responseSize: expect.any(Number),
    succeeded: true,
    statusCode: 200,
    serviceType: 'REST',
    xRoadVersion: '7.8.0',
  });
  const { items } = await b.call(getMessage, { messageId }, operator);
  expect(items.map(({ direction, outcome }) => [direction, outcome])).toEqual([
    ['request', 'accepted'],
    ['response', 'accepted'],
  ]);
  const times = [record?.requestInTs, record?.requestOutTs, record?.responseInTs, record?.responseOutTs] as number[];
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test('refusals and failures have their code, and the filters find them', async () => {
  await expect(client.call(service, '/x', { method: 'DELETE', id: 'no-right' })).rejects.toThrow();
  await expect(client.call(service, '/slow', { id: 'too-slow' })).rejects.toThrow();
  await expect(client.call(service, '/missing', { id: 'not-there' })).rejects.toThrow();
  expect(await recordOf('no-right')).toMatchObject({
    succeeded: false,
    statusCode: 500,
    faultCode: 'server.serverproxy.access_denied',
    faultString: expect.stringContaining('no right'),
  });
  expect((await recordOf('no-right'))?.requestOutTs).toBeUndefined();
  expect(await recordOf('too-slow')).toMatchObject({ succeeded: false, faultCode: 'server.serverproxy.timeout' });
  const missing = await recordOf('not-there');
  expect(missing).toMatchObject({ succeeded: false, statusCode: 404 });
  expect(missing?.faultCode).toBeUndefined();
  const ids = async (filter: object) =>
    (await b.call(listOperationalRecords, filter, operator)).items.map(({ messageId }) => messageId);
  expect(await ids({ outcome: 'refused', clientId: consumerId })).toEqual(['no-right']);
  expect(await ids({ outcome: 'failed', serviceId: service })).toEqual(['too-slow']);
  expect(await ids({ clientId: strangerId })).toEqual([]);
  expect(await ids({ until: '2020-01-01T00:00:00Z' })).toEqual([]);
  const first = await b.call(listOperationalRecords, { limit: 2 }, operator);
  const second = await b.call(
    listOperationalRecords,
    { limit: 2, ...(first.nextCursor ? { cursor: first.nextCursor } : {}) },
    operator,
  );
  expect(new Set([...first.items, ...second.items].map(({ messageId }) => messageId)).size).toBe(4);
});

test('traffic counts calls and mailbox requests by who, whom and how', async () => {
  const mailbox = connectorClient(consumer.connector.url, consumerId);
  const messageId = crypto.randomUUID();
  await mailbox.sendRequest({ messageId, type: checkType, content: { snils: '1' } });
  const traffic = await eventually(async () => {
    const found = await b.call(getTraffic, { minutes: 5 }, operator);
    expect(found.calls).toBe(5);
    return found;
  });
  expect(traffic).toMatchObject({ refused: 1, failed: 1, p50Ms: expect.any(Number), p99Ms: expect.any(Number) });
  expect(traffic.edges).toEqual([
    { client: consumerId, provider: providerId, calls: 4, refused: 1, failed: 1 },
    { client: consumerId, provider: strangerId, calls: 1, refused: 0, failed: 0 },
  ]);
  expect(traffic.targets.map(({ id, calls }) => [id, calls])).toEqual([
    [service, 4],
    [checkType, 1],
  ]);
  const own = await b.call(getTraffic, { minutes: 5, subsystemId: strangerId }, operator);
  expect(own.edges.map(({ provider }) => provider)).toEqual([strangerId]);
});

test('records go when their days are over', async () => {
  const kept = async () => (await b.call(listOperationalRecords, {}, operator)).items.length;
  b.clock.advance({ hours: 47 });
  await b.drain();
  expect(await kept()).toBe(4);
  b.clock.advance({ hours: 2 });
  await b.drain();
  expect(await kept()).toBe(0);
});
