// SPDX-License-Identifier: Apache-2.0
/** The seal of an institution: its key is kept by the platform, its certificate issued when it is first needed. */
import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { authorityOf, statusAddresses } from './authority.ts';
import type * as contract from './contract.ts';
import type { Signature } from './contract.ts';
import { infoOf, keep, prepare, shownSignature } from './prepared.ts';
import { type CertificateRow, certificatesWhere, signaturesWhere } from './queries.ts';
import { stamped } from './stamping.ts';
import { insertCertificate, lockName, lockSignature } from './store.ts';

const days = 3 * 365;
const renewBeforeMs = 30 * 24 * 3_600_000;
/** After these the institution gets another certificate by itself; after any other it has no seal until a registrar looks. */
const replaced = ['superseded', 'keyCompromise'];

export interface Seal {
  readonly certificate: CertificateRow;
  readonly key: KeyObject;
}

/** Refuses `signing.organisation-unknown`, `certificate-revoked`. */
export async function sealOf(tx: Tx, organisationId: string): Promise<Seal> {
  await lockName(tx, `seal ${organisationId}`);
  const rows = await certificatesWhere(tx, `kind = 'institution' and organisation_id = $1 order by id desc`, [
    organisationId,
  ]);
  const ended = rows.find(({ reason }) => reason && !replaced.includes(reason));
  if (ended)
    refuse(
      'conflict',
      'signing.certificate-revoked',
      'The seal of this institution was revoked. Ask a registrar of certificates.',
    );
  const given = rows.filter(({ reason }) => reason === 'keyCompromise').length;
  const key = tx.module.keys.ecKey(`seal-${organisationId.toLowerCase()}${given > 0 ? `-${given}` : ''}`);
  const known = rows.find((row) => !row.revokedAt && row.validUntil.getTime() - tx.now.getTime() > renewBeforeMs);
  if (known) return { certificate: known, key };
  const name = await nameOf(tx, organisationId);
  const pem = await (await authorityOf(tx.module)).issue(
    {
      ...{ profile: 'document-signing', commonName: name, organisation: organisationId, days },
      publicKey: createPublicKey(key),
      status: statusAddresses(tx.module),
    },
    tx.now,
  );
  const id = await insertCertificate(tx, {
    ...{ kind: 'institution', personId: null, organisationId, custody: 'platform', credentialId: null },
    ...{ holder_name: name, post: null, pem },
  });
  const [certificate] = await certificatesWhere(tx, 'id = $1', [id]);
  if (!certificate) throw new Error('a row that was written is there');
  return { certificate, key };
}

async function nameOf(tx: Tx, id: string): Promise<string> {
  try {
    return (await tx.call(getOrganisation, { id })).name.en;
  } catch (error) {
    if (!isRefusal(error) || error.kind !== 'missing') throw error;
    return refuse(
      'missing',
      'signing.organisation-unknown',
      'The directory has no such institution. Choose one of it.',
    );
  }
}

export async function sealFiles(
  module: ModuleRuntime,
  { reference, organisationId, files }: InputOf<typeof contract.sealFiles>,
  principal: Principal,
): Promise<Signature> {
  const { row, certificate, key } = await module.tx(principal, async (tx) => {
    const seal = await sealOf(tx, organisationId);
    const signer = { name: seal.certificate.holder_name };
    return {
      ...seal,
      row: await prepare(tx, { reference, organisationId, files, role: 'seal', signer }, seal.certificate),
    };
  });
  if (row.signedAt) return shownSignature(row);
  const value = sign('sha256', (await infoOf(row)).info, { key, dsaEncoding: 'ieee-p1363' });
  const made = await stamped(module, value);
  return module.tx(principal, async (tx) => {
    const prepared = await lockSignature(tx, row.id);
    if (!prepared) return refuse('conflict', 'kernel.request-under-way', 'The same files are being sealed. Ask again.');
    const [signed] = prepared.signed ? await signaturesWhere(tx, 's.id = $1', [row.id]) : [];
    return signed ? shownSignature(signed) : keep(tx, row, certificate, made);
  });
}
