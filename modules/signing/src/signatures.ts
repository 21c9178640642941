// SPDX-License-Identifier: Apache-2.0
/** A person signs: prepared, signed with their key wherever it is, stamped and kept. */
import { verify, X509Certificate } from 'node:crypto';
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { signerOf } from './certificates.ts';
import type * as contract from './contract.ts';
import type { Signature } from './contract.ts';
import { demandPost } from './posts.ts';
import { infoOf, keep, prepare, shownSignature } from './prepared.ts';
import { type CertificateRow, holdCertificate, type SignatureRow, signaturesWhere } from './queries.ts';
import { signWithRemoteKey } from './remote.ts';
import { stamped } from './stamping.ts';

/** The signer has so long to enter a code or to find a key file. */
const preparedMs = 30 * 60_000;

export async function prepareSignature(
  tx: Tx,
  { certificateId, ...asked }: InputOf<typeof contract.prepareSignature>,
): Promise<OutputOf<typeof contract.prepareSignature>> {
  const signer = signerOf(tx.principal);
  const certificate = await usable(tx, certificateId, asked.organisationId);
  const { organisationId: _, ...post } = await demandPost(tx, signer.id, asked.organisationId);
  const row = await prepare(
    tx,
    { ...asked, signer: { name: certificate.holder_name, personId: signer.id, ...post } },
    certificate,
  );
  if (row.signedAt) refuse('conflict', 'signing.signed-already', 'You have signed exactly this already.');
  const { info } = await infoOf(row);
  return {
    id: row.id,
    toSign: Buffer.from(info).toString('base64'),
    algorithm: 'ES256',
    custody: certificate.custody,
    keyHash: certificate.keyHash.toString('hex'),
  };
}

/** Refuses `signing.certificate-unknown`, `certificate-revoked`, `certificate-expired`. */
async function usable(tx: Tx, certificateId: string, organisationId: string): Promise<CertificateRow> {
  const certificate = await holdCertificate(tx, certificateId);
  if (
    !certificate ||
    certificate.personId !== signerOf(tx.principal).id ||
    certificate.organisationId !== organisationId
  )
    return refuse(
      'missing',
      'signing.certificate-unknown',
      'You have no such certificate for this institution. Choose one of yours.',
    );
  if (certificate.revokedAt)
    refuse('conflict', 'signing.certificate-revoked', 'This certificate was revoked. Get a new one and sign with it.');
  if (certificate.validUntil <= tx.now)
    refuse('conflict', 'signing.certificate-expired', 'This certificate has expired. Renew it, then sign.');
  return certificate;
}

interface Ready {
  readonly row: SignatureRow;
  readonly certificate: CertificateRow;
}

/** The preparation with the key it waits for; only the first where it is signed. All that could have ended meanwhile is asked again. */
async function ready(tx: Tx, id: string): Promise<Ready> {
  const [row] = await signaturesWhere(tx, `s.id = $1 and c.person_id = $2 for update of s`, [
    id,
    signerOf(tx.principal).id,
  ]);
  if (!row)
    return refuse('missing', 'signing.signature-unknown', 'Nothing is prepared so for you. Begin to sign anew.');
  if (tx.now.getTime() - row.preparedAt.getTime() > preparedMs && !row.signedAt)
    refuse('gone', 'signing.preparation-expired', 'Too much time went by since you began to sign. Begin anew.');
  if (row.signedAt) return { row, certificate: undefined as never };
  const certificate = await usable(tx, row.certificateId, row.organisationId);
  await demandPost(tx, signerOf(tx.principal).id, row.organisationId);
  return { row, certificate };
}

export const finishSignature = (
  module: ModuleRuntime,
  { id, value }: InputOf<typeof contract.finishSignature>,
  principal: Principal,
): Promise<Signature> => finish(module, id, principal, () => Promise.resolve(Buffer.from(value, 'base64')));

export const signRemotely = (
  module: ModuleRuntime,
  { id, code }: InputOf<typeof contract.signRemotely>,
  principal: Principal,
): Promise<Signature> =>
  finish(module, id, principal, async ({ certificate: { credentialId } }, info) =>
    credentialId === null
      ? refuse('conflict', 'signing.not-remote', 'This key is with you, not at the signing service. Sign with it here.')
      : signWithRemoteKey(module, credentialId, code, info),
  );

/** Key and time stamp are waited for between two transactions; the second writes all or nothing. */
async function finish(
  module: ModuleRuntime,
  id: string,
  principal: Principal,
  valueOf: (ready: Ready, info: Buffer) => Promise<Buffer>,
): Promise<Signature> {
  const prepared = await module.tx(principal, (tx) => ready(tx, id));
  if (prepared.row.signedAt) return shownSignature(prepared.row);
  const info = Buffer.from((await infoOf(prepared.row)).info);
  const value = await valueOf(prepared, info);
  const { publicKey } = new X509Certificate(prepared.certificate.pem);
  if (!verify('sha256', info, { key: publicKey, dsaEncoding: 'ieee-p1363' }, value))
    refuse(
      'invalid',
      'signing.value-wrong',
      'This was not made with the key of the certificate. Choose the right key and sign again.',
    );
  const made = await stamped(module, value);
  return module.tx(principal, async (tx) => {
    const { row, certificate } = await ready(tx, id);
    return row.signedAt ? shownSignature(row) : keep(tx, row, certificate, made);
  });
}

export const listSignatures = async (
  tx: Tx,
  { reference }: InputOf<typeof contract.listSignatures>,
): Promise<OutputOf<typeof contract.listSignatures>> => ({
  items: (await signaturesWhere(tx, 's.reference = $1 and s.signed_at is not null order by s.id', [reference])).map(
    shownSignature,
  ),
});
