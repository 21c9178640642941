// SPDX-License-Identifier: Apache-2.0
/** Leaders sign a document with keys of their own; the container holds for xmlsec1 and openssl, and a tampered one does not. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openContainer } from '@stoa/kernel/asic';
import * as keys from '@stoa/signing/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { signers } from './signers.ts';

const { b, dataDir, clerk, leader, executor, minister, second, prepare, signBy, draft, read } = await signers();

test('what was signed gets its number, cannot change, and says who signed on which post', async () => {
  const { id, add } = await draft();
  await expect(prepare(id, minister)).rejects.toMatchObject({ code: 'documents.nothing-to-sign' });
  expect((await b.http(clerk).get(contract.containerPath(id))).body).toMatchObject({
    code: 'documents.nothing-to-sign',
  });
  await add('Ответ № 5.txt', 'main');
  await add('Ответ № 5.txt', 'annex');
  const { finish, signatureId } = await signBy(id, minister);
  expect(await finish()).toEqual({ id, state: 'signed' });
  // Sent twice it is one signature.
  expect(await finish()).toEqual({ id, state: 'signed' });
  await expect(add('late.txt', 'annex')).rejects.toMatchObject({ code: 'documents.state-forbids' });
  await expect(prepare(id, second)).rejects.toMatchObject({ code: 'documents.state-forbids' });
  const page = await read(id);
  expect(page.signatures).toMatchObject([
    { id: signatureId, name: 'Leila Leader', post: { en: 'Minister' }, version: 1 },
  ]);
  expect(page.history.map(({ what }) => what)).toContain('signed');
  expect(await b.call(contract.registerDocument, { id }, clerk)).toMatchObject({
    number: expect.stringContaining('02-'),
  });
});

test('a kind with two signatures is signed by the second, and nothing changes in between', async () => {
  const { id, add } = await draft('contract');
  await add('Contract.txt', 'main');
  const first = await signBy(id, minister);
  expect(await first.finish()).toEqual({ id, state: 'approved' });
  await expect(add('late.txt', 'annex')).rejects.toMatchObject({ code: 'documents.state-forbids' });
  expect(await (await signBy(id, second)).finish()).toEqual({ id, state: 'signed' });
});

test('what is agreed to waits for each leader until they signed it, and for nobody where no signature is asked', async () => {
  const institutionId = 'XM-LABOUR-MINISTRY';
  const waits = async ({ as }: typeof minister) =>
    (await b.call(contract.listDocuments, { institutionId, show: 'to-sign', limit: 100 }, as)).items.map(
      ({ id }) => id,
    );
  const { id, add } = await draft('contract');
  await add('Contract.txt', 'main');
  expect(await waits(second)).not.toContain(id);
  await (await signBy(id, minister)).finish();
  expect(await waits(minister)).not.toContain(id);
  expect(await waits(second)).toContain(id);
  await (await signBy(id, second)).finish();
  expect(await waits(second)).not.toContain(id);

  const minutes = await draft('minutes');
  for (const to of ['in-approval', 'approved'] as const)
    await b.call(
      contract.moveDocument,
      { id: minutes.id, key: `${to} ${minutes.id}`, what: 'approved', byName: 'Eva Executor', to },
      { kind: 'service', id: 'execution' },
    );
  expect(await waits(second)).toContain(minutes.id);
  const inForceFrom = b.module.country.calendar.localDate(b.clock.now());
  const deviations = [{ path: 'kinds/minutes/signatures', value: 0, reason: 'Who was there has read them' }];
  const norm = await b.call(contract.proposeNorm, { institutionId, inForceFrom, deviations }, clerk);
  await b.call(contract.decideNorm, { id: norm.id, approved: true }, leader);
  expect(await waits(second)).not.toContain(minutes.id);
});

test('what goes back to be a draft after a signature is another version, on which no signature stands', async () => {
  const { id, add } = await draft('contract');
  await add('Contract.txt', 'main');
  await (await signBy(id, minister)).finish();
  const execution = { kind: 'service', id: 'execution' } as const;
  const move = { id, key: `back ${id}`, what: 'approval-withdrawn', byName: 'Eva Executor', to: 'draft' as const };
  await b.call(contract.moveDocument, move, execution);
  expect(await read(id)).toMatchObject({ state: 'draft', version: 2, files: [] });
  await add('Contract for more.txt', 'main');
  expect(await (await signBy(id, second)).finish()).toEqual({ id, state: 'approved' });
  await expect(b.call(contract.registerDocument, { id }, clerk)).rejects.toMatchObject({ kind: 'conflict' });
  expect(await (await signBy(id, minister)).finish()).toEqual({ id, state: 'signed' });
});

test('xmlsec1 and openssl agree with the container, and not with a tampered one', async () => {
  const { id, add } = await draft('contract');
  await add('Contract.txt', 'main');
  for (const key of [minister, second]) await (await signBy(id, key)).finish();
  b.resolveWith(async () => clerk);
  const answer = await fetch(`${b.platform.url}${contract.containerPath(id)}`, {
    headers: { authorization: 'Bearer of-a-clerk' },
  });
  expect(answer.status).toBe(200);
  const container = openContainer(new Uint8Array(await answer.arrayBuffer()));
  const folder = mkdtempSync(join(dataDir, 'opened-'));
  for (const [name, content] of [...(container?.files ?? [])]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const signatures = [...(container?.signatures.values() ?? [])];
  expect(signatures).toHaveLength(2);
  const verify = (xml: string) => {
    writeFileSync(join(folder, 'signatures.xml'), xml);
    const args = ['--verify', '--id-attr:Id', 'SignedProperties', '--insecure', 'signatures.xml'];
    return spawnSync('xmlsec1', args, { cwd: folder, encoding: 'utf8' }).status;
  };
  expect(signatures.map(verify)).toEqual([0, 0]);
  const [pem] = [/<ds:X509Certificate>([^<]+)/.exec(signatures[0] ?? '')?.[1] ?? ''];
  const der = join(folder, 'signer.der');
  writeFileSync(der, Buffer.from(pem, 'base64'));
  expect(execFileSync('openssl', ['x509', '-inform', 'der', '-in', der, '-noout', '-subject']).toString()).toContain(
    'Leila',
  );
  writeFileSync(join(folder, 'Contract.txt'), 'We answer without respect.');
  expect(signatures.map(verify)).toEqual([1, 1]);
});
test('a file that came after the signature was begun is not passed off as signed', async () => {
  const { id, add } = await draft();
  await add('Answer.txt', 'main');
  const { finish } = await signBy(id, minister);
  await add('Smuggled in.txt', 'annex');
  await expect(finish()).rejects.toMatchObject({ code: 'documents.changed-meanwhile' });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await read(id)).toMatchObject({ state: 'draft', signatures: [] });
  expect(await (await signBy(id, minister)).finish()).toEqual({ id, state: 'signed' });
});

test('a card that changed after the signature was begun is read again, and one that lacks something is not signed', async () => {
  const { id, add } = await draft('order');
  await add('Order.txt', 'main');
  await expect(prepare(id, minister)).rejects.toMatchObject({ code: 'documents.card-incomplete' });
  const change = async (subject: string) => {
    const { revision } = await read(id);
    await b.call(contract.changeDocument, { id, revision, subject, card: { ground: 'Article 4' } }, clerk);
  };
  await change('A leave of ten days');
  const { finish } = await signBy(id, minister);
  await change('A leave of ten years');
  await expect(finish()).rejects.toMatchObject({ code: 'documents.changed-meanwhile' });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await read(id)).toMatchObject({ state: 'draft', signatures: [] });
  expect(await (await signBy(id, minister)).finish()).toEqual({ id, state: 'signed' });
});

test('a process that ends between the signature and the word of it loses nothing', async () => {
  const { id, add } = await draft();
  await add('Answer.txt', 'main');
  const { signatureId, value } = await signBy(id, minister);
  // As if the process had ended here: the module signing has it, documents has not heard.
  await b.call(keys.finishSignature, { id: signatureId, value }, leader);
  expect(await read(id)).toMatchObject({ state: 'draft', signatures: [] });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await read(id)).toMatchObject({ state: 'signed', signatures: [{ id: signatureId }] });
});

test('only leaders sign, with a signature that was prepared for this document', async () => {
  const { id, add } = await draft();
  await add('Answer.txt', 'main');
  await expect(prepare(id, { ...minister, as: clerk })).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(prepare(id, { ...minister, as: executor })).rejects.toMatchObject({
    code: 'documents.document-unknown',
  });
  const { signatureId } = await signBy(id, minister);
  const finish = (more: object) => b.call(contract.finishDocumentSignature, { id, signatureId, ...more }, leader);
  await expect(finish({})).rejects.toMatchObject({ code: 'documents.value-missing' });
  await expect(finish({ signatureId: id })).rejects.toMatchObject({ code: 'documents.signature-unknown' });
});
