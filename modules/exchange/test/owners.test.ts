// SPDX-License-Identifier: Apache-2.0
/** Engineers see and grant what is of their own organisation, and nothing of another. */
import { newId } from '@stoa/kernel';
import type { InputOf, Operation } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import exchange from '../src/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const operator = b.person({ duties: ['platform.operator'] });
const engineerOf = (organisationId: string) => b.person({ duties: [{ code: 'exchange.engineer', organisationId }] });
const own = engineerOf('ORG-PROVIDER');
/** An engineer elsewhere, and a clerk of the provider's organisation. */
const foreign = b.person({
  duties: [
    { code: 'exchange.engineer', organisationId: 'ORG-OTHER' },
    { code: 'labour.permit-officer', organisationId: 'ORG-PROVIDER' },
  ],
});
const citizen = b.person();
const name = { en: 'Name' };
const [consumer, provider, other] = ['XM/GOV/1/CONSUMER', 'XM/GOV/2/PROVIDER', 'XM/GOV/3/OTHER'] as const;
await b.call(contract.registerSubsystem, { id: consumer, name, memberName: name }, operator);
for (const [id, organisationId] of [
  [provider, 'ORG-PROVIDER'],
  [other, 'ORG-OTHER'],
] as const)
  await b.call(contract.registerSubsystem, { id, name, memberName: name, organisationId }, operator);
const { id: service } = await b.call(contract.publishService, { subsystemId: provider, code: 'pets', name }, operator);
const grant = { consumerId: consumer, target: service, purpose: 'Testing' };
for (const outcome of ['accepted', 'refused'])
  await b.sql(
    `insert into message (entry_id, message_id, direction, kind, client_id, target, outcome, code, at)
     values ($1, $2, 'request', 'sync', $3, $4, $2, nullif($2, 'accepted'), $5)`,
    [newId(), outcome, consumer, service, b.clock.now()],
  );
const denied = { kind: 'forbidden', code: 'kernel.not-permitted' };

test('an engineer sees the subsystems, rights, messages and refusals of their own organisation', async () => {
  const { id } = await b.call(contract.grantRight, grant, own);
  expect((await b.call(contract.getOverview, {}, own)).subsystems).toMatchObject([
    { id: provider, organisationId: 'ORG-PROVIDER', connection: 'away' },
  ]);
  expect(await b.call(contract.getSubsystem, { id: provider }, own)).toMatchObject({
    connection: 'away',
    services: [{ id: service, operations: 0 }],
    refusals: [{ code: 'refused', client: consumer, count: 1 }],
  });
  expect((await b.call(contract.listRights, {}, own)).items).toMatchObject([{ id, consumerId: consumer }]);
  expect((await b.call(contract.searchMessages, {}, own)).items).toHaveLength(2);
  expect((await b.call(contract.listIncidents, {}, own)).away.map((one) => one.id)).toEqual([provider]);
});

test('an engineer of another organisation sees nothing of it, whatever other duties they hold there', async () => {
  expect((await b.call(contract.getOverview, {}, foreign)).subsystems.map(({ id }) => id)).toEqual([other]);
  expect((await b.call(contract.getOverview, {}, foreign)).traffic).toEqual([]);
  await expect(b.call(contract.getSubsystem, { id: provider }, foreign)).rejects.toMatchObject(denied);
  await expect(b.call(contract.getSubsystem, { id: 'XM/GOV/9/NONE' }, foreign)).rejects.toMatchObject(denied);
  await expect(b.call(contract.getTraffic, { minutes: 5, subsystemId: provider }, foreign)).rejects.toMatchObject(
    denied,
  );
  expect((await b.call(contract.listRights, {}, foreign)).items).toEqual([]);
  expect((await b.call(contract.searchMessages, {}, foreign)).items).toEqual([]);
  await expect(b.call(contract.getMessage, { messageId: 'accepted' }, foreign)).rejects.toMatchObject({
    kind: 'missing',
    code: 'exchange.message-unknown',
  });
  expect((await b.call(contract.getTraffic, { minutes: 5 }, foreign)).calls).toBe(0);
  expect(await b.call(contract.listIncidents, {}, foreign)).toEqual({
    refusals: [],
    sessions: [],
    away: [],
    eventDeadLetters: 0,
  });
  expect((await b.call(contract.listOperationalRecords, {}, foreign)).items).toEqual([]);
  expect((await b.call(contract.listValidCertificates, {}, foreign)).items).toEqual([]);
});

