// SPDX-License-Identifier: Apache-2.0
/** Who a hub process is: its id and address, its TLS certificate, and the key with which hubs of the circuit sign. */
import { createPublicKey, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { type ModuleRuntime, newId } from '@stoa/kernel';
import type { CertificateAuthority } from '@stoa/kernel/keys';

export interface HubIdentity {
  readonly id: string;
  readonly tlsKey: KeyObject;
  readonly tlsCertificate: string;
  /** SHA-256 of the TLS certificate, hex. */
  readonly tlsFingerprint: string;
  readonly signingKey: KeyObject;
  /** SHA-256 of the signing key's certificate, hex. */
  readonly keyId: string;
}

/** Common name of the hubs' signing certificate. */
export const hubName = 'hub';
const days = 365;
const renewWithinDays = 30;
const fingerprint = (pem: string) => hash('sha256', new X509Certificate(pem).raw, 'hex');

export async function hubIdentity(
  module: ModuleRuntime,
  authority: CertificateAuthority,
  host: string,
): Promise<HubIdentity> {
  const now = module.clock.now();
  const tlsKey = module.keys.ecKey('hub-tls');
  const hosts = [...new Set([host, '127.0.0.1', 'localhost'])];
  const tlsCertificate = await authority.issue(
    { profile: 'tls-server', commonName: hubName, publicKey: createPublicKey(tlsKey), days, hosts },
    now,
  );
  const signingKey = module.keys.ecKey('hub-signing');
  const keyId = await signingCertificate(module, authority, createPublicKey(signingKey), now);
  return { id: newId(), tlsKey, tlsCertificate, tlsFingerprint: fingerprint(tlsCertificate), signingKey, keyId };
}

/** The certificate in force, or a new one when it soon ends. */
async function signingCertificate(
  module: ModuleRuntime,
  authority: CertificateAuthority,
  publicKey: KeyObject,
  now: Date,
): Promise<string> {
  return module.tx({ kind: 'system' }, async (tx) => {
    await tx.query('lock table hub_certificate in exclusive mode');
    const { rows } = await tx.query<{ key_id: string; pem: string }>(
      'select key_id, pem from hub_certificate where valid_until > $1 order by valid_until desc limit 1',
      [new Date(now.getTime() + renewWithinDays * 86_400_000)],
    );
    const known = rows[0];
    const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' });
    if (known && spki(new X509Certificate(known.pem).publicKey).equals(spki(publicKey))) return known.key_id;
    const pem = await authority.issue({ profile: 'message-signing', commonName: hubName, publicKey, days }, now);
    const keyId = fingerprint(pem);
    await tx.query('insert into hub_certificate (key_id, pem, valid_until) values ($1, $2, $3)', [
      keyId,
      pem,
      new X509Certificate(pem).validToDate,
    ]);
    return keyId;
  });
}
