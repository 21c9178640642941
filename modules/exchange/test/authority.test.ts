// SPDX-License-Identifier: Apache-2.0
/** What an external authority hands in is checked before it counts. */
import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signCertificateRequest } from '@stoa/kernel/keys';
import { benchWith } from '@stoa/kernel/testing';
import { beforeEach, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { issuedOutside } from '../src/certificates/outside-requests.ts';
import { issueRequest } from '../src/certificates/store.ts';
import exchange from '../src/index.ts';
import { outsideAuthority } from './outside-authority.ts';

const outside = outsideAuthority();
const stranger = outsideAuthority('Test');
const env = {
  STOA_HUB_PORT: '0',
  STOA_EXCHANGE_CA: 'external',
  STOA_EXCHANGE_CA_FILE: outside.caFile,
  STOA_EXCHANGE_CRL_FILE: outside.crlFile,
};
const b = await benchWith(env, exchange);
beforeEach(() => b.clock.set(new Date()));
const operator = b.person({ duties: ['platform.operator'] });
const subsystemId = 'XM/GOV/1/ONE';
const name = { en: 'One' };
await b.call(contract.registerSubsystem, { id: subsystemId, name, memberName: name }, operator);
const list = async (state?: 'issued' | 'rejected') =>
  (await b.call(contract.listCertificateRequests, state ? { state } : {}, operator)).items;
const waiting = async (profile: string) => (await list()).find((one) => one.profile === profile);
const hand = (id: string, chain: string) => {
  b.clock.set(new Date()); // openssl goes by the machine's clock
  return b.call(contract.answerCertificateRequest, { id, chain }, operator);
};
const requestFor = (commonName = subsystemId) =>
  signCertificateRequest(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, commonName);

async function enrolment() {
  const { token } = await b.call(contract.allowEnrolment, { subsystemId }, operator);
  const input = { subsystemId, token, tlsRequest: await requestFor(), signingRequest: await requestFor() };
  return { input, enrol: () => b.call(contract.enrolConnector, input) };
}
const waits = { kind: 'conflict', code: 'exchange.certificate-waiting' };
const { enrol, input } = await enrolment();
await enrol().catch(() => undefined);
const tls = (await waiting('tls-client')) as contract.CertificateRequest;

test('asking again waits on without another request, longer than the token lives; other keys are refused', async () => {
  const before = await list();
  await expect(enrol()).rejects.toMatchObject(waits);
  expect(await list()).toEqual(before);
  b.clock.advance({ hours: 30 });
  await expect(enrol()).rejects.toMatchObject(waits);
  const others = { ...input, tlsRequest: await requestFor() };
  await expect(b.call(contract.enrolConnector, others)).rejects.toMatchObject({ code: 'exchange.enrolment-refused' });
});

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '');
test.each<[string, string, () => Promise<string> | string]>([
  ['no certificate', 'exchange.chain-malformed', () => 'x'],
  ['rubbish in PEM', 'exchange.chain-malformed', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ['another key', 'exchange.certificate-key-differs', async () => outside.sign(await requestFor(), 'tls-client')],
  [
    'another subject',
    'exchange.certificate-subject-differs',
    () => outside.sign(tls.request, 'tls-client', '-subj', '/CN=XM\\/GOV\\/1\\/TWO'),
  ],
  [
    'two names',
    'exchange.certificate-subject-differs',
    () => outside.sign(tls.request, 'tls-client', '-subj', '/CN=a/CN=b'),
  ],
  ['an issuer of the same name', 'exchange.certificate-untrusted', () => stranger.sign(tls.request, 'tls-client')],
  ['no use for channels', 'exchange.certificate-profile-differs', () => outside.sign(tls.request, 'message-signing')],
  ['a use for servers', 'exchange.certificate-profile-differs', () => outside.sign(tls.request, 'tls-server')],
  ['a use as authority', 'exchange.certificate-profile-differs', () => outside.sign(tls.request, 'authority')],
  [
    'an end in the past',
    'exchange.certificate-not-valid',
    () => outside.sign(tls.request, 'tls-client', '-startdate', `${day(-9)}`, '-enddate', `${day(-2)}`),
  ],
  [
    'a beginning in the future',
    'exchange.certificate-not-valid',
    () => outside.sign(tls.request, 'tls-client', '-startdate', `${day(2)}`, '-enddate', `${day(9)}`),
  ],
])('a certificate with %s is refused (%s)', async (_name, code, make) => {
  await expect(hand(tls.id, await make())).rejects.toMatchObject({ kind: 'invalid', code });
  expect((await waiting('tls-client'))?.id).toBe(tls.id);
});

test('a certificate under an authority that may have none below it is refused', async () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const below = outside.sign(await signCertificateRequest(key, 'Below'), 'authority');
  writeFileSync(join(outside.folder, 'below.pem'), below);
  writeFileSync(join(outside.folder, 'below.key'), key.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(join(outside.folder, 'leaf.csr'), tls.request);
  outside.openssl(
    ...['x509', '-req', '-in', 'leaf.csr', '-CA', 'below.pem', '-CAkey', 'below.key', '-days', '9', '-out', 'leaf.pem'],
    ...['-extfile', 'ca.cnf', '-extensions', 'tls-client', '-set_serial', '5'],
  );
  await expect(hand(tls.id, outside.read('leaf.pem') + below)).rejects.toMatchObject({
    code: 'exchange.certificate-untrusted',
  });
});

test('an answer that comes while the hub asks again leaves no second request behind', async () => {
  const wanted = {
    subsystemId: undefined,
    profile: 'hub-signing' as const,
    commonName: 'race',
    publicKeyHash: Buffer.from('race'),
    request: await requestFor('race'),
  };
  const ask = () => b.module.tx({ kind: 'system' }, (tx) => issuedOutside(tx, wanted, new Date()));
  expect(await ask()).toBeUndefined();
  const requests = async () => (await list()).filter(({ commonName }) => commonName === 'race');
  const [request] = await requests();
  let asking: Promise<string | undefined> | undefined;
  await b.module.tx({ kind: 'system' }, async (tx) => {
    await issueRequest(tx, request?.id ?? '', 'chain', new Date(Date.now() + 9e6));
    asking = ask();
    await expect
      .poll(
        async () =>
          (await tx.query('select from pg_locks where not granted and locktype <> $1', ['advisory'])).rowCount,
      )
      .toBeGreaterThan(0);
  });
  expect(await asking).toBe('chain');
  expect(await requests()).toEqual([]);
});

test('a server certificate must be for the hosts of the hub', async () => {
  const server = (await waiting('tls-server')) ?? expect.fail('the hub asks for a certificate');
  expect(server.hosts).toEqual(['127.0.0.1', 'localhost']);
  writeFileSync(join(outside.folder, 'server.csr'), server.request);
  outside.openssl(
    ...['x509', '-req', '-in', 'server.csr', '-CA', 'intermediate.pem', '-CAkey', 'intermediate.key', '-days', '9'],
    ...['-extfile', 'ca.cnf', '-extensions', 'tls-server', '-set_serial', '6', '-out', 'server.pem'],
  );
  await expect(hand(server.id, outside.read('server.pem'))).rejects.toMatchObject({
    code: 'exchange.certificate-profile-differs',
    message: expect.stringContaining('127.0.0.1'),
  });
});

test('a certificate that was revoked, or cannot be looked up, is refused', async () => {
  const certificate = outside.sign(tls.request, 'tls-client');
  outside.revoke(certificate);
  await expect(hand(tls.id, certificate)).rejects.toMatchObject({ code: 'exchange.certificate-revoked' });
  for (const content of ['rubbish', stranger.read('lists.pem'), undefined]) {
    if (content) writeFileSync(outside.crlFile, content);
    else rmSync(outside.crlFile);
    await expect(hand(tls.id, certificate)).rejects.toMatchObject({ code: 'exchange.revocation-list-missing' });
  }
  outside.publish();
});

test('a rejected request says why, and may still be answered, once', async () => {
  const reject = (id: string) => b.call(contract.rejectCertificateRequest, { id, reason: 'who are you?' }, operator);
  expect(await reject(tls.id)).toMatchObject({ state: 'rejected', reason: 'who are you?' });
  await expect(enrol()).rejects.toMatchObject({ kind: 'forbidden', code: 'exchange.certificate-rejected' });
  expect((await list('rejected')).map(({ id }) => id)).toEqual([tls.id]);
  const certificate = outside.sign(tls.request, 'tls-client');
  const issued = await hand(tls.id, certificate);
  expect(issued).toMatchObject({ state: 'issued' });
  expect(await hand(tls.id, certificate)).toEqual(issued);
  const closed = { kind: 'conflict', code: 'exchange.certificate-request-closed' };
  await expect(hand(tls.id, outside.sign(tls.request, 'tls-client'))).rejects.toMatchObject(closed);
  await expect(reject(tls.id)).rejects.toMatchObject(closed);
  const { items } = await b.call(contract.listCertificates, { subsystemId }, operator);
  expect(items.map(({ profile }) => profile)).toEqual(['tls-client']);
});

test('one request is found by its id, whatever became of it', async () => {
  const found = async (id: string) => (await b.call(contract.listCertificateRequests, { id }, operator)).items;
  expect(await found(tls.id)).toMatchObject([{ id: tls.id, state: 'issued' }]);
  expect(await found(crypto.randomUUID())).toEqual([]);
});

test('unknown requests are missing, and only operators see and answer them', async () => {
  const id = crypto.randomUUID();
  const unknown = { kind: 'missing', code: 'exchange.certificate-request-unknown' };
  await expect(hand(id, 'x')).rejects.toMatchObject(unknown);
  const rejection = b.call(contract.rejectCertificateRequest, { id, reason: 'x' }, operator);
  await expect(rejection).rejects.toMatchObject(unknown);
  for (const person of [b.person(), b.person({ duties: ['exchange.engineer'] })])
    await expect(b.call(contract.listCertificateRequests, {}, person)).rejects.toMatchObject({
      code: 'kernel.not-permitted',
    });
});

test('the platform speaks for no certificates that it did not issue', async () => {
  for (const path of ['crl', 'ocsp/AAAA']) {
    const response = await fetch(`${b.platform.url}/api/exchange/${path}`);
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'exchange.status-elsewhere' }]);
  }
});

test.each([
  ['another word', { STOA_EXCHANGE_CA: 'other' }, 'STOA_EXCHANGE_CA must'],
  ['no file', { STOA_EXCHANGE_CA_FILE: '' }, 'must name'],
  ['a missing file', { STOA_EXCHANGE_CA_FILE: join(outside.folder, 'none') }, 'cannot be read'],
  ['no root', { STOA_EXCHANGE_CA_FILE: join(outside.folder, 'intermediate.pem') }, 'one root'],
])('with %s the platform does not start', async (_name, wrong, message) => {
  await expect(benchWith({ ...env, ...wrong }, exchange)).rejects.toThrow(message);
});
