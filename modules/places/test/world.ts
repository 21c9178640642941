// SPDX-License-Identifier: Apache-2.0
/** Places with a connector that hands out requests and takes answers. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { benchWith } from '@stoa/kernel/testing';
import type { PlacesAnswer } from '../src/contract.ts';
import places from '../src/index.ts';

interface Request {
  readonly messageId: string;
  readonly content: unknown;
  readonly from: string;
}
/** The mailbox as the connector shows it. */
export const mailbox = {
  requests: [] as Request[],
  responses: new Map<string, Record<string, unknown>>(),
  /** How many answers fail before one is taken, and how many acknowledgements. */
  failing: 0,
  unacknowledged: 0,
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
const server = createServer(async (request, response) => {
  const path = request.url ?? '';
  const text = await bodyOf(request);
  const send = (status: number, body?: unknown) =>
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? undefined : JSON.stringify(body));
  if (path === '/mailbox/requests/next') {
    const [next] = mailbox.requests;
    return next
      ? send(200, {
          ...{ ...next, type: 'urn:xm:portal:places:1.0#Request', sentAt: new Date().toISOString() },
          ...{ replyTo: `reply#${next.messageId}`, referenceId: next.messageId },
        })
      : send(204);
  }
  if (path === '/mailbox/responses') {
    if (mailbox.failing > 0) {
      mailbox.failing -= 1;
      return send(503, { type: 'Server.ServerProxy.NetworkError', message: 'away' });
    }
    const message = JSON.parse(text) as { messageId: string };
    mailbox.responses.set(message.messageId, message);
    return send(200, { messageId: message.messageId, alreadySent: false });
  }
  const [, acknowledged] = /^\/mailbox\/messages\/(.+)\/ack$/.exec(path) ?? [];
  if (!acknowledged) return send(404, {});
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

export const b = await benchWith({ STOA_PLATFORM_CONNECTOR_URL: url, STOA_DEMO: '1' }, places);
await b.drain();

export const labour = 'XM/GOV/1001/LABOUR';
export const inn = '0105234515';
export const kind = 'foreign-workers';

/** The request is in the mailbox; the module takes it in. Answers the id of the request. */
export async function ask(content: unknown, from = labour, messageId: string = randomUUID()): Promise<string> {
  mailbox.requests.push({ messageId, content, from });
  await passed();
  return messageId;
}
/** Rounds of the module's own begin after some seconds. */
export async function passed(seconds = 3): Promise<void> {
  b.clock.advance({ seconds });
  await b.drain();
}
export const answerTo = (messageId: string) =>
  [...mailbox.responses.values()].find(({ to }) => to === `reply#${messageId}`) as
    | { content?: PlacesAnswer; rejection?: { description: string } }
    | undefined;
export const asked = async (content: unknown, from = labour): Promise<PlacesAnswer | undefined> =>
  answerTo(await ask(content, from))?.content;

let numbers = 0;
const next = (prefix: string) => `${prefix}-2026-${String((numbers += 1)).padStart(6, '0')}`;
export const grant = (code: string, places: number, more: object = {}) => ({
  ...{ do: 'grant', key: next('WQ'), kind, code, holder: inn, service: 'worker-quota', title: { en: code } },
  ...{ places, most: null, until: null, ...more },
});
export const take = (code: string, more: object = {}) => ({
  ...{ do: 'take', key: next('WP'), kind, code, holder: inn, caseId: randomUUID(), keptBy: ['issued'] },
  ...{ until: null, waits: false, ...more },
});
/** Of a company of its own, so that tests do not meet. */
export const freshHolder = (): string => String(1_000_000_000 + (numbers += 1));
export const inDays = (days: number): string =>
  b.module.country.calendar.localDate(new Date(b.clock.now().getTime() + days * 86_400_000));
