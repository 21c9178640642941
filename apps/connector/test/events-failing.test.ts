// SPDX-License-Identifier: Apache-2.0
/** Subscribers whose systems hang, fail or are away: what they cost themselves, and that they cost others nothing. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { listEventDeadLetters, listEventSubscriptions, replayEvent } from '@stoa/exchange/contract';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { startEventWorld, startReceiver, typeId } from './event-world.ts';

const { b, publisher, reader, pushed, receiver, other, otherId, eventOf, grant, connect, readerId } =
  await startEventWorld({ STOA_EVENT_TRIES: '3' });
const operator = b.person({ duties: ['platform.operator'] });
const hung = await startReceiver();
await grant(otherId);
const { connector } = await connect(otherId, undefined, {
  events: { url: hung.url, deadlineMs: 400 },
});
const stateOf = async (id: string) => {
  const { items } = await b.call(listEventSubscriptions, { limit: 100 }, operator);
  return items.find((item) => item.id === id);
};
const deadOf = async (id: string) => {
  const { items } = await b.call(listEventDeadLetters, { limit: 100 }, operator);
  return items.filter((item) => item.subscriptionId === id);
};

test('an event that failed goes out again, before the later ones of its subject and not before others', async () => {
  let failures = 2;
  receiver.answerWith((event) => (event.subject === 'A' && failures-- > 0 ? 500 : 204));
  for (const [subject, n] of [
    ['A', 1],
    ['A', 2],
    ['B', 1],
  ] as const)
    await publisher.publish(eventOf(subject, { n }));
  await eventually(() => expect(receiver.took('A')).toHaveLength(2));
  expect(receiver.took('A').map(({ event }) => (event.data as { n: number }).n)).toEqual([1, 2]);
  expect(receiver.took('B')).toHaveLength(1);
  await eventually(async () => expect(await stateOf(pushed.id)).not.toHaveProperty('failingSince'));
});

test('after its last try an event is set aside, the next ones go on, and an operator lets it out again', async () => {
  receiver.answerWith((event) => (event.subject === 'C' ? 500 : 204));
  const { id: eventId } = await publisher.publish(eventOf('C', { n: 1 }));
  await eventually(async () => expect(await deadOf(pushed.id)).toHaveLength(1));
  expect((await deadOf(pushed.id))[0]).toMatchObject({
    eventId,
    subscriber: readerId,
    type: typeId,
    attempts: 3,
    lastError: 'connector.event-refused',
  });
  expect(await stateOf(pushed.id)).toMatchObject({ dead: 1, waiting: 0, failingSince: expect.any(String) });
  receiver.answerWith(() => 204);
  await publisher.publish(eventOf('C', { n: 2 }));
  await eventually(() => expect(receiver.took('C')).toHaveLength(1));
  await b.call(replayEvent, { subscriptionId: pushed.id, eventId }, operator);
  await eventually(() => expect(receiver.took('C')).toHaveLength(2));
  expect(await deadOf(pushed.id)).toEqual([]);
  await expect(b.call(replayEvent, { subscriptionId: pushed.id, eventId }, operator)).rejects.toMatchObject({
    code: 'exchange.dead-letter-unknown',
  });
  await expect(b.call(replayEvent, { subscriptionId: pushed.id, eventId }, b.person({}))).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

test('dead letters and subscriptions come in pages', async () => {
  receiver.answerWith(() => 500);
  for (const subject of ['P1', 'P2', 'P3']) await publisher.publish(eventOf(subject));
  await eventually(async () => expect(await deadOf(pushed.id)).toHaveLength(3));
  const first = await b.call(listEventDeadLetters, { limit: 2 }, operator);
  const second = await b.call(listEventDeadLetters, { limit: 2, cursor: first.nextCursor ?? '' }, operator);
  expect([...first.items, ...second.items].map(({ position }) => position)).toEqual(
    (await deadOf(pushed.id)).map(({ position }) => position),
  );
  expect(second.nextCursor).toBeUndefined();
  receiver.answerWith(() => 204);
});

test('a subscriber that never answers, or that nobody can reach, does not hold up the others', async () => {
  const stuck = await other.subscribe({ type: typeId, delivery: 'push' });
  hung.answerWith(() => undefined);
  const subjects = Array.from({ length: 20 }, () => randomUUID());
  for (const subject of subjects) await publisher.publish(eventOf(subject));
  await eventually(() => {
    for (const subject of subjects) expect(receiver.took(subject)).toHaveLength(1);
  });
  expect(hung.took(subjects[19] ?? '')).toEqual([]);
  await eventually(async () => expect(await stateOf(stuck.id)).toMatchObject({ lastError: 'connector.receiver-away' }));
  await connector.close();
  hung.answerWith(() => 204);
  const late = eventOf(randomUUID());
  await publisher.publish(late);
  await eventually(() => expect(receiver.took(late.subject ?? '')).toHaveLength(1));
  const again = await connect(otherId, undefined, { events: { url: hung.url } });
  await eventually(() => expect(hung.took(late.subject ?? '')).toHaveLength(1));
  await again.connector.close();
  await other.unsubscribe(stuck.id);
});

test('nothing is pushed while a subscription is paused, and everything afterwards', async () => {
  expect(await reader.changeSubscription(pushed.id, { paused: true })).toMatchObject({ pausedAt: expect.any(String) });
  await publisher.publish(eventOf('H'));
  const passed = eventOf('H2');
  const pull = await reader.subscribe({ type: typeId, delivery: 'pull' });
  await publisher.publish(passed);
  expect((await reader.nextEvents(pull.id)).items.map(({ event }) => event.subject)).toEqual(['H2']);
  expect(receiver.took('H')).toEqual([]);
  await reader.changeSubscription(pushed.id, { paused: false });
  await eventually(() => expect(receiver.took('H')).toHaveLength(1));
  await expect(reader.changeSubscription(pull.id, { paused: true })).rejects.toMatchObject({
    code: 'exchange.subscription-not-push',
  });
  await reader.unsubscribe(pull.id);
});

test('a redirect is an answer like another and is not followed', async () => {
  receiver.answerWith((event) => (event.subject === 'R' ? 307 : 204));
  await publisher.publish(eventOf('R'));
  await eventually(async () =>
    expect((await deadOf(pushed.id)).map((d) => d.lastError)).toContain('connector.event-refused'),
  );
  expect(receiver.took('R')).toEqual([]);
});

test('an event past its time to live is not delivered', async () => {
  await reader.changeSubscription(pushed.id, { paused: true, ttlSeconds: 1 });
  await publisher.publish(eventOf('T'));
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await reader.changeSubscription(pushed.id, { paused: false });
  await eventually(async () =>
    expect((await deadOf(pushed.id)).map((d) => d.lastError)).toContain('exchange.event-expired'),
  );
  expect(receiver.took('T')).toEqual([]);
});

test("an address that the connector's owner did not allow is refused before any connection", async () => {
  let connections = 0;
  const inner = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  const address = inner.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const urls = [`http://127.0.0.1:${port}/`, `https://127.0.0.1:${port}/`, `https://[::ffff:7f00:1]:${port}/`];
  for (const url of urls) {
    const { id } = await reader.subscribe({ type: typeId, delivery: 'push', subjectPrefix: url, url });
    await publisher.publish(eventOf(`${url}1`));
    await eventually(async () =>
      expect((await deadOf(id))[0]).toMatchObject({ lastError: 'connector.event-url-refused' }),
    );
  }
  expect(connections).toBe(0);
  inner.close();
});
