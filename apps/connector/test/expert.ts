// SPDX-License-Identifier: Apache-2.0
/** Exchanges of every kind, exported as evidence, and an expert who follows the guide to the letter. */
import { generateKeyPairSync, hash, type KeyPairKeyObjectResult, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTimestampAuthority } from '@stoa/demo';
import {
  connectorClient,
  exportEvidence,
  getTrustAnchors,
  grantRight,
  listMessages,
  publishService,
} from '@stoa/exchange/contract';
import type { Report } from '@stoa/exchange/verifier';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, expect } from 'vitest';
import { enrolDirectly } from '../../../modules/exchange/test/direct.ts';
import { type Following, followGuide } from './evidence-guide.ts';
import { checkType, consumerId, startExchangeWorld, strangerId } from './fixture.ts';
import { reseal } from './reseal.ts';

export const tsa = await startTimestampAuthority({ port: 0, dataDir: mkdtempSync(join(tmpdir(), 'stoa-tsa-')) });
export const roots = await fetch(`${tsa.url}/ca.pem`).then((response) => response.text());
const world = await startExchangeWorld({ STOA_TSA_URL: tsa.url });
export const { b } = world;
const { logged } = world;
export const providerId = strangerId;
export const auditor = b.person({ duties: ['audit.auditor'] });
const system = { kind: 'system' } as const;

