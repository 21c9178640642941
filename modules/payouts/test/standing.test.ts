// SPDX-License-Identifier: Apache-2.0
/** What a case granted for every month: paid once a month, until its last month or a stop, also after a pause of the platform. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { treasuryProgrammes } from '@stoa/country-xm';
import { benchWith } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import { expect, test } from 'vitest';
import { enterDemoPayouts, type StandingAnswer } from '../src/contract.ts';
import payouts from '../src/index.ts';
import { nextMonth } from '../src/standing/standing.ts';

const mailbox = {
  requests: [] as { messageId: string; content: unknown; from: string }[],
  responses: new Map<string, { content?: StandingAnswer; rejection?: { description: string } }>(),
  unacknowledged: 0,
};
async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
const server = createServer(async (request, response) => {
  const text = await bodyOf(request);
  const send = (status: number, body?: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
  if (request.url === '/mailbox/requests/next') {
    const [next] = mailbox.requests;
    return next
      ? send(200, {
          ...{ ...next, type: 'urn:xm:portal:payout:1.0#Request', sentAt: new Date().toISOString() },
          ...{ replyTo: `reply#${next.messageId}`, referenceId: next.messageId },
        })
      : send(204);
  }
  if (request.url === '/mailbox/responses') {
    const message = JSON.parse(text) as { messageId: string; to: string };
    mailbox.responses.set(message.to, message as never);
    return send(200, { messageId: message.messageId, alreadySent: false });
  }
  const [, acknowledged] = /\/mailbox\/messages\/(.+)\/ack$/.exec(request.url ?? '') ?? [];
  if (mailbox.unacknowledged > 0) {
    mailbox.unacknowledged -= 1;
    return send(503, { type: 'Server.ServerProxy.NetworkError', message: 'away' });
  }
  mailbox.requests = mailbox.requests.filter(({ messageId }) => messageId !== acknowledged);
  return send(200, {});
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
server.unref();
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const b = await benchWith({ STOA_PLATFORM_CONNECTOR_URL: url }, payouts);
b.stub(notify, async () => ({ id: randomUUID() }));
const programmes = structuredClone(treasuryProgrammes);
await b.call(
  enterDemoPayouts,
  { part: 'programmes', programmes, accounts: [], batches: [], byName: 'A', approverName: 'B' },
  { kind: 'service', id: 'demo' },
);

// In the middle of a month, so that hours of the tests stay in it.
b.clock.advance({ days: 40 - b.clock.now().getUTCDate() });

const labour = 'XM/GOV/1001/LABOUR';
const snils = '11223344595';
const passed = async (seconds: number) => {
  b.clock.advance({ seconds });
  await b.drain();
};
async function ask(content: unknown, from = labour) {
  const messageId = randomUUID();
  mailbox.requests.push({ messageId, content, from });
  await passed(3);
  return mailbox.responses.get(`reply#${messageId}`);
}
const day = (months: number) => {
  const now = b.clock.now();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 10)).toISOString().slice(0, 10);
};
const start = (key: string, more: object = {}) => ({
  ...{ do: 'start', key, person: snils, programme: 'child-benefit', amountMinor: 80_00, currency: 'EUR' },
  ...{ from: day(0), until: day(2), reason: { en: 'Child benefit' }, ...more },
});
const paid = (key: string) =>
  b.sql<{ reference: string; amount_minor: string }>(
    'select reference, amount_minor from payout where reference like $1 order by reference',
    [`${key} %`],
  );

test('every month is paid once, the ones that were missed too, and none after the last', async () => {
  expect((await ask(start('CB-1')))?.content).toMatchObject({ done: true });
  await passed(3601);
  await passed(3601);
  expect((await paid('CB-1')).map(({ reference }) => reference)).toEqual([`CB-1 ${day(0).slice(0, 7)}`]);
  b.clock.advance({ days: 150 });
  await passed(3601);
  const rows = await paid('CB-1');
  expect(rows).toHaveLength(3);
  expect(new Set(rows.map(({ amount_minor }) => Number(amount_minor)))).toEqual(new Set([8000]));
});

test('a stop ends it with the month of its day; another person, key or department stops nothing', async () => {
  await ask(start('CB-2', { until: day(200) }));
  const stop = { do: 'stop', key: 'CB-2', person: snils, on: day(0) };
  expect((await ask({ ...stop, person: '14567890105' }))?.content).toMatchObject({ done: false });
  expect((await ask({ ...stop, key: 'CB-9' }))?.content).toMatchObject({ done: false });
  expect((await ask(stop, 'XM/GOV/1006/TAXES'))?.content).toMatchObject({ done: false });
  expect((await ask(stop))?.content).toMatchObject({ done: true, until: day(0).slice(0, 7) });
  await passed(3601);
  b.clock.advance({ days: 70 });
  await passed(3601);
  expect(await paid('CB-2')).toHaveLength(1);
});

test('a request that comes again starts nothing twice, and one that does not fit is told why', async () => {
  mailbox.unacknowledged = 1;
  await ask(start('CB-3'));
  await passed(60);
  expect(mailbox.requests).toEqual([]);
  expect(await b.sql("select 1 from standing where key = 'CB-3'")).toHaveLength(1);
  const wrong: [unknown, RegExp][] = [
    ['nonsense', /does not fit/],
    [start('CB-4', { programme: 'nowhere' }), /no programme/],
    [start('CB-4', { person: '11223344590' }), /check digits/],
    [start('CB-4', { amountMinor: 0 }), /amountMinor/],
  ];
  for (const [content, words] of wrong) expect((await ask(content))?.rejection?.description).toMatch(words);
});

test('a year ends and goes on', () => {
  expect(['2026-09', '2026-11', '2026-12'].map(nextMonth)).toEqual(['2026-10', '2026-12', '2027-01']);
});