test('an engineer grants and takes back rights on their own services only', async () => {
  await expect(b.call(contract.grantRight, grant, foreign)).rejects.toMatchObject(denied);
  await expect(b.call(contract.grantRight, grant, citizen)).rejects.toMatchObject(denied);
  await expect(b.call(contract.grantRight, { ...grant, target: 'nothing' }, foreign)).rejects.toMatchObject(denied);
  await expect(b.call(contract.withdrawRight, { id: newId() }, foreign)).rejects.toMatchObject(denied);
  const validUntil = new Date(b.clock.now().getTime() + 1000).toISOString();
  const { id } = await b.call(contract.grantRight, { ...grant, validUntil }, own);
  expect((await b.call(contract.listRights, { id }, own)).items).toMatchObject([{ validUntil }]);
  await expect(b.call(contract.withdrawRight, { id }, foreign)).rejects.toMatchObject(denied);
  expect((await b.call(contract.listRights, { id }, operator)).items).toHaveLength(1);
  await b.call(contract.withdrawRight, { id }, own);
  expect((await b.call(contract.listRights, { id }, operator)).items).toEqual([]);
});

const operations: [Operation, object][] = [
  [contract.getOverview, {}],
  [contract.getSubsystem, { id: provider }],
  [contract.getTraffic, { minutes: 5 }],
  [contract.listRights, {}],
  [contract.listIncidents, {}],
  [contract.listOperationalRecords, {}],
  [contract.listValidCertificates, {}],
  [contract.searchMessages, {}],
  [contract.getMessage, { messageId: 'accepted' }],
  [contract.listCertificates, {}],
  [contract.listEventTypes, {}],
  [contract.listEventSubscriptions, {}],
  [contract.listEventDeadLetters, {}],
  [contract.replayEvent, { subscriptionId: newId(), eventId: newId() }],
  [contract.replayEvents, { subscriptionId: newId() }],
];
test.each(operations)('nobody without a duty may call $name', async (operation, input) => {
  await expect(b.call(operation, input as InputOf<Operation>, citizen)).rejects.toMatchObject(denied);
});

test('the state of a subsystem that is not there is unknown', async () => {
  const unknown = { kind: 'missing', code: 'exchange.subsystem-unknown' };
  await expect(b.call(contract.getSubsystem, { id: 'XM/GOV/9/NONE' }, operator)).rejects.toMatchObject(unknown);
  await expect(
    b.call(contract.getTraffic, { minutes: 5, subsystemId: 'XM/GOV/9/NONE' }, operator),
  ).rejects.toMatchObject(unknown);
});

test('a subsystem that offers nothing need not be connected; it is heard when it sends', async () => {
  const state = await b.call(contract.getSubsystem, { id: consumer }, operator);
  expect(state).toMatchObject({ connection: 'not-needed', heardAt: b.clock.now().toISOString() });
  expect((await b.call(contract.getSubsystem, { id: other }, operator)).heardAt).toBeUndefined();
});

test('a token is shown as waiting until it is used or its day is over', async () => {
  const { expiresAt } = await b.call(contract.allowEnrolment, { subsystemId: other }, operator);
  expect((await b.call(contract.getSubsystem, { id: other }, operator)).enrolments).toEqual([{ expiresAt }]);
});

test('messages are found by id, parties, service, outcome and time, sorted and page by page', async () => {
  const ids = async (input: object) =>
    (await b.call(contract.searchMessages, input, operator)).items.map(({ messageId }) => messageId);
  expect(await ids({ messageId: 'refused' })).toEqual(['refused']);
  expect(await ids({ outcome: 'accepted' })).toEqual(['accepted']);
  expect(await ids({ clientId: consumer, providerId: provider, target: service, oldestFirst: true })).toEqual([
    'accepted',
    'refused',
  ]);
  expect(await ids({ providerId: consumer })).toEqual([]);
  expect(await ids({ until: b.clock.now().toISOString() })).toEqual([]);
  expect(await ids({ from: b.clock.now().toISOString() })).toHaveLength(2);
  const first = await b.call(contract.searchMessages, { limit: 1 }, operator);
  expect(first.items.map(({ messageId }) => messageId)).toEqual(['refused']);
  expect(await ids({ limit: 1, cursor: first.nextCursor })).toEqual(['accepted']);
});

test('an engineer names groups for their own services and publishes their documents; others and global ones are refused', async () => {
  const group = (ownerId: string | undefined, who = own) =>
    b.call(contract.defineGroup, { code: 'partners', name, members: [consumer], ...(ownerId ? { ownerId } : {}) }, who);
  const { id } = await group(provider);
  await b.call(contract.grantRight, { groupId: id, target: service, purpose: 'Testing' }, own);
  const document = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: { '/x': { get: {} } },
  });
  const publish = (serviceId: string, who = own) => b.call(contract.publishOpenapi, { serviceId, document }, who);
  expect(await publish(service)).toEqual({ operations: 1 });
  for (const refused of [
    () => group(other),
    () => group('XM/GOV/9/NONE'),
    () => group(undefined),
    () => group(provider, foreign),
    () => group(provider, citizen),
    () => publish(service, foreign),
    () => publish(service, citizen),
    () => publish(`${provider}/none`),
  ])
    await expect(refused()).rejects.toMatchObject(denied);
});
