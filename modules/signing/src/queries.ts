// SPDX-License-Identifier: Apache-2.0
/** SQL that reads. */
import { openRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { RevocationReason } from '@stoa/kernel/keys';
import type { Signature, SignedFile, Signer } from './contract.ts';

export interface CertificateRow {
  readonly id: string;
  readonly kind: 'person' | 'institution';
  readonly personId: string | null;
  readonly organisationId: string;
  readonly custody: 'browser' | 'file' | 'remote' | 'platform';
  readonly serial: string;
  readonly keyHash: Buffer;
  readonly credentialId: string | null;
  readonly post: LocalText | null;
  readonly holder_name: string;
  readonly pem: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly revokedAt: Date | null;
  readonly reason: RevocationReason | null;
}
const certificateColumns = `id, kind, person_id as "personId", organisation_id as "organisationId", custody, serial,
  public_key_hash as "keyHash", credential_id as "credentialId", post, holder_name, pem, sealed,
  valid_from as "validFrom", valid_until as "validUntil", revoked_at as "revokedAt", revocation_reason as reason`;

/** @param where of the table `certificate` */
export async function certificatesWhere(tx: Tx, where: string, values: readonly unknown[]): Promise<CertificateRow[]> {
  const { rows } = await tx.query<CertificateRow & { sealed: string | null }>(
    `select ${certificateColumns} from certificate where ${where}`,
    values,
  );
  return rows.map((row) => openRow(tx, 'certificate', row.id, row));
}

export const certificatesOfPerson = (tx: Tx, personId: string) =>
  certificatesWhere(tx, 'person_id = $1 order by id desc', [personId]);

/** Locked until the transaction ends: what is checked of it still holds when the signature is written. */
export const holdCertificate = async (tx: Tx, id: string) =>
  (await certificatesWhere(tx, 'id = $1 for share', [id]))[0];

interface StoredList {
  readonly number: number;
  readonly thisUpdate: Date;
  readonly der: Buffer;
}
export async function lastCrl(tx: Tx): Promise<StoredList | undefined> {
  const { rows } = await tx.query<StoredList>('select number, this_update as "thisUpdate", der from crl');
  return rows[0];
}

/** What a list has to name: revoked, and not expired yet. */
export async function revokedNow(tx: Tx): Promise<{ serial: string; at: Date; reason: RevocationReason }[]> {
  const { rows } = await tx.query<{ serial: string; at: Date; reason: RevocationReason }>(
    `select serial, revoked_at as at, revocation_reason as reason from certificate
     where revoked_at is not null and valid_until > $1 order by revoked_at, serial`,
    [tx.now],
  );
  return rows;
}

export async function revocationBySerial(
  tx: Tx,
  serial: string,
): Promise<{ at: Date | null; reason: RevocationReason | null } | undefined> {
  const { rows } = await tx.query<{ at: Date | null; reason: RevocationReason | null }>(
    'select revoked_at as at, revocation_reason as reason from certificate where serial = $1',
    [serial],
  );
  return rows[0];
}

export interface Properties {
  readonly signingTime: string;
  readonly certificateDigest: string;
  readonly roles: readonly string[];
}
export interface SignatureRow {
  readonly id: string;
  readonly reference: string;
  readonly organisationId: string;
  readonly certificateId: string;
  readonly role: Signature['role'];
  readonly files: SignedFile[];
  readonly properties: Properties;
  readonly signer: Signer;
  readonly xml: string | null;
  readonly preparedAt: Date;
  readonly signedAt: Date | null;
  readonly level: Signature['level'] | null;
  readonly serial: string;
}

/** @param where of the tables `signature s` and `certificate c` */
export async function signaturesWhere(tx: Tx, where: string, values: readonly unknown[]): Promise<SignatureRow[]> {
  const { rows } = await tx.query<SignatureRow & { sealed: string | null }>(
    `select s.id, s.reference, s.organisation_id as "organisationId", s.certificate_id as "certificateId", s.role, s.files,
       s.properties, s.signer, s.xml, s.sealed, s.prepared_at as "preparedAt", s.signed_at as "signedAt", s.level, c.serial
     from signature s join certificate c on c.id = s.certificate_id where ${where}`,
    values,
  );
  return rows.map((row) => openRow(tx, 'signature', row.id, row));
}

/** The signature with that value, when it was made and as what. */
export async function signedByDigest(tx: Tx, digest: Buffer): Promise<{ signedAt: Date; signer: Signer } | undefined> {
  const [row] = await signaturesWhere(tx, 's.value_digest = $1', [digest]);
  return row?.signedAt ? { signedAt: row.signedAt, signer: row.signer } : undefined;
}

export async function stampRoots(tx: Tx): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ fingerprint: string }>('select fingerprint from stamp_root');
  return new Set(rows.map(({ fingerprint }) => fingerprint));
}

/** Stamped before `before`, under a certificate still in force: an answer about an ended one would speak against it. */
export const incomplete = (tx: Tx, before: Date, count: number) =>
  signaturesWhere(
    tx,
    `s.level = 'B-T' and s.signed_at < $1 and c.revoked_at is null order by s.id limit $2 for update of s skip locked`,
    [before, count],
  );
