// SPDX-License-Identifier: Apache-2.0
/** Events from a publisher's system to subscribers' systems, through their connectors and a real hub. */
import { randomUUID } from 'node:crypto';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { startEventWorld } from './event-world.ts';

const { publisher, reader, pushed, receiver, other, eventOf, typeId, b, logged, readerId, grant, otherId } =
  await startEventWorld();

test('what is published is read after the cursor, again until it is committed, and then no more', async () => {
  const { id } = await reader.subscribe({ type: typeId, delivery: 'pull' });
  const first = eventOf('7701');
  const { id: hubId } = await publisher.publish(first);
  await publisher.publish(eventOf('7702'));
  const page = await reader.nextEvents(id);
  expect(page.items.map((item) => item.event.subject)).toEqual(['7701', '7702']);
  expect(page.items[0]).toMatchObject({ id: hubId, event: first });
  expect(await reader.nextEvents(id)).toEqual(page);
  expect((await reader.nextEvents(id, { cursor: page.cursor })).items).toEqual([]);
  const one = await reader.nextEvents(id, { limit: 1 });
  expect(one.items).toHaveLength(1);
  await reader.commitCursor(id, page.cursor);
  await reader.commitCursor(id, one.cursor);
  expect((await reader.nextEvents(id)).items).toEqual([]);
  expect((await reader.subscriptions()).items).toContainEqual(
    expect.objectContaining({ id, position: page.items[1]?.sequence, latest: page.items[1]?.sequence }),
  );
  await reader.unsubscribe(id);
});

test('publication and each delivery stand in the message log with signatures that hold', async () => {
  const { id: hubId } = await publisher.publish(eventOf('7710'));
  await eventually(() => expect(receiver.took('7710')).toHaveLength(1));
  // The receiver has the event a moment before the log has its answer.
  await eventually(async () => {
    const entries = await logged(hubId);
    expect(entries.map(({ kind, direction, outcome, signature }) => ({ kind, direction, outcome, signature }))).toEqual(
      [
        { kind: 'event', direction: 'request', outcome: 'accepted', signature: 'valid' },
        { kind: 'event', direction: 'response', outcome: 'accepted', signature: 'valid' },
      ],
    );
    expect(entries[1]).toMatchObject({ target: `${readerId}/events`, signer: readerId });
  });
});

test('the same event published again is acknowledged and delivered once; another under its id is refused', async () => {
  const event = eventOf('7720');
  const { id } = await publisher.publish(event);
  expect(await publisher.publish(event)).toEqual({ id, alreadyPublished: true });
  await eventually(() => expect(receiver.took('7720')).toHaveLength(1));
  await expect(publisher.publish({ ...event, data: { inn: '1', change: 'name' } })).rejects.toMatchObject({
    status: 409,
    code: 'exchange.event-id-taken',
  });
});

test('events of one subject arrive in their order, each with a signature of Standard Webhooks that holds', async () => {
  for (let i = 0; i < 5; i++) await publisher.publish(eventOf('7730', { n: i }));
  await eventually(() => expect(receiver.took('7730')).toHaveLength(5));
  expect(receiver.took('7730').map(({ event }) => (event.data as { n: number }).n)).toEqual([0, 1, 2, 3, 4]);
  expect(receiver.took('7730').every(({ signed }) => signed)).toBe(true);
});

test('while a secret is replaced, the new one and the one before both fit', async () => {
  const before = receiver.secret();
  const { secret } = await reader.rotateSecret(pushed.id);
  await publisher.publish(eventOf('7740'));
  await eventually(() => expect(receiver.took('7740')).toHaveLength(1));
  const [taken] = receiver.took('7740');
  expect(taken?.fits(before)).toBe(true);
  expect(taken?.fits(secret)).toBe(true);
  expect(taken?.fits(`whsec_${Buffer.alloc(32).toString('base64')}`)).toBe(false);
});

test('only subjects that begin as the subscription says are delivered', async () => {
  const { id } = await reader.subscribe({ type: typeId, delivery: 'pull', subjectPrefix: 'XM-02/' });
  await publisher.publish(eventOf('XM-01/1'));
  await publisher.publish(eventOf('XM-02/1'));
  expect((await reader.nextEvents(id)).items.map(({ event }) => event.subject)).toEqual(['XM-02/1']);
  await reader.unsubscribe(id);
});

test('a withdrawn event is not read any more', async () => {
  const { id } = await reader.subscribe({ type: typeId, delivery: 'pull', subjectPrefix: 'W' });
  const published = await publisher.publish(eventOf('W1'));
  await publisher.withdrawEvent(published.id);
  await publisher.withdrawEvent(published.id);
  expect((await reader.nextEvents(id)).items).toEqual([]);
  await expect(reader.withdrawEvent(published.id)).rejects.toMatchObject({ code: 'exchange.event-unknown' });
  await reader.unsubscribe(id);
});

