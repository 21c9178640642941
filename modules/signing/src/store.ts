// SPDX-License-Identifier: Apache-2.0
/** SQL that writes. */
import { createPublicKey, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { jsonOf, newId, sealMore, sealRow, type Tx } from '@stoa/kernel';
import { type RevocationReason, serialOf } from '@stoa/kernel/keys';
import type { CertificateRow, SignatureRow } from './queries.ts';
import type { Stamped } from './stamping.ts';

export const keyHashOf = (key: KeyObject): Buffer =>
  hash('sha256', key.export({ format: 'der', type: 'spki' }), 'buffer');

export type NewCertificate = Pick<
  CertificateRow,
  'kind' | 'personId' | 'organisationId' | 'custody' | 'credentialId' | 'holder_name' | 'post' | 'pem'
>;

export async function insertCertificate(tx: Tx, row: NewCertificate): Promise<string> {
  const id = newId();
  const certificate = new X509Certificate(row.pem);
  const key = createPublicKey(certificate.publicKey.export({ format: 'pem', type: 'spki' }));
  const kept = sealRow(tx, 'certificate', id, { holder_name: row.holder_name, pem: row.pem });
  await tx.query(
    `insert into certificate (id, kind, person_id, organisation_id, custody, serial, public_key_hash, credential_id, post,
       holder_name, pem, sealed, valid_from, valid_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[id, row.kind, row.personId, row.organisationId, row.custody, serialOf(certificate.serialNumber)],
      ...[keyHashOf(key), row.credentialId, jsonOf(row.post), kept.holder_name, kept.pem, kept.sealed],
      ...[certificate.validFromDate, certificate.validToDate],
    ],
  );
  return id;
}

/** Whether it was still in force. */
export async function revoke(tx: Tx, id: string, reason: RevocationReason): Promise<boolean> {
  const by = tx.principal.kind === 'person' || tx.principal.kind === 'service' ? tx.principal.id : tx.principal.kind;
  const { rowCount } = await tx.query(
    `update certificate set revoked_at = $2, revocation_reason = $3, revoked_by = $4 where id = $1 and revoked_at is null`,
    [id, tx.now, reason, by],
  );
  return rowCount === 1;
}

export async function putCrl(tx: Tx, number: number, der: Buffer): Promise<void> {
  await tx.query(
    `insert into crl (number, this_update, der) values ($1, $2, $3)
     on conflict (one) do update set number = $1, this_update = $2, der = $3`,
    [number, tx.now, der],
  );
}

export type NewSignature = Pick<
  SignatureRow,
  'reference' | 'organisationId' | 'certificateId' | 'role' | 'files' | 'properties' | 'signer'
> & { readonly filesDigest: Buffer };

/** Undefined where the same is prepared or signed already. */
export async function insertPrepared(tx: Tx, row: NewSignature): Promise<string | undefined> {
  const id = newId();
  const kept = sealRow(tx, 'signature', id, { properties: row.properties, signer: row.signer });
  const { rowCount } = await tx.query(
    `insert into signature (id, reference, organisation_id, certificate_id, role, files_digest, files, properties, signer,
       sealed, prepared_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      ...[id, row.reference, row.organisationId, row.certificateId, row.role, row.filesDigest],
      ...[JSON.stringify(row.files), jsonOf(kept.properties), jsonOf(kept.signer), kept.sealed, tx.now],
    ],
  );
  return rowCount === 1 ? id : undefined;
}

export const dropPrepared = (tx: Tx, id: string) =>
  tx.query('delete from signature where id = $1 and signed_at is null', [id]);

/** A preparation becomes a signature, or a signature gets a higher level. */
export async function setSigned(tx: Tx, id: string, xml: string, level: string): Promise<void> {
  const kept = await sealMore(tx, 'signature', id, { xml });
  await tx.query(
    'update signature set xml = $2, sealed = $3, level = $4, signed_at = coalesce(signed_at, $5) where id = $1',
    [id, kept.xml, kept.sealed, level, tx.now],
  );
}

/** By what a signature is found again when somebody shows it, and whose stamp is trusted from now on. */
export async function putMade(tx: Tx, id: string, { digest, stamp }: Stamped): Promise<void> {
  await tx.query('update signature set value_digest = $2 where id = $1', [id, digest]);
  if (stamp)
    await tx.query(
      'insert into stamp_root (fingerprint, authority, first_at) values ($1, $2, $3) on conflict do nothing',
      [stamp.root, stamp.authority, tx.now],
    );
}

/** Certificates of people whose posts were longest not looked at; nobody else looks at them meanwhile. */
export async function leastSeen(
  tx: Tx,
  count: number,
): Promise<{ id: string; serial: string; personId: string; organisationId: string }[]> {
  const { rows } = await tx.query<{ id: string; serial: string; personId: string; organisationId: string }>(
    `update certificate set post_seen_at = $1 where id in (
       select id from certificate where revoked_at is null and kind = 'person' and valid_until > $1
       order by post_seen_at nulls first limit $2 for update skip locked)
     returning id, serial, person_id as "personId", organisation_id as "organisationId"`,
    [tx.now, count],
  );
  return rows;
}

/** One at a time until the transaction ends: whoever has the same name waits. */
export const lockName = (tx: Tx, name: string) =>
  tx.query('select pg_advisory_xact_lock(hashtext($1))', [`signing ${name}`]);

/** The preparation, locked: whether it is still there, and whether somebody finished it. */
export async function lockSignature(tx: Tx, id: string): Promise<{ signed: boolean } | undefined> {
  const { rows } = await tx.query<{ signed: boolean }>(
    'select signed_at is not null as signed from signature where id = $1 for update',
    [id],
  );
  return rows[0];
}
