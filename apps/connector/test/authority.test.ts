// SPDX-License-Identifier: Apache-2.0
/** Two departments whose certificates come from an authority outside the platform. */
import { hash, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { verifyEvidence } from '@stoa/exchange/verifier';
import { certificateFingerprint } from '@stoa/kernel/asic';
import { benchWith, eventually } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import { exchangeOf } from '../../../modules/exchange/src/exchange.ts';
import { outsideAuthority } from '../../../modules/exchange/test/outside-authority.ts';
import { type Connector, type ConnectorSettings, startConnector } from '../src/index.ts';
import { followGuide } from './evidence-guide.ts';
import { consumerId, log, providerId } from './fixture.ts';
import { reseal } from './reseal.ts';

const open = { anybodyOnThisMachine: 'may speak for the department' } as const;
const outside = outsideAuthority();
const b = await benchWith(
  {
    STOA_HUB_PORT: '0',
    STOA_EXCHANGE_CA: 'external',
    STOA_EXCHANGE_CA_FILE: outside.caFile,
    STOA_EXCHANGE_CRL_FILE: outside.crlFile,
  },
  exchange,
);
b.clock.follow();
const operator = b.person({ duties: ['platform.operator'] });
const waiting = async () => (await b.call(contract.listCertificateRequests, {}, operator)).items;
/** Waits for so many requests and has them all certified. */
async function answer(count: number): Promise<void> {
  await expect.poll(async () => (await waiting()).length).toBe(count);
  for (const { id, request, profile } of await waiting()) {
    const chain = outside.sign(request, profile);
    await b.call(contract.answerCertificateRequest, { id, chain }, operator);
  }
}
const own = createServer((_request, response) => response.end('{"name":"Иванова"}'));
await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
const address = own.address();
const ownUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
const connectors: Connector[] = [];
afterAll(async () => {
  await Promise.all(connectors.map((connector) => connector.close()));
  own.close();
});
async function settingsOf(subsystem: string, more: Partial<ConnectorSettings> = {}): Promise<ConnectorSettings> {
  const { token } = await b.call(contract.allowEnrolment, { subsystemId: subsystem }, operator);
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-outside-'));
  return { subsystem, port: 0, ...open, platformUrl: b.platform.url, dataDir, enrolmentToken: token, ...more };
}
const stored = async ({ dataDir }: ConnectorSettings) =>
  JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8')) as {
    tlsCertificate: string;
    signingKeyId: string;
  };
const service = `${providerId}/persons`;
const name = { en: 'Test' };
for (const id of [consumerId, providerId])
  await b.call(contract.registerSubsystem, { id, name, memberName: name }, operator);
await b.call(contract.publishService, { subsystemId: providerId, code: 'persons', name, timeoutMs: 5000 }, operator);
await b.call(contract.grantRight, { consumerId, target: service, purpose: 'Deciding on a permit' }, operator);
let consumer: { settings: ConnectorSettings; connector: Connector };
const call = async (more: Record<string, string> = {}) => {
  const headers = { 'x-road-client': consumerId, ...more };
  const response = await fetch(`${consumer.connector.url}/r1/${service}/1`, { headers });
  return response.headers.get('x-road-error') ?? response.status;
};

test('the hub itself waits for its certificates, and says so', async () => {
  expect((await waiting()).map(({ profile, hosts }) => [profile, hosts])).toEqual([
    ['tls-server', ['127.0.0.1', 'localhost']],
    ['hub-signing', []],
  ]);
  await answer(2);
  await eventually(() => expect(exchangeOf(b.module).hub).toBeDefined());
});

test('connectors enrol, wait, and call one another once the authority has answered', async () => {
  const settings = await settingsOf(consumerId);
  const starting = [
    startConnector(settings, log),
    startConnector(await settingsOf(providerId, { services: { persons: { rest: { url: ownUrl } } } }), log),
  ] as const;
  await answer(4);
  const started = await Promise.all(starting);
  connectors.push(...started);
  consumer = { settings, connector: started[0] };
  await expect.poll(() => call()).toBe(200);
  expect(new X509Certificate((await stored(settings)).tlsCertificate).issuer).toBe('CN=Test issuing');
});

