// SPDX-License-Identifier: Apache-2.0
/** The hub is killed again and again while events are published, pushed and read: none is lost, none stored twice. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { CloudEvent } from '@stoa/exchange/contract';
import { eventually, patient } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import { thorough } from '../src/thorough.ts';
import { answers, asks, insist, startKillableHub } from './mailbox/killable-hub.ts';

const type = 'xm.kill.happened.v1';
const subjects = ['a', 'b', 'c', 'd'];
const { connect, killWhile, sql } = await startKillableHub();

/** The receiver's own ledger: the first arrival of each `webhook-id`, by subject. */
const arrived = new Map<string, { id: string; n: number }[]>(subjects.map((subject) => [subject, []]));
const receiver = createServer((request, response) => {
  void json(request).then((body) => {
    const { subject = '', data } = body as CloudEvent;
    const id = String(request.headers['webhook-id']);
    const list = arrived.get(subject) ?? [];
    if (!list.some((one) => one.id === id)) list.push({ id, n: (data as { n: number }).n });
    response.writeHead(204).end();
  });
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');
afterAll(() => receiver.close());
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
const [subscriber, publisher] = [await connect(asks, { events: { url } }), await connect(answers)];

test('whatever the moment at which the hub is killed, each event acknowledged is pushed in order and read', {
  timeout: patient(180_000),
}, async () => {
  await insist(() => subscriber.client.subscribe({ type, delivery: 'push' }));
  const { id: reading } = await insist(() => subscriber.client.subscribe({ type, delivery: 'pull' }));
  const count = thorough ? 80 : 30;
  const acknowledged: string[] = [];
  const publishing = (async () => {
    for (let n = 0; n < count; n += 1) {
      const subject = subjects[n % subjects.length] ?? '';
      const event = { specversion: '1.0' as const, id: randomUUID(), source: '/kill', type, subject, data: { n } };
      const { id } = await insist(() => publisher.client.publish(event));
      acknowledged.push(id);
      await wait(20);
    }
  })();
  const read: string[] = [];
  const readAll = (async () => {
    while (read.length < count) {
      const { items, cursor } = await insist(() => subscriber.client.nextEvents(reading, { limit: 7 }));
      await insist(() => subscriber.client.commitCursor(reading, cursor));
      read.push(...items.map(({ id }) => id));
      if (items.length === 0) await wait(20);
    }
  })();
  expect(await killWhile(Promise.all([publishing, readAll]))).toBeGreaterThan(1);
  expect(read).toEqual(acknowledged);

  const pushed = () => subjects.flatMap((subject) => arrived.get(subject) ?? []);
  await eventually(() => expect(pushed()).toHaveLength(count), patient(90_000));
  expect(
    pushed()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...acknowledged].sort());
  for (const subject of subjects) {
    const order = (arrived.get(subject) ?? []).map(({ n }) => n);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }
  const stored = await sql.query<{ events: number; logged: number }>(
    `select (select count(*)::int from exchange.event) as events,
       (select count(*)::int from exchange.message where kind = 'event' and direction = 'request' and target = $1
         and message_id = any($2)) as logged`,
    [type, acknowledged],
  );
  expect(stored.rows[0]).toEqual({ events: count, logged: count });
});
