// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authorityOf } from '../src/authority.ts';
import * as contract from '../src/contract.ts';
import { ministry, startWorld } from './world.ts';

const { b, official, leave, newKey, signWith, certify, documents } = await startWorld({
  STOA_PUBLIC_URL: 'http://127.0.0.1:1',
});
const registrar = b.person({ duties: ['signing.registrar'] });
const http = b.http(b.person());
const authorityPem = (await authorityOf(b.module)).certificatePem;

test('a certificate names holder, institution and post, and says where its state is told', async () => {
  const person = official('Aliya Omarova');
  const made = await certify(person, newKey());
  expect(made).toMatchObject({ state: 'valid', custody: 'browser', post: { en: 'Head of department' } });
  const certificate = new X509Certificate(made.pem);
  expect(certificate.subject).toBe('CN=Aliya Omarova\nO=Ministry of Labour\ntitle=Head of department');
  expect(certificate.infoAccess).toContain('/api/signing/ocsp');
  expect(certificate.verify(new X509Certificate(authorityPem).publicKey)).toBe(true);
  const own = await b.call(contract.listOwnCertificates, {}, person);
  expect(own).toMatchObject({
    personId: person.id,
    remote: true,
    posts: [{ organisationId: ministry }],
    items: [made],
  });
  expect(await b.dump('signing.certificate')).not.toContain('Omarova');
});

test('the same key asked for again has the same certificate; near its end it is renewed', async () => {
  const person = official('Timur Renews');
  const key = newKey();
  const first = await certify(person, key, 'file');
  expect((await certify(person, key, 'file')).id).toBe(first.id);
  await b.sql(`update signing.certificate set valid_until = now() + interval '1 day' where id = '${first.id}'`);
  const renewed = await certify(person, key, 'file');
  expect(renewed.id).not.toBe(first.id);
  expect(renewed.keyHash).toBe(first.keyHash);
});

test('who cannot prove to have the key, or has an unsuitable one, gets none', async () => {
  const person = official('Zhanna Wrong');
  const key = newKey();
  const ask = (more: object) =>
    b.call(
      contract.issueCertificate,
      { organisationId: ministry, custody: 'browser', publicKey: key.publicKey, ...more } as never,
      person,
    );
  await expect(ask({ proof: signWith(key, Buffer.from('something else')) })).rejects.toMatchObject({
    code: 'signing.proof-wrong',
  });
  await expect(ask({})).rejects.toMatchObject({ code: 'signing.proof-wrong' });
  const rsa = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  await expect(ask({ publicKey: rsa })).rejects.toMatchObject({ code: 'signing.key-unsuitable' });
  await expect(ask({ publicKey: undefined })).rejects.toMatchObject({ code: 'signing.key-unsuitable' });
});

test('a key belongs to one holder, and one given up as unsafe is never certified again', async () => {
  const [one, other, key] = [official('Owner One'), official('Owner Two'), newKey()];
  const { id } = await certify(one, key);
  await expect(certify(other, key)).rejects.toMatchObject({ kind: 'conflict', code: 'signing.key-taken' });
  await b.call(contract.revokeCertificate, { id, reason: 'keyCompromise' }, one);
  await expect(certify(one, key)).rejects.toMatchObject({ kind: 'conflict', code: 'signing.key-revoked' });
});

test('without a post in the institution, or a fresh second factor, there is no certificate', async () => {
  const person = official('No Post');
  leave(person);
  await expect(certify(person, newKey())).rejects.toMatchObject({ kind: 'forbidden', code: 'signing.no-post' });
  const weak = { ...official('Weak'), assurance: 1 };
  await expect(certify(weak, newKey())).rejects.toMatchObject({ code: 'kernel.stronger-sign-in-needed' });
});

