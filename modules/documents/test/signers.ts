// SPDX-License-Identifier: Apache-2.0
/** Leaders of a ministry with keys of their own, and drafts that they sign. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTimestampAuthority } from '@stoa/demo';
import { benchWith } from '@stoa/kernel/testing';
import { getOrganisation, listDuties } from '@stoa/organisations/contract';
import signing from '@stoa/signing';
import * as keys from '@stoa/signing/contract';
import { afterAll } from 'vitest';
import * as contract from '../src/contract.ts';
import documents from '../src/index.ts';
import { labour } from './world.ts';

const valueOf = (key: KeyObject, data: Buffer) =>
  sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
const text = Buffer.from('We answer with respect.').toString('base64');

export async function signers() {
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-documents-'));
  const tsa = await startTimestampAuthority({ dataDir });
  const b = await benchWith({ STOA_TSA_URL: tsa.url }, documents, signing);
  afterAll(async () => {
    await tsa.close();
    rmSync(dataDir, { recursive: true });
  });
  const person = (name: string, ...codes: string[]) =>
    b.person({ name, duties: codes.map((code) => ({ code, organisationId: labour })) });
  const [clerk, leader, deputy, executor] = [
    person('Clara Clerk', 'documents.clerk'),
    person('Leila Leader', 'documents.leader'),
    person('Dinara Deputy', 'documents.leader'),
    person('Egor Executor', 'documents.executor'),
  ];
  const post = { en: 'Minister', ru: 'Министр', kk: 'Министр', uk: 'Міністр', ar: 'الوزير' };
  b.stub(listDuties, async () => ({
    items: [
      {
        ...{ code: 'documents.leader', organisationId: labour, postId: leader.id, post, as: 'holder' as const },
        from: '2024-01-01T00:00:00.000Z',
      },
    ],
  }));
  b.stub(getOrganisation, async ({ id }) => ({
    ...{ id, kind: 'central' as const, from: '2020-01-01', revision: 1 },
    name: { en: 'Ministry', ru: 'x', kk: 'x', uk: 'x', ar: 'x' },
  }));

  async function keyOf(as: typeof leader) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const asked = { personId: as.id, organisationId: labour, publicKey: spki };
    const proof = valueOf(privateKey, Buffer.from(keys.possessionText(asked)));
    const { id } = await b.call(
      keys.issueCertificate,
      { organisationId: labour, custody: 'browser', publicKey: spki, proof },
      as,
    );
    return { as, privateKey, certificateId: id };
  }
  type Key = Awaited<ReturnType<typeof keyOf>>;
  const [minister, second] = [await keyOf(leader), await keyOf(deputy)];

  const prepare = (id: string, { as, certificateId }: Key) =>
    b.call(contract.prepareDocumentSignature, { id, certificateId }, as);
  async function signBy(id: string, key: Key) {
    const { signatureId, toSign } = await prepare(id, key);
    const value = valueOf(key.privateKey, Buffer.from(toSign, 'base64'));
    const finish = () => b.call(contract.finishDocumentSignature, { id, signatureId, value }, key.as);
    return { signatureId, value, finish };
  }
  async function draft(kind = 'outgoing') {
    const { id } = await b.call(
      contract.createDocument,
      { institutionId: labour, kind, subject: 'An answer that is to be signed' },
      clerk,
    );
    const add = (name: string, role: 'main' | 'annex') =>
      b.call(contract.addFile, { id, name, content: text, role }, clerk);
    return { id, add };
  }
  const read = (id: string) => b.call(contract.getDocument, { id }, clerk);

  return { b, dataDir, clerk, leader, deputy, executor, minister, second, keyOf, prepare, signBy, draft, read };
}
