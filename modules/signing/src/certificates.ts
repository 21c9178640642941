// SPDX-License-Identifier: Apache-2.0
/** Certificates: issued for a key whose holder proves to have it, listed, revoked. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { authorise, type ModuleRuntime, type Page, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { serialOf } from '@stoa/kernel/keys';
import { getOrganisation } from '@stoa/organisations/contract';
import { authorityOf, statusAddresses } from './authority.ts';
import type * as contract from './contract.ts';
import { type Certificate, possessionText } from './contract.ts';
import { demandPost, postsOf } from './posts.ts';
import { type CertificateRow, certificatesOfPerson, certificatesWhere } from './queries.ts';
import { hasRemoteService, remoteKeyOf, signWithRemoteKey } from './remote.ts';
import { endCertificate } from './revocation.ts';
import { insertCertificate, keyHashOf, lockName } from './store.ts';

const days = 365;
/** A key is certified anew when so little of its certificate's time is left. */
const renewBeforeMs = 30 * 24 * 3_600_000;

export function shown(row: CertificateRow, now: Date): Certificate {
  const state = row.revokedAt ? 'revoked' : row.validUntil < now ? 'expired' : 'valid';
  return {
    id: row.id,
    kind: row.kind,
    holderName: row.holder_name,
    organisationId: row.organisationId,
    ...(row.post ? { post: row.post } : {}),
    ...{ custody: row.custody, serial: row.serial, state, keyHash: row.keyHash.toString('hex'), pem: row.pem },
    ...{ validFrom: row.validFrom.toISOString(), validUntil: row.validUntil.toISOString() },
    ...(row.revokedAt && row.reason ? { revokedAt: row.revokedAt.toISOString(), reason: row.reason } : {}),
  };
}

export function signerOf(principal: Principal): { id: string; name: string } {
  if (principal.kind !== 'person') throw new Error('a policy lets only people have keys');
  return { id: principal.id, name: principal.name };
}

export async function listOwnCertificates(tx: Tx): Promise<OutputOf<typeof contract.listOwnCertificates>> {
  const { id } = signerOf(tx.principal);
  const posts = new Map((await postsOf(tx, id)).map(({ organisationId, post }) => [organisationId, post]));
  return {
    personId: id,
    items: (await certificatesOfPerson(tx, id)).map((row) => shown(row, tx.now)),
    posts: [...posts].map(([organisationId, post]) => ({ organisationId, post })),
    remote: hasRemoteService(tx.module),
  };
}

export function listCertificates(
  tx: Tx,
  { cursor, limit, organisationId, state, serial }: InputOf<typeof contract.listCertificates>,
): Promise<Page<Certificate>> {
  return pageOfRows(
    { limit },
    (count) =>
      certificatesWhere(
        tx,
        `($1::uuid is null or id < $1) and ($3::text is null or organisation_id = $3) and ($4::text is null or serial = $4)
         and ($5::text is null or $5 = case when revoked_at is not null then 'revoked' when valid_until < $6 then 'expired'
           else 'valid' end)
         order by id desc limit $2`,
        [cursor ?? null, count, organisationId ?? null, serial ? serialOf(serial) : null, state ?? null, tx.now],
      ),
    (row) => shown(row, tx.now),
  );
}

interface Key {
  readonly publicKey: KeyObject;
  readonly credentialId: string | null;
}