test('the holder and a registrar revoke, nobody else; the list and OCSP say so at once', async () => {
  const person = official('Revoked Soon');
  const folder = mkdtempSync(join(tmpdir(), 'stoa-ocsp-'));
  const { id, pem, serial } = await certify(person, newKey());
  writeFileSync(join(folder, 'ca.pem'), authorityPem);
  writeFileSync(join(folder, 'one.pem'), pem);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).toString();
  const ocsp = async () => {
    openssl('ocsp', '-issuer', 'ca.pem', '-cert', 'one.pem', '-no_nonce', '-reqout', 'request.der');
    const address = `${b.platform.url}${contract.ocspPath}`;
    const body = readFileSync(join(folder, 'request.der'));
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body,
    });
    writeFileSync(join(folder, 'answer.der'), Buffer.from(await answer.arrayBuffer()));
    return openssl('ocsp', '-issuer', 'ca.pem', '-cert', 'one.pem', '-respin', 'answer.der', '-CAfile', 'ca.pem');
  };
  expect(await ocsp()).toContain('one.pem: good');
  await expect(
    b.call(contract.revokeCertificate, { id, reason: 'unspecified' }, official('Stranger')),
  ).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await expect(
    b.call(contract.revokeCertificate, { id: registrar.id, reason: 'unspecified' }, registrar),
  ).rejects.toMatchObject({ kind: 'missing', code: 'signing.certificate-unknown' });
  // Also when no post is left.
  leave(person);
  const revoked = await b.call(contract.revokeCertificate, { id, reason: 'superseded' }, person);
  expect(revoked).toMatchObject({ state: 'revoked', reason: 'superseded' });
  expect(await b.call(contract.revokeCertificate, { id, reason: 'keyCompromise' }, registrar)).toEqual(revoked);
  expect(await ocsp()).toContain('one.pem: revoked');
  const list = await fetch(`${b.platform.url}${contract.crlPath}`);
  writeFileSync(join(folder, 'list.crl'), Buffer.from(await list.arrayBuffer()));
  const text = openssl('crl', '-inform', 'DER', '-in', 'list.crl', '-text', '-noout', '-CAfile', 'ca.pem');
  expect(text.toLowerCase().replaceAll(/\b0+/g, '')).toContain(serial);
});

test('a registrar finds certificates by institution, state and serial, page by page', async () => {
  const all = await b.call(contract.listCertificates, { limit: 2 }, registrar);
  expect(all.items).toHaveLength(2);
  const next = await b.call(contract.listCertificates, { limit: 100, cursor: all.nextCursor ?? '' }, registrar);
  expect(next.items.length).toBeGreaterThan(0);
  expect(next.items.map(({ id }) => id)).not.toContain(all.items[0]?.id);
  const [revoked] = (await b.call(contract.listCertificates, { state: 'revoked' }, registrar)).items;
  const found = await b.call(contract.listCertificates, { serial: `0${revoked?.serial}` }, registrar);
  expect(found.items.map(({ id }) => id)).toEqual([revoked?.id]);
  expect((await b.call(contract.listCertificates, { organisationId: 'XM-OTHER' }, registrar)).items).toEqual([]);
  await expect(b.call(contract.listCertificates, {}, official('Stranger'))).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

test('people without a duty have no keys here, and only modules seal and list', async () => {
  await expect(b.call(contract.listOwnCertificates, {}, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listSignatures, { reference: 'document:1' }, registrar)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  expect((await b.call(contract.listSignatures, { reference: 'document:none' }, documents)).items).toEqual([]);
});

test('when the last post in the institution ends, the certificate for it does', async () => {
  const [stays, goes] = [official('Stays'), official('Goes')];
  const [kept, ended] = [await certify(stays, newKey()), await certify(goes, newKey())];
  leave(goes);
  b.clock.advance({ minutes: 2 });
  await b.drain();
  const state = async (person: typeof goes, id: string) =>
    (await b.call(contract.listOwnCertificates, {}, person)).items.find((one) => one.id === id);
  expect(await state(goes, ended.id)).toMatchObject({ state: 'revoked', reason: 'affiliationChanged' });
  expect(await state(stays, kept.id)).toMatchObject({ state: 'valid' });
});

test('rubbish sent to OCSP is answered as such', async () => {
  const { status } = await http.get(`${contract.ocspPath}/AAAA`);
  expect(status).toBe(200);
});
