// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { files, ministry, pin, startWorld } from './world.ts';

const world = await startWorld();
const { b, official, newKey, signWith, certify, prepare, signAs, documents } = world;
const registrar = b.person({ duties: ['signing.registrar'] });
const person = official('Aliya Omarova');
const key = newKey();
const { id: certificateId } = await certify(person, key);
const finish = (id: string, value: string, as = person) => b.call(contract.finishSignature, { id, value }, as);

test('only a certificate of one’s own for that institution can be signed with', async () => {
  await expect(prepare(official('Stranger'), certificateId)).rejects.toMatchObject({
    kind: 'missing',
    code: 'signing.certificate-unknown',
  });
  await expect(prepare(person, person.id)).rejects.toMatchObject({ code: 'signing.certificate-unknown' });
});

test.each(['../secret.txt', 'META-INF/signatures0.xml', 'mimetype', '/root', 'a\u202Etxt.exe', 'a\\b', 'x\u0000y'])(
  'a file called %j is refused',
  async (name) => {
    await expect(prepare(person, certificateId, { files: [{ ...files[0], name }] })).rejects.toMatchObject({
      kind: 'invalid',
    });
  },
);

test('two files called the same are refused', async () => {
  const [one] = files;
  await expect(
    prepare(person, certificateId, {
      files: [
        { ...one, name: 'A.txt' },
        { ...one, name: 'a.txt' },
      ],
    }),
  ).rejects.toMatchObject({ kind: 'invalid', code: 'signing.file-name' });
});

test('exactly the same is signed once, and asked twice it is prepared once', async () => {
  const first = await prepare(person, certificateId, { reference: 'document:5' });
  expect(await prepare(person, certificateId, { reference: 'document:5' })).toEqual(first);
  const made = await signAs(person, key, certificateId, { reference: 'document:5' });
  expect(made.id).toBe(first.id);
  await expect(prepare(person, certificateId, { reference: 'document:5' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'signing.signed-already',
  });
  // Finished again, whatever the value: what was made stays.
  expect(await finish(first.id, signWith(key, Buffer.from('x')))).toEqual(made);
  await signAs(person, key, certificateId, { reference: 'document:5', role: 'approve' });
});

test('another key, another person and another preparation do not fit', async () => {
  const { id, toSign } = await prepare(person, certificateId, { reference: 'document:6' });
  await expect(finish(id, signWith(newKey(), Buffer.from(toSign, 'base64')))).rejects.toMatchObject({
    kind: 'invalid',
    code: 'signing.value-wrong',
  });
  await expect(finish(id, signWith(key, Buffer.from('something else')))).rejects.toMatchObject({
    code: 'signing.value-wrong',
  });
  await expect(finish(id, signWith(key, Buffer.from(toSign, 'base64')), official('Stranger'))).rejects.toMatchObject({
    kind: 'missing',
    code: 'signing.signature-unknown',
  });
  await expect(b.call(contract.signRemotely, { id, code: pin }, person)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'signing.not-remote',
  });
});

test('a preparation ends after half an hour', async () => {
  const { id, toSign } = await prepare(person, certificateId, { reference: 'document:7' });
  b.clock.advance({ minutes: 31 });
  await expect(finish(id, signWith(key, Buffer.from(toSign, 'base64')))).rejects.toMatchObject({
    kind: 'gone',
    code: 'signing.preparation-expired',
  });
  expect((await prepare(person, certificateId, { reference: 'document:7' })).id).not.toBe(id);
});

test('a seal that a registrar ended is not replaced by itself, one given up as unsafe is, with another key', async () => {
  const sealed = (reference: string) =>
    b.call(contract.sealFiles, { reference, organisationId: ministry, files }, documents);
  await sealed('document:8');
  const institution = async () =>
    (await b.call(contract.listCertificates, { organisationId: ministry, state: 'valid' }, registrar)).items.find(
      ({ kind }) => kind === 'institution',
    );
  const first = await institution();
  await b.call(contract.revokeCertificate, { id: first?.id ?? '', reason: 'keyCompromise' }, registrar);
  await sealed('document:9');
  const second = await institution();
  expect(second?.keyHash).not.toBe(first?.keyHash);
  await b.call(contract.revokeCertificate, { id: second?.id ?? '', reason: 'cessationOfOperation' }, registrar);
  await expect(sealed('document:10')).rejects.toMatchObject({ code: 'signing.certificate-revoked' });
});

test('an expired certificate signs no more', async () => {
  const other = official('Expires');
  const own = newKey();
  const { id } = await certify(other, own);
  b.clock.advance({ days: 366 });
  await expect(prepare(other, id)).rejects.toMatchObject({ kind: 'conflict', code: 'signing.certificate-expired' });
});

test('while the stamping authority or the signing service is away nothing is half signed', async () => {
  const other = official('Waits');
  const own = newKey();
  const { id: certificate } = await certify(other, own);
  const remote = await b.call(
    contract.issueCertificate,
    { organisationId: ministry, custody: 'remote', code: pin },
    other,
  );
  const one = await prepare(other, certificate, { reference: 'document:11' });
  const two = await prepare(other, remote.id, { reference: 'document:11', role: 'approve' });
  await world.tsa.close();
  await expect(finish(one.id, signWith(own, Buffer.from(one.toSign, 'base64')), other)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'signing.timestamp-away',
  });
  await world.service.close();
  await expect(b.call(contract.signRemotely, { id: two.id, code: pin }, other)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'signing.service-away',
  });
  expect((await b.call(contract.listSignatures, { reference: 'document:11' }, documents)).items).toEqual([]);
});
