// SPDX-License-Identifier: Apache-2.0
/** Who sees event types, subscriptions and dead letters, and who replays them. */
import { newId } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { beforeEach, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import exchange from '../src/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const operator = b.person({ duties: ['platform.operator'] });
const auditor = b.person({ duties: ['audit.auditor'] });
const engineerOf = (organisationId: string) => b.person({ duties: [{ code: 'exchange.engineer', organisationId }] });
const [ofReader, ofPublisher, ofNeither] = [engineerOf('ORG-1'), engineerOf('ORG-2'), engineerOf('ORG-3')];
const name = { en: 'Name' };
const [reader, publisher, neither] = ['XM/GOV/1/READER', 'XM/GOV/2/PUBLISHER', 'XM/GOV/3/NEITHER'] as const;
for (const [id, organisationId] of [
  [reader, 'ORG-1'],
  [publisher, 'ORG-2'],
  [neither, 'ORG-3'],
] as const)
  await b.call(contract.registerSubsystem, { id, name, memberName: name, organisationId }, operator);
const type = 'xm.thing.changed.v1';
await b.call(contract.publishEventType, { id: type, publisherId: publisher, name, schema: {} }, operator);
const subscriptionId = newId();
const events = [newId(), newId(), newId()] as const;
await b.sql(
  `insert into event_subscription (id, subscriber_id, type_id, subject_prefix, delivery, position, created_at)
   values ($1, $2, $3, '', 'push', 0, $4)`,
  [subscriptionId, reader, type, b.clock.now()],
);
for (const [index, id] of events.entries())
  await b.sql(
    `insert into event (id, type_id, position, publisher_id, source, source_id, subject, digest, content, published_at)
     values ($1, $2, $3, $4, '/', $6, '', '', '', $5)`,
    [id, type, index + 1, publisher, b.clock.now(), id],
  );
await b.sql('update event_type set last_position = 3');

beforeEach(async () => {
  await b.sql('delete from event_delivery');
  await b.sql(
    `insert into event_delivery (subscription_id, event_id, position, subject, state, attempts, next_at, last_error)
     select $1, id, position, subject, 'dead', 12, published_at, 'connector.event-refused' from event`,
    [subscriptionId],
  );
});
const states = async () =>
  (await b.sql<{ state: string }>('select state from event_delivery order by position')).map(({ state }) => state);
const denied = { kind: 'forbidden', code: 'kernel.not-permitted' };
const unknown = { kind: 'missing', code: 'exchange.dead-letter-unknown' };

test('operators and auditors see all; engineers see what their subsystems read or publish', async () => {
  for (const who of [operator, auditor, ofReader, ofPublisher]) {
    expect((await b.call(contract.listEventTypes, {}, who)).items).toMatchObject([
      { id: type, publisherId: publisher, latest: 3, subscriptions: 1 },
    ]);
    expect((await b.call(contract.listEventSubscriptions, {}, who)).items).toMatchObject([
      { id: subscriptionId, subscriber: reader, dead: 3 },
    ]);
  }
  expect(await b.call(contract.listEventTypes, {}, ofNeither)).toEqual({ items: [] });
  expect(await b.call(contract.listEventSubscriptions, {}, ofNeither)).toEqual({ items: [] });
});

test('dead letters are seen by the engineers of the subscriber alone', async () => {
  const seen = async (who: typeof operator) => (await b.call(contract.listEventDeadLetters, {}, who)).items.length;
  expect([await seen(operator), await seen(ofReader), await seen(ofPublisher), await seen(ofNeither)]).toEqual([
    3, 3, 0, 0,
  ]);
  const counted = async (who: typeof operator) => (await b.call(contract.listIncidents, {}, who)).eventDeadLetters;
  expect([await counted(operator), await counted(ofReader), await counted(ofPublisher)]).toEqual([3, 3, 0]);
  expect(await b.call(contract.listEventDeadLetters, { subscriptionId: newId() }, operator)).toEqual({ items: [] });
});

test('the engineer of the subscriber replays one event, or all of the subscription', async () => {
  await b.call(contract.replayEvent, { subscriptionId, eventId: events[1] }, ofReader);
  expect(await states()).toEqual(['dead', 'waiting', 'dead']);
  await expect(b.call(contract.replayEvent, { subscriptionId, eventId: events[1] }, ofReader)).rejects.toMatchObject(
    unknown,
  );
  expect(await b.call(contract.replayEvents, { subscriptionId }, ofReader)).toEqual({ replayed: 2 });
  expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);
  await expect(b.call(contract.replayEvents, { subscriptionId }, ofReader)).rejects.toMatchObject(unknown);
});

test('nobody else replays, whether the subscription is there or not', async () => {
  for (const who of [auditor, ofPublisher, ofNeither, b.person()])
    for (const id of [subscriptionId, newId()]) {
      await expect(b.call(contract.replayEvents, { subscriptionId: id }, who)).rejects.toMatchObject(denied);
      await expect(b.call(contract.replayEvent, { subscriptionId: id, eventId: events[0] }, who)).rejects.toMatchObject(
        denied,
      );
    }
  expect(await states()).toEqual(['dead', 'dead', 'dead']);
  await expect(b.call(contract.replayEvents, { subscriptionId: newId() }, operator)).rejects.toMatchObject(unknown);
});

test('types and dead letters come in pages', async () => {
  const second = { id: `${type}.second`, publisherId: publisher, name, schema: {} };
  await b.call(contract.publishEventType, second, operator);
  const first = await b.call(contract.listEventTypes, { limit: 1 }, operator);
  expect(first).toMatchObject({ items: [{ id: type }], nextCursor: type });
  expect(await b.call(contract.listEventTypes, { limit: 1, cursor: type }, operator)).toMatchObject({
    items: [{ id: second.id, subscriptions: 0 }],
  });
  const { items, nextCursor } = await b.call(contract.listEventDeadLetters, { limit: 2 }, operator);
  expect(items.map(({ eventId }) => eventId)).toEqual(events.slice(0, 2));
  const rest = await b.call(contract.listEventDeadLetters, { limit: 2, cursor: nextCursor }, operator);
  expect(rest).toMatchObject({ items: [{ eventId: events[2] }] });
  expect(rest.nextCursor).toBeUndefined();
});
