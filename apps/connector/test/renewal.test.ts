// SPDX-License-Identifier: Apache-2.0
import { hash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  allowEnrolment,
  connectorClient,
  getOverview,
  grantRight,
  listCertificates,
  publishService,
  revokeCertificate,
} from '@stoa/exchange/contract';
import { contentDigest, wholeOf } from '@stoa/exchange/wire';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ensureCredentials } from '../src/credentials.ts';
import { hubClient } from '../src/hub-client.ts';
import { type ConnectorSettings, startConnector } from '../src/index.ts';
import { consumerId, log, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const open = { anybodyOnThisMachine: 'may speak for the department' } as const;
const { b, connect, consumer, logged, provider } = await startExchangeWorld();
// Connectors sign with the machine's clock, and renewals wait.
beforeEach(() => b.clock.set(new Date()));
const operator = b.person({ duties: ['platform.operator'] });
const service = `${providerId}/persons`;
const client = connectorClient(consumer.connector.url, consumerId);
interface Stored {
  tlsCertificate: string;
  signingKeyId: string;
  signingKeyPem: string;
}
const fileOf = (settings: ConnectorSettings) => join(settings.dataDir, 'credentials.json');
const stored = async (settings: ConnectorSettings) => JSON.parse(await readFile(fileOf(settings), 'utf8')) as Stored;
const keyIds = async (subsystemId: string) =>
  (await b.call(listCertificates, { subsystemId }, operator)).items.map(({ keyId }) => keyId);

async function notEnrolledYet(subsystemId: string): Promise<ConnectorSettings> {
  const { token } = await b.call(allowEnrolment, { subsystemId }, operator);
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-connector-'));
  return { subsystem: subsystemId, port: 0, ...open, platformUrl: b.platform.url, dataDir, enrolmentToken: token };
}

/** Answers after six seconds: a call that begins with a renewal ends after it. */
const late = createServer((_request, response) => void setTimeout(() => response.end('{"late":true}'), 6000));
await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
afterAll(() => void late.close());

test('consumer and provider change their keys under traffic, and every message is answered and proven', async () => {
  const address = late.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const { connector: slow } = await connect(strangerId, { late: { rest: { url } } });
  await b.call(
    publishService,
    { subsystemId: strangerId, code: 'late', name: { en: 'Late' }, timeoutMs: 20_000 },
    operator,
  );
  await b.call(grantRight, { consumerId, target: `${strangerId}/late`, purpose: 'Testing' }, operator);
  const before = { consumer: await stored(consumer.settings), provider: await stored(provider.settings) };
  let running = true;
  const statuses: number[] = [];
  const sent: string[] = [];
  const traffic = async () => {
    while (running) {
      const { status, messageId } = await client.call(service, '/persons/1');
      statuses.push(status);
      sent.push(messageId);
    }
  };
  const underWay = eventually(() => client.call(`${strangerId}/late`, '/1'));
  const work = [traffic(), traffic(), traffic()];
  await Promise.all([consumer.connector, provider.connector, slow].map((connector) => connector.renew()));
  const atRenewal = statuses.length;
  await expect.poll(() => statuses.length).toBeGreaterThan(atRenewal + 20);
  running = false;
  await Promise.all(work);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const { status, messageId } = await underWay;
  sent.push(messageId);
  expect(status).toBe(200);
  for (const id of [sent[0], ...sent.slice(-3)])
    expect((await logged(id ?? '')).map(({ signature }) => signature)).toEqual(['valid', 'valid']);
  // Each session was ended by the key that had opened it: all roots there are lead to messages, and none is missing.
  const { rows } = await b.module.tx({ kind: 'system' }, (tx) =>
    tx.query(
      `select count(*)::int as messages, count(r.key_id)::int as covered,
         count(*) filter (where r.key_id <> s.key_id)::int as foreign_keys, count(distinct r.key_id)::int as keys
       from message m join session s on s.id = m.session_id
       left join session_root r on r.session_id = m.session_id and r.side = 'connector' and m.seq between r.first_seq and r.last_seq
       where m.message_id = any($1)`,
      [sent],
    ),
  );
  expect(rows).toEqual([
    { messages: sent.length * 2, covered: sent.length * 2, foreign_keys: 0, keys: expect.any(Number) },
  ]);
  expect((rows[0] as { keys: number }).keys).toBeGreaterThanOrEqual(4);

  for (const [who, settings] of [
    ['consumer', consumer.settings],
    ['provider', provider.settings],
  ] as const) {
    const now = await stored(settings);
    expect(now.signingKeyId).not.toBe(before[who].signingKeyId);
    expect(now.signingKeyPem).not.toBe(before[who].signingKeyPem);
    expect(existsSync(`${fileOf(settings)}.pending`)).toBe(false);
    expect(await keyIds(settings.subsystem)).toHaveLength(4);
  }
});

test('after the renewal the old certificate can be revoked, and the tunnel stays', async () => {
  const { items } = await b.call(listCertificates, { subsystemId: providerId }, operator);
  const present = await stored(provider.settings);
  const presentTls = hash('sha256', new X509Certificate(present.tlsCertificate).raw, 'hex');
  const old = items.find(({ profile, keyId }) => profile === 'tls-client' && keyId !== presentTls);
  await b.call(revokeCertificate, { keyId: old?.keyId ?? '', reason: 'superseded' }, operator);
  expect((await client.call(service, '/persons/1')).status).toBe(200);
  const { subsystems } = await b.call(getOverview, {}, operator);
  expect(subsystems.find(({ id }) => id === providerId)?.connected).toBe(true);
});

test('certificates past two thirds of their life are renewed without a word', async () => {
  const present = b.clock.now();
  b.clock.set(new Date(present.getTime() - 300 * 86_400_000));
  const settings = await notEnrolledYet(strangerId);
  const old = await ensureCredentials(settings);
  b.clock.set(present);
  expect(old.renewAt < present).toBe(true);
  const connector = await startConnector(settings, log);
  await expect.poll(async () => (await stored(settings)).signingKeyId).not.toBe(old.signingKeyId);
  expect((await ensureCredentials(settings)).renewAt > present).toBe(true);
  await connector.close();
});

test('a renewal whose answer was lost goes on with the keys it began with', async () => {
  const settings = await notEnrolledYet(strangerId);
  const credentials = await ensureCredentials(settings);
  const asked: string[] = [];
  const certify = async ({ signingRequest }: { signingRequest: string }) => {
    asked.push(signingRequest);
    throw new Error('the connection broke');
  };
  for (const _ of [1, 2]) await expect(credentials.renew(certify)).rejects.toThrow('the connection broke');
  expect(new Set(asked).size).toBe(1);
  const connector = await startConnector(settings, log);
  await connector.renew();
  expect(new Set(await keyIds(strangerId))).toContain((await stored(settings)).signingKeyId);
  await connector.close();
});

test('keys that a crash left behind after they came into use are not asked for again', async () => {
  const settings = await notEnrolledYet(strangerId);
  const credentials = await ensureCredentials(settings);
  const { signingKeyPem } = await stored(settings);
  await writeFile(`${fileOf(settings)}.pending`, JSON.stringify({ signingKeyPem, tlsKeyPem: credentials.tlsKeyPem }));
  const connector = await startConnector(settings, log);
  await connector.renew();
  expect((await stored(settings)).signingKeyPem).not.toBe(signingKeyPem);
  await connector.close();
});

test('a connector killed between using its token and storing the answer enrols with the same keys', async () => {
  const settings = await notEnrolledYet(strangerId);
  const first = await ensureCredentials(settings);
  // As the folder was just before the answer was stored: the keys are there, the credentials are not.
  const { signingKeyPem } = await stored(settings);
  await writeFile(`${fileOf(settings)}.pending`, JSON.stringify({ signingKeyPem, tlsKeyPem: first.tlsKeyPem }));
  await rm(fileOf(settings));
  expect((await ensureCredentials(settings)).signingKeyId).toBe(first.signingKeyId);
});

test('who revokes a stolen key revokes what was renewed with it', async () => {
  const settings = await notEnrolledYet(strangerId);
  const stolen = await ensureCredentials(settings);
  const { signingKeyId } = stolen;
  const connector = await startConnector(settings, log);
  await connector.renew();
  b.clock.set(new Date());
  await connector.renew();
  await connector.close();
  const last = (await stored(settings)).signingKeyId;
  await b.call(revokeCertificate, { keyId: signingKeyId, reason: 'keyCompromise' }, operator);
  const { items } = await b.call(listCertificates, { subsystemId: strangerId }, operator);
  expect(items.find(({ keyId }) => keyId === last)?.reason).toBe('keyCompromise');
});

test('the hub refuses to certify what is no key, and other ways of asking', async () => {
  const settings = await notEnrolledYet(strangerId);
  const credentials = await ensureCredentials(settings);
  const hub = hubClient(credentials, log);
  const ask = async (method: string, body: object) => {
    const headers = { 'x-road-client': strangerId, 'x-road-id': crypto.randomUUID() };
    const bytes = Buffer.from(JSON.stringify(body));
    const request = { method, target: '/certificates', headers, body: bytes };
    const signed = { ...request, headers: { ...headers, 'content-digest': contentDigest(bytes) } };
    const answer = await hub.stream(signed, Readable.from([bytes]), 5000);
    return [answer.status, (JSON.parse(String(await wholeOf(answer.body))) as { code: string }).code];
  };
  expect(await ask('POST', { tlsRequest: 'x', signingRequest: 'x' })).toEqual([422, 'exchange.key-unsuitable']);
  expect(await ask('POST', {})).toEqual([422, 'exchange.message-invalid']);
  expect(await ask('PUT', {})).toEqual([404, 'exchange.no-such-address']);
  await hub.close();
});