/** The remote service is asked before the transaction: it may take its time. */
export async function issueCertificate(
  module: ModuleRuntime,
  input: InputOf<typeof contract.issueCertificate>,
  principal: Principal,
): Promise<Certificate> {
  const key = input.custody === 'remote' ? await remoteKey(module, input, principal) : givenKey(input, principal);
  const { id: personId, name } = signerOf(principal);
  return module.tx(principal, async (tx) => {
    const { organisationId, custody } = input;
    const { post } = await demandPost(tx, personId, organisationId);
    await lockName(tx, `key ${keyHashOf(key.publicKey).toString('hex')}`);
    const known = await earlierOf(tx, key.publicKey, { personId, organisationId });
    if (known) return shown(known, tx.now);
    const { name: organisation } = await tx.call(getOrganisation, { id: organisationId });
    const authority = await authorityOf(module);
    const pem = await authority.issue(
      {
        profile: 'document-signing',
        commonName: name,
        organisation: organisation.en,
        title: post.en,
        publicKey: key.publicKey,
        days,
        status: statusAddresses(module),
      },
      tx.now,
    );
    const id = await insertCertificate(tx, {
      ...{ kind: 'person', personId, organisationId, custody, credentialId: key.credentialId },
      ...{ holder_name: name, post, pem },
    });
    const [row] = await certificatesWhere(tx, 'id = $1', [id]);
    if (!row) throw new Error('a row that was written is there');
    return shown(row, tx.now);
  });
}

/** A certificate that the same holder has for this key, unless it ends soon. Refuses `signing.key-taken`, `key-revoked`. */
async function earlierOf(
  tx: Tx,
  publicKey: KeyObject,
  holder: { personId: string; organisationId: string },
): Promise<CertificateRow | undefined> {
  const rows = await certificatesWhere(tx, 'public_key_hash = $1 order by id desc', [keyHashOf(publicKey)]);
  if (rows.some((row) => row.personId !== holder.personId))
    refuse('conflict', 'signing.key-taken', 'Somebody else has a certificate for this key. Make a new key.');
  if (rows.some(({ reason }) => reason === 'keyCompromise'))
    refuse('conflict', 'signing.key-revoked', 'This key was given up as no longer safe. Make a new key.');
  return rows.find(
    (row) =>
      row.organisationId === holder.organisationId &&
      !row.revokedAt &&
      row.validUntil.getTime() - tx.now.getTime() > renewBeforeMs,
  );
}

function givenKey(input: InputOf<typeof contract.issueCertificate>, principal: Principal): Key {
  const publicKey = p256(Buffer.from(input.publicKey ?? '', 'base64'));
  const asked = {
    personId: signerOf(principal).id,
    organisationId: input.organisationId,
    publicKey: input.publicKey ?? '',
  };
  demandProof(publicKey, asked, Buffer.from(input.proof ?? '', 'base64'));
  return { publicKey, credentialId: null };
}

async function remoteKey(
  module: ModuleRuntime,
  { organisationId, code = '' }: InputOf<typeof contract.issueCertificate>,
  principal: Principal,
): Promise<Key> {
  const { id: personId } = signerOf(principal);
  const { credentialId, publicKey: der } = await remoteKeyOf(module, personId);
  const publicKey = p256(der);
  const asked = { personId, organisationId, publicKey: der.toString('base64') };
  const proof = await signWithRemoteKey(module, credentialId, code, Buffer.from(possessionText(asked)));
  demandProof(publicKey, asked, proof);
  return { publicKey, credentialId };
}

function p256(der: Buffer): KeyObject {
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // Told below.
  }
  return refuse('invalid', 'signing.key-unsuitable', 'A key on the curve P-256 is needed. Make a new key.');
}

function demandProof(publicKey: KeyObject, asked: Parameters<typeof possessionText>[0], proof: Buffer): void {
  const text = Buffer.from(possessionText(asked));
  if (proof.length !== 64 || !verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, proof))
    refuse(
      'invalid',
      'signing.proof-wrong',
      'The proof was not made with this key for you and this institution. Try again with the key you have.',
    );
}

export async function revokeCertificate(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.revokeCertificate>,
): Promise<Certificate> {
  const [row] = await certificatesWhere(tx, 'id = $1 for update', [id]);
  const own = tx.principal.kind === 'person' && row?.personId === tx.principal.id;
  await authorise(tx, { type: 'Certificate', id, attributes: { own } });
  if (!row) return refuse('missing', 'signing.certificate-unknown', 'There is no such certificate. Look at the list.');
  await endCertificate(tx, id, reason);
  const [after] = await certificatesWhere(tx, 'id = $1', [id]);
  return shown(after ?? row, tx.now);
}