test('keys are renewed the same way, and messages go on meanwhile', async () => {
  const before = await stored(consumer.settings);
  const renewal = consumer.connector.renew();
  await expect.poll(async () => (await waiting()).length).toBe(2);
  expect((await waiting()).map(({ renewal: again, subsystemId }) => [again, subsystemId])).toEqual([
    [true, consumerId],
    [true, consumerId],
  ]);
  expect(await call()).toBe(200);
  await answer(2);
  await renewal;
  expect((await stored(consumer.settings)).signingKeyId).not.toBe(before.signingKeyId);
  expect(await call()).toBe(200);
});

const auditor = b.person({ duties: ['audit.auditor'] });
const trusted = outside.read('root.pem');
const anchors = [(await certificateFingerprint(Uint8Array.from(Buffer.from(trusted)))) ?? ''];
const logged = async (messageId: string) => (await b.call(contract.listMessages, { messageId }, auditor)).items;
let evidence: Buffer;
const unstamped = [
  ['timestamp', 'note'],
  ['checkpoint-timestamp', 'note'],
];
async function shortfalls(bytes: Buffer) {
  const { checks, messages } = await verifyEvidence(bytes, anchors);
  const all = [...checks, ...messages.flatMap((message) => message.checks)];
  return all.filter(({ state }) => state !== 'good').map(({ code, state }) => [code, state]);
}
const changed = (change: (files: Map<string, Uint8Array>) => void, crls?: string[]) =>
  reseal(b.module.keys.ecKey('exchange-seal'), evidence, change, crls && { crls });

test('evidence of an exchange waits until the authority has certified the seal', async () => {
  const messageId = randomUUID();
  expect(await call({ 'x-road-id': messageId })).toBe(200);
  await expect.poll(async () => (await logged(messageId)).length).toBe(2);
  const entryId = (await logged(messageId))[0]?.entryId ?? '';
  const take = () => b.call(contract.exportEvidence, { entryId }, auditor);
  await expect(take()).rejects.toMatchObject({ code: 'exchange.certificate-waiting' });
  expect((await waiting()).map(({ profile }) => profile)).toEqual(['seal']);
  await answer(1);
  evidence = await eventually(async () => {
    // Both sides sign what they sent each second.
    await b.platform.modules.get('exchange')?.sequencer.flush();
    return Buffer.from((await take()).container, 'base64');
  });
});

test('it holds by way of the intermediate, for the verifier and for the guide', async () => {
  expect((await verifyEvidence(evidence, anchors)).verdict).toBe('good');
  expect(await shortfalls(evidence)).toEqual([['revocation', 'note'], ...unstamped]);
  const { code, output } = await followGuide(evidence, { trusted });
  expect([code, output]).toEqual([0, expect.stringContaining('EVERYTHING HOLDS')]);
});

test('it leads nowhere without the intermediate, or by one that the root did not certify', async () => {
  const impostor = Buffer.from(outsideAuthority().read('intermediate.pem'));
  for (const forged of [
    await changed((files) => files.delete('intermediates.pem')),
    await changed((files) => files.set('intermediates.pem', impostor)),
  ]) {
    expect(await shortfalls(forged)).toContainEqual(['chain', 'bad']);
    expect((await followGuide(forged, { trusted })).output).not.toContain('EVERYTHING HOLDS');
  }
});

test('a request that the authority rejects ends the enrolment with its reason', async () => {
  const starting = startConnector(await settingsOf(consumerId), log);
  const told = starting.then(
    () => 'started',
    (error: Error) => error.message,
  );
  await expect.poll(async () => (await waiting()).length).toBe(2);
  const reason = 'no contract with this department';
  for (const { id } of await waiting()) await b.call(contract.rejectCertificateRequest, { id, reason }, operator);
  expect(await told).toContain(reason);
});

test('what the list of the authority names loses its line and its say', async () => {
  const { tlsCertificate } = await stored(consumer.settings);
  outside.revoke(new X509Certificate(tlsCertificate).toString());
  await expect.poll(() => call(), { interval: 500 }).not.toBe(200);
  const { items } = await b.call(contract.listCertificates, { subsystemId: consumerId }, operator);
  const keyId = hash('sha256', new X509Certificate(tlsCertificate).raw, 'hex');
  expect(items.find((one) => one.keyId === keyId)?.revokedAt).toBeDefined();
});

test('the lists in evidence count when they are from after the seal, and when one names the intermediate', async () => {
  const withLists = async () => shortfalls(await changed(() => undefined, outside.lists()));
  outside.publish();
  expect(await withLists()).toEqual(unstamped);
  outside.revokeIntermediate();
  expect(await withLists()).toEqual([['revocation', 'bad'], ...unstamped]);
});
