// SPDX-License-Identifier: Apache-2.0
import { openContainer, packContainer, readSignature } from '@stoa/kernel/asic';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { contents, files, ministry, pin, startWorld } from './world.ts';

const { b, official, leave, newKey, signWith, certify, prepare, signAs, documents } = await startWorld();
const officer = official('Aliya Omarova');
const key = newKey();
const certificate = await certify(officer, key);

test('a key in the browser signs files by their digests, with post, ground and time', async () => {
  const made = await signAs(officer, key, certificate.id);
  expect(made).toMatchObject({
    signerName: 'Aliya Omarova',
    organisationId: ministry,
    level: 'B-T',
    role: 'sign',
    certificateSerial: certificate.serial,
    signer: { as: 'holder', post: { en: 'Head of department' } },
  });
  const container = openContainer(packContainer(contents, [made.xml], b.clock.now()));
  const read = readSignature(container?.signatures.get('META-INF/signatures0.xml') ?? '');
  expect(read?.references.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  expect(read?.roles).toContain('post.ru=Начальник отдела');
  expect(read?.timestampToken).toBeDefined();
  const { items } = await b.call(contract.listSignatures, { reference: 'document:1' }, documents);
  expect(items).toEqual([made]);
});

test('a key at the remote service signs when the code is right', async () => {
  const head = official('Bolat Head', { as: 'acting', inPlaceOf: 'Dina Chief' });
  const ask = (code: string) =>
    b.call(contract.issueCertificate, { organisationId: ministry, custody: 'remote', code }, head);
  await expect(ask('0000')).rejects.toMatchObject({ code: 'signing.code-wrong' });
  const { id: certificateId, custody } = await ask(pin);
  expect(custody).toBe('remote');
  const { id } = await prepare(head, certificateId, { reference: 'document:2', role: 'approve' });
  await expect(b.call(contract.signRemotely, { id, code: '9999' }, head)).rejects.toMatchObject({
    code: 'signing.code-wrong',
  });
  const made = await b.call(contract.signRemotely, { id, code: pin }, head);
  expect(made).toMatchObject({ level: 'B-T', role: 'approve', signer: { as: 'acting', inPlaceOf: 'Dina Chief' } });
  expect(await b.call(contract.signRemotely, { id, code: pin }, head)).toEqual(made);
});

test('an institution seals files once, by its own key', async () => {
  const input = { reference: 'document:3', organisationId: ministry, files };
  const made = await b.call(contract.sealFiles, input, documents);
  expect(made).toMatchObject({ role: 'seal', signerName: 'Ministry of Labour', level: 'B-T' });
  expect(await b.call(contract.sealFiles, input, documents)).toEqual(made);
  await expect(b.call(contract.sealFiles, { ...input, organisationId: 'XM-NOBODY' }, documents)).rejects.toMatchObject({
    code: 'signing.organisation-unknown',
  });
});

test('between preparing and finishing a certificate may be revoked and a post may end: both are refused', async () => {
  const person = official('Dina Leaves');
  const own = newKey();
  const first = await certify(person, own);
  const one = await prepare(person, first.id, { reference: 'document:4' });
  const value = signWith(own, Buffer.from(one.toSign, 'base64'));
  leave(person);
  await expect(b.call(contract.finishSignature, { id: one.id, value }, person)).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'signing.no-post',
  });
  const other = official('Erlan Revoked');
  const otherKey = newKey();
  const second = await certify(other, otherKey);
  const two = await prepare(other, second.id, { reference: 'document:4' });
  await b.call(contract.revokeCertificate, { id: second.id, reason: 'keyCompromise' }, other);
  await expect(
    b.call(
      contract.finishSignature,
      { id: two.id, value: signWith(otherKey, Buffer.from(two.toSign, 'base64')) },
      other,
    ),
  ).rejects.toMatchObject({ kind: 'conflict', code: 'signing.certificate-revoked' });
  expect((await b.call(contract.listSignatures, { reference: 'document:4' }, documents)).items).toEqual([]);
});