const nested = (levels: number): unknown[] => (levels === 0 ? [] : [nested(levels - 1)]);
test.each([
  ['without specversion', { specversion: undefined }, 422, 'exchange.event-invalid'],
  ['with an attribute that is no extension', { Loud: 'x' }, 422, 'exchange.event-invalid'],
  ['with binary data', { data_base64: 'AA==' }, 422, 'exchange.event-invalid'],
  ['of a type nobody registered', { type: 'xm.none.v1' }, 404, 'exchange.event-type-unknown'],
  ['with data that does not fit its type', { data: { inn: 1 } }, 422, 'exchange.content-invalid'],
  ['with text that is none', { source: '/a\u0000' }, 422, 'exchange.text-malformed'],
  ['that is nested too deep', { data: nested(300) }, 422, 'exchange.text-malformed'],
  ['that is too large', { data: { inn: '1', change: 'x'.repeat(1_100_000) } }, 413, 'exchange.event-too-large'],
])('an event %s is refused', async (_what, change, status, code) => {
  await expect(publisher.publish({ ...eventOf('1'), ...change } as never)).rejects.toMatchObject({ status, code });
});

test('only the owner of a type publishes it, and only who has a right subscribes', async () => {
  await expect(reader.publish(eventOf('1'))).rejects.toMatchObject({ status: 403, code: 'exchange.not-publisher' });
  await expect(other.subscribe({ type: typeId, delivery: 'pull' })).rejects.toMatchObject({
    status: 403,
    code: 'exchange.access-denied',
  });
});

test('of a right with several purposes a subscription names one', async () => {
  await grant(otherId, { purposes: ['tax', 'statistics'], pathPattern: '/XM-03/**' });
  const asked = { type: typeId, delivery: 'pull' } as const;
  const missing = { status: 422, code: 'exchange.purpose-missing' };
  await eventually(() => expect(other.subscribe(asked)).rejects.toMatchObject(missing));
  await expect(other.subscribe({ ...asked, purpose: 'curiosity' })).rejects.toMatchObject(missing);
  const { id } = await other.subscribe({ ...asked, purpose: 'tax' });
  await publisher.publish(eventOf('XM-01/5'));
  const { id: hubId } = await publisher.publish(eventOf('XM-03/5'));
  expect((await other.nextEvents(id)).items.map(({ event }) => event.subject)).toEqual(['XM-03/5']);
  const facts = await b.sql(
    `select e.record from exchange.message m join exchange.ledger_entry e on e.id = m.entry_id
     where m.message_id = '${hubId}' and m.direction = 'response' and m.target = '${otherId}/events'`,
  );
  expect(JSON.parse(String(facts[0]?.record))).toMatchObject({ facts: { purpose: 'tax', subscription: id } });
});

test('a subscription of somebody else is as good as none', async () => {
  const asOther = [
    () => other.nextEvents(pushed.id),
    () => other.commitCursor(pushed.id, 'x'),
    () => other.rotateSecret(pushed.id),
    () => other.changeSubscription(pushed.id, { paused: true }),
    () => other.unsubscribe(pushed.id),
    () => other.nextEvents(randomUUID()),
  ];
  for (const asked of asOther)
    await expect(asked()).rejects.toMatchObject({ status: 404, code: 'exchange.subscription-unknown' });
});

test('a pushed subscription has no cursor, a pulled one no secret, and the same is not made twice', async () => {
  const { id } = await reader.subscribe({ type: typeId, delivery: 'pull' });
  await expect(reader.subscribe({ type: typeId, delivery: 'pull' })).rejects.toMatchObject({
    status: 409,
    code: 'exchange.subscription-exists',
  });
  await expect(reader.nextEvents(pushed.id)).rejects.toMatchObject({ code: 'exchange.subscription-not-pull' });
  await expect(reader.rotateSecret(id)).rejects.toMatchObject({ code: 'exchange.subscription-not-push' });
  await expect(reader.commitCursor(id, 'nonsense')).rejects.toMatchObject({
    status: 422,
    code: 'exchange.cursor-invalid',
  });
  await expect(reader.nextEvents(id, { limit: 0 })).rejects.toMatchObject({ code: 'exchange.message-invalid' });
  await reader.unsubscribe(id);
  for (const url of ['ftp://x/', 'https://user:pw@x.example/', 'nothing'])
    await expect(reader.subscribe({ type: typeId, delivery: 'push', url, subjectPrefix: 'x' })).rejects.toMatchObject({
      code: 'exchange.push-url-refused',
    });
});

test('an address that events do not have, and a body that is no JSON, are refused', async () => {
  const at = (path: string, body: string) =>
    fetch(`${reader.url}${path}`, { method: 'POST', headers: { 'x-road-client': readerId }, body }).then((r) =>
      r.json(),
    );
  expect(await at('/events/nothing', '{}')).toMatchObject({ status: 404, code: 'exchange.no-such-address' });
  expect(await at('/events', '{')).toMatchObject({ status: 422, code: 'exchange.body-malformed' });
});

test('a right that ends stops the reading and the pushing', async () => {
  const { id } = await reader.subscribe({ type: typeId, delivery: 'pull' });
  const [right] = await b.sql(`select id from exchange.access_right where target = '${typeId}'`);
  await b.withdraw(String(right?.id));
  await eventually(() =>
    expect(reader.nextEvents(id)).rejects.toMatchObject({ status: 403, code: 'exchange.access-denied' }),
  );
  await publisher.publish(eventOf('7790'));
  await eventually(async () =>
    expect((await reader.subscriptions()).items).toContainEqual(
      expect.objectContaining({ id: pushed.id, waiting: 1, lastError: 'exchange.access-denied' }),
    ),
  );
  expect(receiver.took('7790')).toEqual([]);
});
