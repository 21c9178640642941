// SPDX-License-Identifier: Apache-2.0
/** Agreements with a connector that hands out requests and takes answers, and two sides of a contract. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import catalogue from '@stoa/catalogue';
import { benchWith } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import type { Proposal } from '../src/contract.ts';
import agreements from '../src/index.ts';

interface Request {
  readonly messageId: string;
  readonly content: unknown;
}
/** The mailbox as the connector shows it. */
export const mailbox = {
  requests: [] as Request[],
  responses: new Map<string, Record<string, unknown>>(),
  acknowledged: [] as string[],
  /** How many answers fail before one is taken. */
  failing: 0,
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
          ...next,
          ...{
            type: 'urn:xm:portal:agreement:1.0#Request',
            from: 'XM/GOV/1001/LABOUR',
            sentAt: new Date().toISOString(),
          },
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
  mailbox.acknowledged.push(acknowledged);
  mailbox.requests = mailbox.requests.filter(({ messageId }) => messageId !== acknowledged);
  return send(200, {});
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
server.unref();
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export const b = await benchWith({ STOA_PLATFORM_CONNECTOR_URL: url, STOA_DEMO: '1' }, agreements, catalogue);
await b.drain();

export const told: { to: string; subject: string }[] = [];
b.stub(notify, async ({ to, subject }) => {
  told.push({ to: to.personKey, subject: subject.en });
  return { id: randomUUID() };
});

export const [inn, snils] = ['0105234515', '14567890105'];
export const employer = b.person({
  name: 'Aigerim Seitkali',
  snils: '11223344595',
  actingFor: { kind: 'organisation', id: inn, name: 'Steppe Build LLP' },
});
export const worker = b.person({ name: 'Rahul Sharma', snils });
export const stranger = b.person({ name: 'Olga Kim', snils: '10720830919' });

export const inDays = (days: number): string =>
  b.module.country.calendar.localDate(new Date(b.clock.now().getTime() + days * 86_400_000));

let numbers = 0;
export const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  ...{ service: 'e-contract', caseId: randomUUID(), act: 'conclude', mustAgree: true, law: 'terms', until: inDays(30) },
  contract: `EC-2026-${String((numbers += 1)).padStart(6, '0')}`,
  proposer: { kind: 'organisation', number: inn, name: 'Steppe Build LLP' },
  other: { kind: 'person', number: snils, name: 'Rahul Sharma' },
  terms: {
    occupation: '2142',
    wage: 1500,
    hours: 40,
    trainee: false,
    workRegion: 'XM-01',
    startsOn: inDays(14),
    months: 24,
  },
  open: ['occupation', 'wage', 'hours', 'startsOn', 'months'],
  ...more,
});

/** The request is in the mailbox; the module takes it in. Answers the id of the request. */
export async function ask(content: unknown, messageId: string = randomUUID()): Promise<string> {
  mailbox.requests.push({ messageId, content });
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
    | { content?: Record<string, unknown>; rejection?: { description: string } }
    | undefined;
