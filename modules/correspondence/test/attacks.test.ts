// SPDX-License-Identifier: Apache-2.0
/** What a chancery forges that is admitted itself: signatures of nobody, words about copies, envelopes told twice otherwise. */
import { generateKeyPairSync, hash, randomUUID, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as docs from '@stoa/documents/contract';
import { readSignature, toSign, writeSignature } from '@stoa/kernel/asic';
import { circuitAuthority, fileKeys } from '@stoa/kernel/keys';
import { sealFiles } from '@stoa/signing/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { envelope, forged, letter, messages, packed, signedFiles } from './messages.ts';
import { interior, labour } from './people.ts';
import { ministries } from './world.ts';

const world = await ministries();
const { b, admit, clerk, clerk2, outgoing, send, copies, pass, turn, arrived } = world;
const { container, deliver, answerTo } = messages(world);
const say = async (content: object, bytes?: Uint8Array) => answerTo(await deliver(content, bytes));
const came = async (id: string) => (await arrived()).find((one) => one.id === id);
const documentsOf = async (number: string) =>
  (await b.call(docs.listDocuments, { institutionId: interior, search: number }, clerk2)).items;

/** The addressee's chancery says what it likes about a copy. */
const receipt = async (envelopeId: string, state: string, more: object = {}) => {
  const id = await deliver({ receipt: { envelopeId, state, at: new Date().toISOString(), ...more } }, undefined, [
    interior,
    labour,
  ]);
  expect(await answerTo(id)).toEqual({ taken: true });
};
async function delivered() {
  const { id } = await outgoing();
  await send(id);
  const { id: copyId } = await pass(id, 'delivered');
  return { id, copyId, copy: async () => (await copies(id))[0] };
}

test('a seal that nobody trusted here has certified is no signature of the sender', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-forged-'));
  const authority = await circuitAuthority(fileKeys(folder), folder, b.module.config.circuit, 'signing');
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = await authority.issue(
    {
      ...{ profile: 'document-signing', commonName: 'Ministry of Labour', organisation: labour },
      ...{ publicKey: pair.publicKey, days: 9 },
    },
    b.clock.now(),
  );
  const { raw } = new X509Certificate(pem);
  const sealed = await b.call(
    sealFiles,
    { reference: `document:${randomUUID()}`, organisationId: labour, files: signedFiles([letter]) },
    { kind: 'service', id: 'correspondence' },
  );
  const read = readSignature(sealed.xml) ?? expect.fail('no signature');
  const properties = { ...read, certificateDigest: hash('sha256', raw, 'base64') };
  const { propertiesDigest, info } = await toSign(properties);
  const value = sign('sha256', info, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const xml = writeSignature({ ...properties, propertiesDigest, value, certificate: raw.toString('base64') });
  const given = envelope();
  expect(await say({ envelope: given }, packed([letter], xml))).toMatchObject({
    refused: { code: 'signature-missing' },
  });
  expect(await documentsOf(given.number)).toEqual([]);
});

test('the same envelope with another number, day, subject or file is refused, and what was taken stays as it was', async () => {
  const given = envelope();
  const bytes = await container();
  expect(await say({ envelope: given }, bytes)).toEqual({ taken: true });
  for (const other of [{ number: '99' }, { date: '2026-11-01' }, { subject: 'On something else' }])
    expect(await say({ envelope: { ...given, ...other } }, bytes)).toMatchObject({ refused: { code: 'tampered' } });
  const { files } = envelope({}, [forged]);
  expect(await say({ envelope: { ...given, files } }, await container([forged]))).toMatchObject({
    refused: { code: 'tampered' },
  });
  expect(await say({ envelope: given }, bytes)).toEqual({ taken: true });
  expect(await came(given.id)).toMatchObject({ theirNumber: given.number, subject: given.subject, state: 'delivered' });
  expect(await documentsOf(given.number)).toHaveLength(1);
});

test('what came before digests were kept is compared with what was taken in, and from then on by its digest', async () => {
  const given = envelope();
  const bytes = await container();
  expect(await say({ envelope: given }, bytes)).toEqual({ taken: true });
  const digest = async () =>
    (
      await b.sql<{ digest: string | null }>(
        'select content_digest as digest from correspondence.arrival where id = $1',
        [given.id],
      )
    )[0]?.digest;
  const kept = await digest();
  await b.sql('update correspondence.arrival set content_digest = null where id = $1', [given.id]);
  const { files } = envelope({}, [forged]);
  for (const other of [{ number: '99' }, { date: '2026-11-01' }, { subject: 'On something else' }, { files }])
    expect(await say({ envelope: { ...given, ...other } }, bytes)).toMatchObject({ refused: { code: 'tampered' } });
  expect(await digest()).toBeNull();
  expect(await say({ envelope: given }, bytes)).toEqual({ taken: true });
  expect(await digest()).toBe(kept);
  expect(await documentsOf(given.number)).toHaveLength(1);
});

test('an envelope that was taken is answered the same after an admission has ended', async () => {
  const given = envelope();
  const bytes = await container();
  expect(await say({ envelope: given }, bytes)).toEqual({ taken: true });
  await admit(labour, false);
  expect(await say({ envelope: given }, bytes)).toEqual({ taken: true });
  await admit(labour);
});

test('an institution stands in the register under its own name, whatever its envelope says', async () => {
  const given = envelope({ sender: { institutionId: labour, name: 'Office of the President' } });
  expect(await say({ envelope: given }, await container())).toEqual({ taken: true });
  const [document] = await documentsOf(given.number);
  const real = b.module.country.office(labour)?.name.en;
  expect(real).toBeTruthy();
  expect(document?.correspondents).toMatchObject([{ organisationId: labour, name: real }]);
  expect((await came(given.id))?.party).toBe(real);
});

test('an envelope that would be read otherwise than it is written is refused', async () => {
  for (const more of [{ number: '7\u202e1' }, { subject: 'On \u2066quotas' }, { sheets: '3\u202e' }]) {
    const given = envelope(more);
    expect(await say({ envelope: given }, await container())).toMatchObject({ refused: { code: 'message-invalid' } });
    expect(await came(given.id)).toBeUndefined();
  }
  await expect(deliver({ envelope: envelope({ number: '7\0' }) }, await container())).rejects.toMatchObject({
    code: 'exchange.text-malformed',
  });
});

test('a receipt whose number would be read otherwise than it is written is refused and changes nothing', async () => {
  const { copyId, copy } = await delivered();
  const said = { envelopeId: copyId, state: 'registered', at: new Date().toISOString(), number: '5\u202e6' };
  const id = await deliver({ receipt: said }, undefined, [interior, labour]);
  expect(await answerTo(id)).toMatchObject({ refused: { code: 'message-invalid' } });
  expect(await copy()).toMatchObject({ state: 'delivered' });
});

test('the number and day that the addressee gave once stay, whatever it says later', async () => {
  const { copyId, copy } = await delivered();
  await receipt(copyId, 'registered', { number: '05-1', date: '2026-11-28' });
  await receipt(copyId, 'in-execution', { number: '99-9', date: '2020-01-01' });
  await receipt(copyId, 'executed', { number: '98-8' });
  expect(await copy()).toMatchObject({ state: 'executed', theirNumber: '05-1', theirDate: '2026-11-28' });
});

test('an addressee cannot say that its sender recalled what nobody recalled', async () => {
  const { copyId, copy } = await delivered();
  await receipt(copyId, 'recalled');
  expect(await copy()).toMatchObject({ state: 'delivered' });
});

test('a reason stands only beside a refusal', async () => {
  const { copyId, copy } = await delivered();
  await receipt(copyId, 'registered', { number: '1', reason: { code: 'signature-bad', text: 'Your seal is false' } });
  expect((await copy())?.reason).toBeUndefined();
});

test('what went by post is not refused or registered over the exchange', async () => {
  await admit(interior, false);
  const { id } = await outgoing();
  await send(id);
  await admit(interior);
  const [copy] = await copies(id);
  expect(copy).toMatchObject({ way: 'print', state: 'queued' });
  for (const state of ['refused', 'registered']) await receipt(copy?.id ?? '', state, { number: '1' });
  expect((await copies(id))[0]).toMatchObject({ way: 'print', state: 'queued' });
});

test('nobody says anything about a copy or an arrival that is between others', async () => {
  const { copyId, copy } = await delivered();
  // The sender itself plays the addressee, and the addressee recalls what it was sent.
  const itself = { receipt: { envelopeId: copyId, state: 'registered', at: new Date().toISOString(), number: '1' } };
  expect(await say(itself)).toEqual({ taken: true });
  const recall = { recall: { envelopeId: copyId, reason: 'I would rather not' } };
  expect(await answerTo(await deliver(recall, undefined, [interior, labour]))).toEqual({ taken: true });
  await turn();
  expect(await copy()).toMatchObject({ state: 'delivered' });
  expect(await came(copyId)).toMatchObject({ state: 'delivered' });
});

test('a document sent, and a copy recalled, by many presses at once goes and comes back once', async () => {
  const { id, number } = await outgoing();
  const codes = (work: () => Promise<unknown>) =>
    Promise.all(
      Array.from({ length: 4 }, () =>
        work().then(
          () => 'done',
          (error: { code: string }) => error.code,
        ),
      ),
    );
  const sent = await codes(() => send(id));
  expect(sent.sort()).toEqual([...Array<string>(3).fill('correspondence.sent-already'), 'done']);
  const { id: copyId } = await pass(id, 'delivered');
  const recalled = await codes(() => b.call(contract.recallCopy, { id: copyId, reason: 'A mistake' }, clerk));
  expect(recalled.filter((one) => one === 'done')).toHaveLength(1);
  expect(new Set(recalled)).toEqual(new Set(['done', 'correspondence.not-to-recall']));
  await pass(id, 'recalled');
  expect((await arrived()).filter(({ theirNumber }) => theirNumber === number)).toHaveLength(1);
});
