// SPDX-License-Identifier: Apache-2.0
/** Cursors, signatures of webhooks, times between tries; publishing at once; event types; what is swept. */
import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { cursorAt, positionOf } from '../src/events/cursor.ts';
import { nextEvents } from '../src/events/pull.ts';
import { publishEvent } from '../src/events/publish.ts';
import { retryAfterMs } from '../src/events/settings.ts';
import { subscribe } from '../src/events/subscriptions.ts';
import { sweepEvents } from '../src/events/sweep.ts';
import { exchangeOf } from '../src/exchange.ts';
import { createDurableLog } from '../src/log/durable-log.ts';
import { eventRequest } from '../src/events/endpoint.ts';
import { bodyOf, webhookHeaders, webhookSecret } from '../src/wire/index.ts';
import { clientId, providerId, startMailbox } from './direct-mailbox.ts';

const { b } = await startMailbox();
const system = { kind: 'system' } as const;
const type = { id: 'xm.thing.made.v1', publisherId: providerId, name: { en: 'Made' }, schema: { type: 'object' } };
await b.call(contract.publishEventType, type, system);
await b.call(contract.grantRight, { consumerId: clientId, target: type.id, purpose: 'Testing' }, system);
const { directory } = exchangeOf(b.module);
await directory.refresh();

const publish = (id: string = randomUUID(), data: object = {}) => {
  const event = { specversion: '1.0' as const, id, source: '/things', type: type.id, data };
  return b.module.tx(system, (tx) => publishEvent(tx, providerId, event, Buffer.from(JSON.stringify(event))));
};

test('a cursor leads back to its position and fits no other subscription, however it is altered', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.nat(), fc.string(), fc.nat(), (own, other, position, junk, at) => {
      const cursor = cursorAt(own, position);
      expect(positionOf(own, cursor)).toBe(position);
      if (own !== other) expect(positionOf(other, cursor)).toBeUndefined();
      const altered = cursor.slice(0, at % cursor.length) + junk + cursor.slice(at % cursor.length);
      if (altered !== cursor) {
        const read = positionOf(own, altered);
        if (read !== undefined) expect(cursorAt(own, read)).toBe(altered);
      }
      expect(positionOf(own, junk)).toBeUndefined();
    }),
  );
});

test('webhooks are signed over id, time and the exact bytes, by each secret', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.uint8Array(),
      fc.integer({ min: 0, max: 4e9 }),
      fc.integer({ min: 1, max: 3 }),
      (id, bytes, at, n) => {
        const secrets = Array.from({ length: n }, webhookSecret);
        const headers = webhookHeaders(secrets, id, Buffer.from(bytes), new Date(at * 1000 + 999));
        expect(headers['webhook-timestamp']).toBe(String(at));
        const signed = Buffer.concat([Buffer.from(`${id}.${at}.`), bytes]);
        const wanted = secrets.map(
          (s) =>
            `v1,${createHmac('sha256', Buffer.from(s.slice(6), 'base64'))
              .update(signed)
              .digest('base64')}`,
        );
        expect(headers['webhook-signature']).toBe(wanted.join(' '));
      },
    ),
  );
});

test('the signature is the one of the example in the Standard Webhooks libraries', () => {
  const headers = webhookHeaders(
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    Buffer.from('{"test": 2432232314}'),
    new Date(1_614_265_330_000),
  );
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('tries come at doubling distances, never more than a quarter off, and no further apart than five minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
      const due = Math.min(300_000, 1000 * 2 ** (attempts - 1));
      const ms = retryAfterMs(attempts, 1000, random);
      expect(ms).toBeGreaterThanOrEqual(due * 0.75);
      expect(ms).toBeLessThanOrEqual(due * 1.25);
    }),
  );
});

test('events published at once get one position each, and the same event among them only one', async () => {
  const same = randomUUID();
  const published = await Promise.all([
    ...Array.from({ length: 20 }, () => publish()),
    ...Array.from({ length: 5 }, () => publish(same)),
  ]);
  expect(new Set(published.map(({ id }) => id)).size).toBe(21);
  expect(published.filter(({ alreadyPublished }) => alreadyPublished)).toHaveLength(4);
  const rows = await b.sql('select position from exchange.event order by position');
  expect(new Set(rows.map(({ position }) => position)).size).toBe(21);
});

