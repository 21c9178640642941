// SPDX-License-Identifier: Apache-2.0
/** What is written about certificates. */
import { createPublicKey, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { newId, type Tx } from '@stoa/kernel';
import { type RevocationReason, serialOf } from '@stoa/kernel/keys';
import type { IssuedCertificate } from '../contract.ts';
import type { WantedFromOutside } from './outside-requests.ts';

export const publicKeyHash = (key: KeyObject) => hash('sha256', key.export({ format: 'der', type: 'spki' }), 'buffer');

/** SHA-256 in hex, by which a certificate is named. */
export const fingerprint = (pem: string) => hash('sha256', new X509Certificate(pem).raw, 'hex');

interface NewCertificate {
  readonly subsystemId: string | undefined;
  readonly profile: IssuedCertificate['profile'];
  readonly pem: string;
  readonly renewedFrom?: string | undefined;
}

/** Answers its key id. @param certificate `pem` may have intermediates after it */
export async function storeCertificate(
  tx: Tx,
  { subsystemId, profile, pem, renewedFrom }: NewCertificate,
): Promise<string> {
  const certificate = new X509Certificate(pem);
  const keyId = hash('sha256', certificate.raw, 'hex');
  const publicKey = createPublicKey(certificate.publicKey.export({ format: 'pem', type: 'spki' }));
  await tx.query(
    `insert into certificate (key_id, subsystem_id, profile, pem, valid_until, serial, public_key_hash, renewed_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      keyId,
      subsystemId ?? null,
      profile,
      pem,
      certificate.validToDate,
      serialOf(certificate.serialNumber),
      publicKeyHash(publicKey),
      renewedFrom ?? null,
    ],
  );
  return keyId;
}

/** Rows written before serials were kept get theirs from their certificates. */
export async function fillSerials(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ key_id: string; pem: string }>(
    'select key_id, pem from certificate where serial is null for update',
  );
  for (const { key_id: keyId, pem } of rows) {
    const certificate = new X509Certificate(pem);
    const key = createPublicKey(certificate.publicKey.export({ format: 'pem', type: 'spki' }));
    await tx.query('update certificate set serial = $2, public_key_hash = $3 where key_id = $1', [
      keyId,
      serialOf(certificate.serialNumber),
      publicKeyHash(key),
    ]);
  }
}

/** Ends a certificate and those renewed with it: whoever held the key may have renewed it to keys of their own. */
export async function revokeWithRenewed(tx: Tx, keyId: string, reason: RevocationReason): Promise<number> {
  const { rowCount } = await tx.query(
    `with recursive descent as (
       select key_id from certificate where key_id = $1
       union select c.key_id from certificate c join descent d on c.renewed_from = d.key_id)
     update certificate set revoked_at = $2, revocation_reason = $3
     where key_id in (select key_id from descent) and revoked_at is null`,
    [keyId, tx.now, reason],
  );
  return rowCount;
}

export async function revokeOf(tx: Tx, subsystemId: string): Promise<number> {
  const { rowCount } = await tx.query(
    `update certificate set revoked_at = $2, revocation_reason = 'privilegeWithdrawn'
     where subsystem_id = $1 and revoked_at is null`,
    [subsystemId, tx.now],
  );
  return rowCount;
}

export const revokeListed = (tx: Tx, keyIds: readonly string[]) =>
  tx.query(
    `update certificate set revoked_at = $2, revocation_reason = 'unspecified'
     where key_id = any($1) and revoked_at is null`,
    [keyIds, tx.now],
  );

/** Number of the list before; nobody else makes one until this transaction ends. */
export async function lockCrl(tx: Tx): Promise<number> {
  await tx.query('lock table crl in exclusive mode');
  const { rows } = await tx.query<{ number: number }>('select number from crl');
  return rows[0]?.number ?? 0;
}

export const putCrl = (tx: Tx, number: number, der: Buffer) =>
  tx.query(
    `insert into crl (number, this_update, der) values ($1, $2, $3)
     on conflict (id) do update set number = excluded.number, this_update = excluded.this_update, der = excluded.der`,
    [number, tx.now, der],
  );

export const lockHubCertificates = (tx: Tx) => tx.query('lock table hub_certificate in exclusive mode');

/** @param pem may have intermediates after it */
export async function putHubCertificate(tx: Tx, pem: string): Promise<void> {
  await tx.query('insert into hub_certificate (key_id, pem, valid_until) values ($1, $2, $3) on conflict do nothing', [
    fingerprint(pem),
    pem,
    new X509Certificate(pem).validToDate,
  ]);
}

/** Puts a request where the authority's people see it; the one that waits already stays. */
export async function placeRequest(tx: Tx, wanted: WantedFromOutside): Promise<void> {
  const { subsystemId, profile, commonName, hosts = [], request, renewedFrom } = wanted;
  await tx.query(
    `insert into certificate_request
       (id, subsystem_id, profile, common_name, hosts, request, public_key_hash, renewed_from, requested_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      newId(),
      subsystemId ?? null,
      profile,
      commonName,
      hosts.join(','),
      request,
      wanted.publicKeyHash,
      renewedFrom ?? null,
      tx.now,
    ],
  );
}

export const issueRequest = (tx: Tx, id: string, chain: string, validUntil: Date) =>
  tx.query(
    `update certificate_request set state = 'issued', answered_at = $2, chain = $3, valid_until = $4, reason = null
     where id = $1`,
    [id, tx.now, chain, validUntil],
  );

export const rejectRequest = (tx: Tx, id: string, reason: string) =>
  tx.query(`update certificate_request set state = 'rejected', answered_at = $2, reason = $3 where id = $1`, [
    id,
    tx.now,
    reason,
  ]);

export const putEnrolment = (tx: Tx, tokenHash: Buffer, subsystemId: string, expiresAt: Date) =>
  tx.query('insert into enrolment (token_hash, subsystem_id, expires_at) values ($1, $2, $3)', [
    tokenHash,
    subsystemId,
    expiresAt,
  ]);

export const useEnrolment = (tx: Tx, tokenHash: Buffer, keyDigest: Buffer) =>
  tx.query('update enrolment set used_at = coalesce(used_at, $2), key_digest = $3 where token_hash = $1', [
    tokenHash,
    tx.now,
    keyDigest,
  ]);
