// SPDX-License-Identifier: Apache-2.0
/** A hub, a publisher's connector and a subscriber's, and a receiving system that checks signatures. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type CloudEvent, connectorClient, grantRight, publishEventType, withdrawRight } from '@stoa/exchange/contract';
import { afterAll } from 'vitest';
import { consumerId as readerId, providerId as publisherId, startExchangeWorld, strangerId } from './fixture.ts';

const system = { kind: 'system' } as const;
export const typeId = 'xm.company.changed.v1';

/** Standard Webhooks 1.0, as a receiver of any make checks it. */
function fits(secret: string, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given = '' } = headers;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key)
    .update(`${String(id)}.${String(timestamp)}.`)
    .update(body)
    .digest();
  return String(given)
    .split(' ')
    .some((one) => {
      const bytes = Buffer.from(one.replace(/^v1,/, ''), 'base64');
      return one.startsWith('v1,') && bytes.length === expected.length && timingSafeEqual(bytes, expected);
    });
}

export interface Taken {
  readonly id: string;
  readonly event: CloudEvent;
  readonly signed: boolean;
  readonly fits: (secret: string) => boolean;
}

/** A department's system that takes events; how it answers an event can be changed. */
export async function startReceiver() {
  const taken: Taken[] = [];
  let secret = '';
  let answer: (event: CloudEvent) => number | undefined = () => 204;
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const event = JSON.parse(body.toString()) as CloudEvent;
      const status = answer(event);
      if (status === undefined) return;
      const { headers } = request;
      const holds = (one: string) => fits(one, headers, body);
      if (status < 300) taken.push({ id: String(headers['webhook-id']), event, signed: holds(secret), fits: holds });
      response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    took: (subject: string) => taken.filter(({ event }) => event.subject === subject),
    all: (): readonly Taken[] => taken,
    secret: () => secret,
    expectSecret: (given: string) => {
      secret = given;
    },
    /** Undefined: it never answers. */
    answerWith: (how: (event: CloudEvent) => number | undefined) => {
      answer = how;
    },
  };
}

export const eventOf = (subject: string, more: Record<string, unknown> = {}): CloudEvent => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/companies',
  type: typeId,
  subject,
  time: new Date().toISOString(),
  datacontenttype: 'application/json',
  data: { inn: subject, change: 'address', ...more },
});

export async function startEventWorld(env: Record<string, string> = {}) {
  const world = await startExchangeWorld({ STOA_EVENT_RETRY_MS: '50', ...env });
  const { b, connect } = world;
  const name = { en: 'A company changed' };
  const schema = {
    type: 'object',
    required: ['inn', 'change'],
    properties: { inn: { type: 'string' }, change: { type: 'string' } },
  };
  await b.call(publishEventType, { id: typeId, publisherId, name, schema }, system);
  const grant = (consumerId: string, more: { purposes?: string[]; pathPattern?: string } = {}) =>
    b.call(grantRight, { consumerId, target: typeId, purpose: 'Watching employers', ...more }, system);
  await grant(readerId);
  const receiver = await startReceiver();
  const events = { url: receiver.url, allow: [receiver.url], deadlineMs: 500 };
  const { connector } = await connect(readerId, undefined, { events });
  const clientOf = (url: string, id: string) => ({ url, ...connectorClient(url, id) });
  const reader = clientOf(connector.url, readerId);
  const pushed = await reader.subscribe({ type: typeId, delivery: 'push' });
  receiver.expectSecret(pushed.secret ?? '');
  return {
    ...world,
    b: Object.assign(b, { withdraw: (id: string) => b.call(withdrawRight, { id }, system) }),
    grant,
    publisher: clientOf(world.provider.connector.url, publisherId),
    reader,
    readerId,
    other: clientOf(world.stranger.connector.url, strangerId),
    otherId: strangerId,
    pushed,
    receiver,
    eventOf,
    typeId,
  };
}