test('a reader who reads while others publish misses nothing', async () => {
  const { id: subscription } = await b.module.tx(system, (tx) =>
    subscribe(tx, directory, clientId, { type: type.id, delivery: 'pull' }),
  );
  const published: string[] = [];
  let done = false;
  const publishing = Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let i = 0; i < 25; i++) published.push((await publish()).id);
    }),
  ).then(() => {
    done = true;
  });
  const read: string[] = [];
  let cursor: string | undefined;
  for (let last = false; !last; ) {
    last = done;
    const asked = { subscription, limit: 7, ...(cursor === undefined ? {} : { cursor }) };
    const { page } = await b.module.tx(system, (tx) => nextEvents(tx, directory, clientId, asked));
    read.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
    if (page.items.length > 0) last = false;
  }
  await publishing;
  expect(read).toHaveLength(200);
  expect(new Set(read)).toEqual(new Set(published));
});

test('whatever is asked of the event endpoint is answered with success or a clear refusal', async () => {
  const hub = { module: b.module, directory, record: createDurableLog(b.module) };
  const { id: own } = await b.module.tx(system, (tx) =>
    subscribe(tx, directory, clientId, { type: type.id, delivery: 'push', subjectPrefix: 'fuzz' }),
  );
  const id = fc.constantFrom(own, randomUUID(), `urn:uuid:${own}`, own.toUpperCase(), "'", '', '%00');
  const target = fc.oneof(
    fc.constantFrom(
      '/events',
      '/events/next',
      '/events/cursor',
      '/events/subscriptions',
      '/events/types',
      '/events/types/end',
    ),
    fc
      .tuple(fc.constantFrom('', 'subscriptions/'), id, fc.constantFrom('', '/secret', '/end2', '/withdraw', '/x'))
      .map(([of, one, verb]) => `/events/${of}${one}${verb}`),
    fc
      .tuple(id, fc.string(), fc.string())
      .map(
        ([one, cursor, limit]) =>
          `/events/next?subscription=${one}&cursor=${encodeURIComponent(cursor.toWellFormed())}&limit=${encodeURIComponent(limit.toWellFormed())}`,
      ),
    fc.string().map((text) => `/events/types?publisher=${encodeURIComponent(text.toWellFormed())}`),
  );
  const event = fc.record(
    {
      specversion: fc.constantFrom('1.0', '0.3'),
      id: fc.string(),
      source: fc.constantFrom('/things', '\\', ''),
      type: fc.constantFrom(type.id, 'none'),
      subject: fc.string(),
      time: fc.constantFrom('2026-01-01T00:00:00Z', 'now'),
      data: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const asked = fc.record(
    {
      subscription: id,
      cursor: fc.string(),
      type: fc.constantFrom(type.id, 'none', '\u0000'),
      delivery: fc.constantFrom('push', 'pull', 'carry'),
      url: fc.constantFrom('https://x.example/', 'http://[', 'x'),
      schema: fc.jsonValue(),
      ttlSeconds: fc.oneof(fc.integer(), fc.double()),
      paused: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(event, asked, fc.jsonValue()).map((value) => JSON.stringify(value));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
      target,
      fc.oneof(body, fc.string()),
      fc.constantFrom(clientId, providerId),
      async (method, at, text, client) => {
        const answer = await eventRequest(hub, {
          method,
          target: at,
          authority: 'hub',
          headers: {},
          body: bodyOf(Buffer.from(text)),
          client,
          messageId: randomUUID(),
          issue: undefined,
        });
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400)
          expect(JSON.parse((answer.body.bytes ?? '').toString()).code).toMatch(/^exchange\.[a-z-]+$/);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a registered type never changes, and its schema must be one', async () => {
  await b.call(contract.publishEventType, type, system);
  const other = { ...type, schema: { type: 'array' } };
  await expect(b.call(contract.publishEventType, other, system)).rejects.toMatchObject({
    code: 'exchange.type-immutable',
  });
  const wrong = { ...type, id: 'xm.wrong.v1', schema: { type: 'nothing' } };
  await expect(b.call(contract.publishEventType, wrong, system)).rejects.toMatchObject({
    code: 'exchange.schema-invalid',
  });
  const nobody = { ...type, id: 'xm.none.v1', publisherId: 'XM/GOV/9/NOBODY' };
  await expect(b.call(contract.publishEventType, nobody, system)).rejects.toMatchObject({
    code: 'exchange.subsystem-unknown',
  });
});

test('events are forgotten after their days, and only then', async () => {
  await publish();
  b.clock.advance({ days: 29 });
  const { id } = await publish();
  await sweepEvents(b.module);
  expect((await b.sql('select count(*)::int as n from exchange.event'))[0]?.n).toBeGreaterThan(100);
  b.clock.advance({ days: 2 });
  await sweepEvents(b.module);
  expect(await b.sql('select id from exchange.event')).toEqual([{ id }]);
});
