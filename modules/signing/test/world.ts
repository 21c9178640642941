// SPDX-License-Identifier: Apache-2.0
/** Signing with the real time-stamping authority and remote signing service of the demo; posts come from here. */
import { hash, sign, type KeyObject, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSigningService, startTimestampAuthority } from '@stoa/demo';
import type { Principal } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { getOrganisation, type HeldDuty, listDuties } from '@stoa/organisations/contract';
import { refuse } from '@stoa/kernel';
import { afterAll } from 'vitest';
import * as contract from '../src/contract.ts';
import signing from '../src/index.ts';

export type Person = Extract<Principal, { kind: 'person' }>;
export const ministry = 'XM-MINISTRY-LABOUR';
export const pin = '1357';

export async function startWorld(settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-signing-'));
  let now = () => new Date();
  const tsa = await startTimestampAuthority({ dataDir, now: () => now() });
  const service = await startSigningService({ dataDir, pin, now: () => now() });
  const b = await benchWith(
    { STOA_TSA_URL: tsa.url, STOA_SIGNING_SERVICE_URL: `${service.url}/csc/v2`, ...settings },
    signing,
  );
  now = () => b.clock.now();
  afterAll(async () => {
    await Promise.all([tsa.close(), service.close()]);
    await rm(dataDir, { recursive: true, force: true });
  });
  const held = new Map<string, HeldDuty[]>();
  const post = { en: 'Head of department', ru: 'Начальник отдела' };
  b.stub(listDuties, async ({ personId }) => ({ items: held.get(personId) ?? [] }));
  b.stub(getOrganisation, async ({ id }) =>
    id === ministry
      ? { id, kind: 'central' as const, name: { en: 'Ministry of Labour' }, from: '2020-01-01', revision: 1 }
      : refuse('missing', 'organisations.organisation-unknown', 'There is none.'),
  );
  /** Somebody on a post of the ministry. */
  const official = (name: string, more: Partial<HeldDuty> = {}) => {
    const person = b.person({
      name,
      duties: [{ code: 'documents.head', organisationId: ministry }] as never,
      assurance: 2,
    });
    held.set(person.id, [
      {
        ...{ code: 'documents.head', organisationId: ministry, postId: person.id, post, as: 'holder' as const },
        ...{ from: '2024-01-01T00:00:00.000Z', ...more },
      },
    ]);
    return person;
  };
  const leave = (person: Person) => held.delete(person.id);

  interface Key {
    readonly privateKey: KeyObject;
    readonly publicKey: string;
  }
  const newKey = (): Key => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { privateKey, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
  };
  const signWith = ({ privateKey }: Key, data: Buffer) =>
    sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const certify = (person: Person, key: Key, custody: 'browser' | 'file' = 'browser') => {
    const asked = { personId: person.id, organisationId: ministry, publicKey: key.publicKey };
    const proof = signWith(key, Buffer.from(contract.possessionText(asked)));
    return b.call(
      contract.issueCertificate,
      { organisationId: ministry, custody, publicKey: key.publicKey, proof },
      person,
    );
  };
  const prepare = (person: Person, certificateId: string, more: object = {}) =>
    b.call(
      contract.prepareSignature,
      { reference: 'document:1', organisationId: ministry, certificateId, files, role: 'sign', ...more },
      person,
    );
  /** Prepared and signed with that key. */
  const signAs = async (person: Person, key: Key, certificateId: string, more: object = {}) => {
    const { id, toSign } = await prepare(person, certificateId, more);
    return b.call(contract.finishSignature, { id, value: signWith(key, Buffer.from(toSign, 'base64')) }, person);
  };
  const documents: Principal = { kind: 'service', id: 'documents' };
  return { b, tsa, service, official, leave, held, newKey, signWith, certify, prepare, signAs, documents };
}

export const contents = [
  { name: 'Приказ № 5 «О работе».pdf', mimeType: 'application/pdf', content: Buffer.from('%PDF-1.7 not really') },
  { name: 'annex/table & notes.csv', mimeType: 'text/csv', content: Buffer.from('a;b\n1;2\n') },
];
export const files = contents.map(({ name, mimeType, content }) => ({
  name,
  mimeType,
  sha256: hash('sha256', content, 'hex'),
}));
