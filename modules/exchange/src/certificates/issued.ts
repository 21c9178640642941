// SPDX-License-Identifier: Apache-2.0
/** Certificates the exchange has issued: made and kept. */
import { hash, type KeyObject } from 'node:crypto';
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { readCertificateRequest } from '@stoa/kernel/keys';
import type { Authority } from './authority.ts';
import { askOutside, lastRequest } from './outside-requests.ts';
import { publicKeyHash, storeCertificate } from './store.ts';
import { crlPath, type IssuedCertificate, type KeyRequests, ocspPath } from '../contract.ts';
import { type Algorithm, algorithmOf } from '../wire/index.ts';

interface Wanted {
  /** Undefined for the exchange's own seal. */
  readonly subsystemId: string | undefined;
  readonly commonName: string;
  readonly profile: IssuedCertificate['profile'];
  readonly publicKey: KeyObject;
  /** PKCS#10 in PEM for that key, should an external authority be asked. */
  readonly request: string;
  readonly days: number;
  readonly policy?: string;
  readonly renewedFrom?: string | undefined;
}

export interface StoredCertificate {
  readonly keyId: string;
  readonly pem: string;
}

/** Only a circuit with a known public address can say where the state of a certificate is told. */
const statusOf = ({ config: { publicUrl } }: ModuleRuntime) =>
  publicUrl ? { crl: publicUrl + crlPath, ocsp: publicUrl + ocspPath } : undefined;

/**
 * A certificate for the key; the one it has, where it was issued already and not revoked. Undefined while an external
 * authority is being asked. Refuses `exchange.certificate-rejected`.
 */
export async function certify(tx: Tx, authority: Authority, wanted: Wanted): Promise<StoredCertificate | undefined> {
  const { subsystemId, profile, publicKey, renewedFrom } = wanted;
  const outside = { ...wanted, publicKeyHash: publicKeyHash(publicKey) };
  // Read before the certificates: an answer that comes meanwhile is found among them, and nothing is asked again.
  const last = authority.issuer ? undefined : await lastRequest(tx, outside);
  const known = await tx.query<StoredCertificate>(
    `select key_id as "keyId", pem from certificate
     where public_key_hash = $1 and subsystem_id is not distinct from $2 and profile = $3
       and revoked_at is null and valid_until > $4`,
    [outside.publicKeyHash, subsystemId ?? null, profile, tx.now],
  );
  if (known.rows[0]) return known.rows[0];
  if (!authority.issuer) {
    await askOutside(tx, outside, last);
    return undefined;
  }
  const pem = await authority.issuer.issue({ ...wanted, status: statusOf(tx.module) }, tx.now);
  return { keyId: await storeCertificate(tx, { subsystemId, profile, pem, renewedFrom }), pem };
}

export interface RequestedKeys {
  readonly tls: KeyObject;
  readonly signing: KeyObject;
  readonly requests: KeyRequests;
  /** SHA-256 over both. */
  readonly digest: Buffer;
}

/** The keys that both requests ask for. Refuses `exchange.key-unsuitable`. */
export async function requestedKeys(
  subsystemId: string,
  { tlsRequest, signingRequest }: KeyRequests,
): Promise<RequestedKeys> {
  const key = async (pem: string, name: string, kinds: string, good: (algorithm: Algorithm) => boolean) => {
    const request = await readCertificateRequest(pem);
    const algorithm = request && algorithmOf(request.publicKey);
    if (request && algorithm && good(algorithm) && request.commonName === subsystemId) return request.publicKey;
    return refuse(
      'invalid',
      'exchange.key-unsuitable',
      `${name} must be a PKCS#10 request in PEM for ${kinds}, signed with that key, with the common name ${subsystemId}.`,
    );
  };
  const tls = await key(tlsRequest, 'tlsRequest', 'a P-256 key', (name) => name === 'ecdsa-p256-sha256');
  const kinds = 'an Ed25519, P-256 or RSA key (2048 bits or more)';
  const signing = await key(signingRequest, 'signingRequest', kinds, () => true);
  return {
    tls,
    signing,
    requests: { tlsRequest, signingRequest },
    digest: hash('sha256', Buffer.concat([publicKeyHash(tls), publicKeyHash(signing)]), 'buffer'),
  };
}
