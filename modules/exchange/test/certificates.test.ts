// SPDX-License-Identifier: Apache-2.0
/** What openssl learns about certificates from the running exchange. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync, hash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signCertificateRequest } from '@stoa/kernel/keys';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import exchange from '../src/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0', STOA_PUBLIC_URL: 'http://stoa.example' }, exchange);
const operator = b.person({ duties: ['platform.operator'] });
const subsystemId = 'XM/GOV/1/ONE';
await b.call(contract.registerSubsystem, { id: subsystemId, name: { en: 'One' }, memberName: { en: 'One' } }, operator);
const folder = mkdtempSync(join(tmpdir(), 'stoa-status-'));
/** What the program says on both channels, whatever it exits with. */
const openssl = (...args: string[]) =>
  new Promise<string>((resolve) => {
    execFile('openssl', args, { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
const request = signCertificateRequest;
const tlsKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const requests = async (tls = tlsKey(), signing = generateKeyPairSync('ed25519').privateKey) => ({
  tlsRequest: await request(tls, subsystemId),
  signingRequest: await request(signing, subsystemId),
});
const keyIdOf = (pem: string) => hash('sha256', new X509Certificate(pem).raw, 'hex');

async function enrol() {
  const { token } = await b.call(contract.allowEnrolment, { subsystemId }, operator);
  const answer = await b.call(contract.enrolConnector, { subsystemId, token, ...(await requests()) });
  writeFileSync(join(folder, 'ca.pem'), answer.authority);
  return answer;
}
async function crl(): Promise<{ text: string; serials: string[]; number: number }> {
  const response = await fetch(`${b.platform.url}/api/exchange/crl`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pkix-crl']);
  writeFileSync(join(folder, 'crl.der'), Buffer.from(await response.arrayBuffer()));
  const text = await openssl('crl', '-inform', 'DER', '-in', 'crl.der', '-CAfile', 'ca.pem', '-noout', '-text');
  expect(text).toContain('verify OK');
  return {
    text,
    serials: [...text.matchAll(/Serial Number: ([0-9A-F]+)/g)].map((match) => match[1] ?? ''),
    number: Number(/CRL Number:\s+(\d+)/.exec(text)?.[1]),
  };
}

test('one certificate is revoked with its reason, and list and responder say so at once', async () => {
  const { tlsCertificate, signingCertificate } = await enrol();
  writeFileSync(join(folder, 'tls.pem'), tlsCertificate);
  writeFileSync(join(folder, 'signing.pem'), signingCertificate);
  const ask = (name: string) =>
    openssl(
      ...['ocsp', '-issuer', 'ca.pem', '-cert', name, '-CAfile', 'ca.pem'],
      ...['-url', `${b.platform.url}/api/exchange/ocsp`],
    );
  expect(await ask('tls.pem')).toMatch(/tls\.pem: good[^]*Response verify OK/);
  const before = await crl();

  const keyId = keyIdOf(tlsCertificate);
  const revoked = await b.call(contract.revokeCertificate, { keyId, reason: 'keyCompromise' }, operator);
  expect(revoked).toMatchObject({ keyId, subsystemId, profile: 'tls-client', reason: 'keyCompromise' });
  b.clock.advance({ minutes: 1 });
  expect(await b.call(contract.revokeCertificate, { keyId, reason: 'superseded' }, operator)).toEqual(revoked);

  const after = await crl();
  expect(after.number).toBeGreaterThan(before.number);
  expect(after.serials).toEqual([new X509Certificate(tlsCertificate).serialNumber]);
  expect(after.text).toContain('Key Compromise');
  const said = await ask('tls.pem');
  expect(said).toMatch(/tls\.pem: revoked[^]*Response verify OK/);
  expect(said).not.toContain('WARNING: no nonce');
  expect(await ask('signing.pem')).toContain('signing.pem: good');
  const { items } = await b.call(contract.listCertificates, { subsystemId }, operator);
  expect(items.map((one) => [one.profile, one.reason]).sort()).toEqual([
    ['message-signing', undefined],
    ['tls-client', 'keyCompromise'],
  ]);
});

test('a request in the address is answered like one in the body', async () => {
  const { tlsCertificate } = await enrol();
  writeFileSync(join(folder, 'get.pem'), tlsCertificate);
  await openssl('ocsp', '-issuer', 'ca.pem', '-cert', 'get.pem', '-no_nonce', '-reqout', 'get.der');
  const request = readFileSync(join(folder, 'get.der')).toString('base64');
  const response = await fetch(`${b.platform.url}/api/exchange/ocsp/${encodeURIComponent(request)}`);
  writeFileSync(join(folder, 'get-answer.der'), Buffer.from(await response.arrayBuffer()));
  const said = await openssl(
    ...['ocsp', '-issuer', 'ca.pem', '-cert', 'get.pem', '-no_nonce', '-respin', 'get-answer.der', '-CAfile', 'ca.pem'],
  );
  expect(said).toMatch(/get\.pem: good[^]*Response verify OK/);
});

test('rubbish sent to the responder is answered as a malformed request', async () => {
  for (const init of [{ method: 'POST', body: 'rubbish' }, { method: 'POST' }, { method: 'GET' }]) {
    const path = init.method === 'GET' ? '/api/exchange/ocsp/%00' : '/api/exchange/ocsp';
    const response = await fetch(b.platform.url + path, init);
    expect([response.status, Buffer.from(await response.arrayBuffer()).toString('hex')]).toEqual([200, '30030a0101']);
  }
});

test('the list is replaced while it still has half a day to live', async () => {
  const first = await crl();
  b.clock.advance({ hours: 11 });
  expect((await crl()).number).toBe(first.number);
  b.clock.advance({ hours: 1 });
  expect((await crl()).number).toBe(first.number + 1);
});

test('shutting a subsystem out puts all its certificates on the list', async () => {
  const { tlsCertificate, signingCertificate } = await enrol();
  await b.call(contract.revokeCertificates, { subsystemId }, operator);
  const { serials } = await crl();
  for (const pem of [tlsCertificate, signingCertificate])
    expect(serials).toContain(new X509Certificate(pem).serialNumber);
});

test('certificates name the public addresses of list and responder', async () => {
  const text = new X509Certificate((await enrol()).tlsCertificate).infoAccess;
  expect(text).toContain('OCSP - URI:http://stoa.example/api/exchange/ocsp');
});

test('an unknown certificate cannot be revoked, and only operators revoke', async () => {
  const input = { keyId: '0'.repeat(64), reason: 'superseded' } as const;
  await expect(b.call(contract.revokeCertificate, input, operator)).rejects.toMatchObject({
    kind: 'missing',
    code: 'exchange.certificate-unknown',
  });
  await expect(b.call(contract.revokeCertificate, input, b.person())).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
});

test('of fifty who use one enrolment token at once with keys of their own, one gets certificates', async () => {
  const { token } = await b.call(contract.allowEnrolment, { subsystemId }, operator);
  const asked = await Promise.all(Array.from({ length: 50 }, () => requests()));
  const answers = await Promise.allSettled(
    asked.map((keys) => b.call(contract.enrolConnector, { subsystemId, token, ...keys })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the same keys that ask again with their token get the same certificates, other keys get none', async () => {
  const { token } = await b.call(contract.allowEnrolment, { subsystemId }, operator);
  const [tls, signing] = [tlsKey(), generateKeyPairSync('ed25519').privateKey];
  const keys = await requests(tls, signing);
  const first = await b.call(contract.enrolConnector, { subsystemId, token, ...keys });
  const again = await requests(tls, signing);
  // ECDSA signs differently each time.
  expect(again.tlsRequest).not.toBe(keys.tlsRequest);
  expect(await b.call(contract.enrolConnector, { subsystemId, token, ...again })).toEqual(first);
  const refused = { kind: 'forbidden', code: 'exchange.enrolment-refused' };
  await expect(b.call(contract.enrolConnector, { subsystemId, token, ...(await requests()) })).rejects.toMatchObject(
    refused,
  );
  b.clock.advance({ hours: 25 });
  await expect(b.call(contract.enrolConnector, { subsystemId, token, ...keys })).rejects.toMatchObject(refused);
});

test('certificates come in pages; an engineer sees those of their own subsystems', async () => {
  await enrol();
  const all: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await b.call(contract.listCertificates, { limit: 1, ...(cursor ? { cursor } : {}) }, operator);
    all.push(...page.items.map(({ keyId }) => keyId));
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  expect(new Set(all).size).toBe(all.length);
  expect((await b.call(contract.listCertificates, { limit: 100 }, operator)).items.map(({ keyId }) => keyId)).toEqual(
    all,
  );
  const keyId = all[0] ?? '';
  expect((await b.call(contract.listCertificates, { keyId }, operator)).items).toMatchObject([{ keyId }]);
  const engineer = b.person({ duties: [{ code: 'exchange.engineer', organisationId: 'ORG-OTHER' }] });
  for (const input of [{}, { subsystemId }, { keyId }])
    expect(await b.call(contract.listCertificates, input, engineer)).toEqual({ items: [] });
});
