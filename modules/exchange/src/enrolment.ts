// SPDX-License-Identifier: Apache-2.0
/** How a connector comes by its certificates: a single-use token, and keys that never leave it. */
import { createPublicKey, hash, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { CertificateAuthority } from '@stoa/kernel/keys';
import type * as contract from './contract.ts';
import { requireSubsystem } from './registry.ts';

const tokenHours = 24;
const certificateDays = 365;

const hashOf = (token: string) => hash('sha256', token, 'buffer');

export async function allowEnrolment(tx: Tx, subsystemId: string): Promise<{ token: string; expiresAt: string }> {
  await requireSubsystem(tx, subsystemId);
  const token = randomBytes(24).toString('base64url');
  const expiresAt = new Date(tx.now.getTime() + tokenHours * 3_600_000);
  await tx.query('insert into enrolment (token_hash, subsystem_id, expires_at) values ($1, $2, $3)', [
    hashOf(token),
    subsystemId,
    expiresAt,
  ]);
  return { token, expiresAt: expiresAt.toISOString() };
}

/** Answers certificates for both keys. An unknown, used or expired token, or one of another subsystem, is refused alike. */
export async function enrolConnector(
  tx: Tx,
  authority: CertificateAuthority,
  hubUrl: string,
  input: InputOf<typeof contract.enrolConnector>,
): Promise<OutputOf<typeof contract.enrolConnector>> {
  const { rowCount } = await tx.query(
    'update enrolment set used_at = $3 where token_hash = $1 and subsystem_id = $2 and used_at is null and expires_at > $3',
    [hashOf(input.token), input.subsystemId, tx.now],
  );
  if (rowCount !== 1)
    refuse(
      'forbidden',
      'exchange.enrolment-refused',
      'The token is unknown, used or expired. Ask the operator for a new one.',
    );
  const common = { commonName: input.subsystemId, days: certificateDays };
  const tls = await authority.issue(
    { ...common, profile: 'tls-client', publicKey: publicKeyOf(input.tlsPublicKey, 'ec') },
    tx.now,
  );
  const signing = await authority.issue(
    { ...common, profile: 'message-signing', publicKey: publicKeyOf(input.signingPublicKey, 'ed25519') },
    tx.now,
  );
  await storeCertificate(tx, input.subsystemId, 'tls-client', tls);
  const signingKeyId = await storeCertificate(tx, input.subsystemId, 'message-signing', signing);
  return {
    tlsCertificate: tls,
    signingCertificate: signing,
    signingKeyId,
    authority: authority.certificatePem,
    hubUrl,
  };
}

function publicKeyOf(pem: string, type: 'ec' | 'ed25519'): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === type && (type === 'ed25519' || key.asymmetricKeyDetails?.namedCurve === 'prime256v1'))
      return key;
  } catch {
    // refused below
  }
  return refuse(
    'invalid',
    'exchange.key-unsuitable',
    type === 'ec' ? 'tlsPublicKey must be a P-256 key in PEM.' : 'signingPublicKey must be an Ed25519 key in PEM.',
  );
}

async function storeCertificate(tx: Tx, subsystemId: string, profile: string, pem: string): Promise<string> {
  const certificate = new X509Certificate(pem);
  const keyId = hash('sha256', certificate.raw, 'hex');
  await tx.query(
    'insert into certificate (key_id, subsystem_id, profile, pem, valid_until) values ($1, $2, $3, $4, $5)',
    [keyId, subsystemId, profile, pem, certificate.validToDate],
  );
  return keyId;
}

export async function revokeCertificates(tx: Tx, subsystemId: string): Promise<{ revoked: number }> {
  const { rowCount } = await tx.query(
    'update certificate set revoked_at = $2 where subsystem_id = $1 and revoked_at is null',
    [subsystemId, tx.now],
  );
  return { revoked: rowCount };
}