const archive = createServer((request, response) => request.pipe(response));
await new Promise<void>((resolve) => archive.listen(0, '127.0.0.1', resolve));
afterAll(() => void archive.close());
const address = archive.address();
const rest = { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
await world.connect(providerId, { papers: { rest }, seals: { rest } });
for (const [code, immediate] of [
  ['papers', false],
  ['seals', true],
] as const)
  await b.call(
    publishService,
    { subsystemId: providerId, code, name: { en: code }, immediate, timeoutMs: 30_000 },
    system,
  );

async function allow(consumer: string, service: string): Promise<void> {
  const purposes = ['permit', 'audit'];
  const target = `${providerId}/${service}`;
  await b.call(grantRight, { consumerId: consumer, target, purpose: 'Testing', purposes }, system);
}
await allow(consumerId, 'papers');
await allow(consumerId, 'seals');

/** What every call says beside its body. */
const stated = {
  'x-road-issue': 'case-1',
  'x-road-userid': 'EE123',
  'x-road-represented-party': 'COM/77',
  'x-stoa-purpose': 'permit',
};

async function through(service: string, body: Buffer): Promise<string> {
  const messageId = randomUUID();
  const url = `${world.consumer.connector.url}/r1/${providerId}/${service}/1?full=yes`;
  const headers = { ...stated, 'x-road-client': consumerId, 'x-road-id': messageId };
  const response = await eventually(async () => {
    const answer = await fetch(url, { method: 'POST', headers, body: Uint8Array.from(body) });
    expect(answer.status).toBe(200);
    return answer;
  });
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
  return messageId;
}

async function directly(keys: KeyPairKeyObjectResult): Promise<string> {
  const id = `XM/GOV/7/${keys.publicKey.asymmetricKeyType?.toUpperCase()}`;
  const subsystem = await enrolDirectly(b, id, keys);
  await allow(id, 'papers');
  const messageId = randomUUID();
  const headers = { ...stated, 'x-road-id': messageId };
  await eventually(async () => {
    const answer = await subsystem.send('POST', `/r1/${providerId}/papers/1`, { name: 'Иванова' }, headers);
    expect(answer).toEqual({ name: 'Иванова' });
  });
  return messageId;
}

const small = Buffer.from(JSON.stringify({ name: 'Иванова' }));
/** One call more; answers its id once its messages are in the ledger, and their roots are there. */
export async function callAgain(): Promise<string> {
  const messageId = await through('papers', small);
  await logged(messageId);
  await b.platform.modules.get('exchange')?.sequencer.flush();
  return messageId;
}
/** Several at once, so that their roots cover more than one message; answers one whose roots do. */
async function inCompany(): Promise<string> {
  await through('papers', small);
  for (;;) {
    const sent = await Promise.all(Array.from({ length: 8 }, () => through('papers', small)));
    await Promise.all(sent.map(logged));
    const rows = await b.sql<{ id: string }>(
      `select m.message_id as id from message m join session_root r on r.session_id = m.session_id and r.side = 'connector'
         and m.seq between r.first_seq and r.last_seq
       where m.message_id = any($1) group by m.message_id having min(r.last_seq - r.first_seq) >= 2`,
      [sent],
    );
    if (rows[0]) return rows[0].id;
  }
}

async function mailed(): Promise<string> {
  const [client, provider] = [world.consumer, world.stranger].map(({ connector, settings }) =>
    connectorClient(connector.url, settings.subsystem),
  );
  const messageId = randomUUID();
  await client?.sendRequest({ messageId, type: checkType, content: { snils: '11223344595' }, issue: 'case-1' });
  const delivered = await provider?.nextRequest(checkType);
  await provider?.acknowledge(messageId);
  await provider?.sendResponse({ messageId: randomUUID(), to: delivered?.replyTo ?? '', content: { clear: true } });
  return messageId;
}

/** Ids of five requests in one signed body; their acknowledgements and their answers are in one each too. */
export const batchIds = Array.from({ length: 5 }, (): string => randomUUID());
/** Answers the second. */
async function batched(): Promise<string> {
  const [client, provider] = [world.consumer, world.stranger].map(({ connector, settings }) =>
    connectorClient(connector.url, settings.subsystem),
  );
  const content = { snils: '11223344595' };
  await client?.sendRequests(batchIds.map((messageId) => ({ messageId, type: checkType, content, issue: messageId })));
  const delivered = (await provider?.nextRequests({ type: checkType, max: 10 })) ?? [];
  expect(delivered).toHaveLength(5);
  await provider?.acknowledgeAll(batchIds.map((messageId) => ({ messageId })));
  await provider?.sendResponses(
    delivered.map(({ replyTo }) => ({ messageId: randomUUID(), to: replyTo, content: { clear: true } })),
  );
  return batchIds[1] ?? '';
}

/** A file for the mailbox: its body is stored apart, and not part of the evidence. */
async function uploaded(): Promise<string> {
  const { connector, settings } = world.consumer;
  const file = randomBytes(100_000);
  const id = randomUUID();
  await connectorClient(connector.url, settings.subsystem).uploadAttachment(
    { id, digest: `sha-256=:${hash('sha256', file, 'base64')}:` },
    new Blob([Uint8Array.from(file)]),
  );
  return id;
}
export const fileId = await uploaded();

export const messageIds = {
  session: await inCompany(),
  immediate: await through('seals', small),
  ecdsa: await directly(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  rsa: await directly(generateKeyPairSync('rsa', { modulusLength: 2048 })),
  large: await through('papers', randomBytes(3 * 1024 * 1024)),
  mailbox: await mailed(),
  batch: await batched(),
};
export type Kind = keyof typeof messageIds;
export const kinds = Object.keys(messageIds) as Kind[];
await Promise.all(Object.values(messageIds).map(logged));
await b.platform.modules.get('exchange')?.sequencer.flush();

export async function entryOf(messageId: string): Promise<string> {
  const { items } = await b.call(listMessages, { messageId }, auditor);
  return items.at(-1)?.entryId ?? '';
}
export const entryIds = Object.fromEntries(
  await Promise.all(kinds.map(async (kind) => [kind, await entryOf(messageIds[kind])] as const)),
) as Record<Kind, string>;
export const exported = async (entryId: string) => {
  const { container, level } = await b.call(exportEvidence, { entryId }, auditor);
  return { level, bytes: Buffer.from(container, 'base64') };
};
export const containers = {} as Record<Kind, Buffer>;
for (const kind of kinds) containers[kind] = (await exported(entryIds[kind])).bytes;
export const { authority, authorityFingerprint } = await b.call(getTrustAnchors, {});

/** The container after a change, under a seal of the exchange that holds. */
export const resealed = (bytes: Buffer, change: (files: Map<string, Uint8Array>) => void) =>
  reseal(b.module.keys.ecKey('exchange-seal'), bytes, change);

/** The guide on a container of this exchange. */
export const follow = (
  bytes: Buffer,
  { timed = true, ...change }: Partial<Omit<Following, 'tsa'>> & { timed?: boolean } = {},
) => followGuide(bytes, { trusted: authority, ...change, tsa: timed ? roots : undefined });

export const linesOf = ({ checks, messages }: Report) => [...checks, ...messages.flatMap((message) => message.checks)];
export const badOnes = (report: Report) =>
  linesOf(report)
    .filter(({ state }) => state === 'bad')
    .map(({ code }) => code);

export type Files = Map<string, Uint8Array>;
export const edit = (files: Files, name: string, change: (text: string) => string) => {
  const before = Buffer.from(files.get(name) ?? '').toString('latin1');
  expect(change(before)).not.toBe(before);
  files.set(name, Buffer.from(change(before), 'latin1'));
};
