// SPDX-License-Identifier: Apache-2.0
/** Who a hub process is: its id and address, its TLS certificate, and the key with which hubs of the circuit sign. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type ModuleRuntime, newId } from '@stoa/kernel';
import { type CertificateAuthority, signCertificateRequest } from '@stoa/kernel/keys';
import type { Authority } from './authority.ts';
import { issuedOutside } from './outside-requests.ts';
import { fingerprint, lockHubCertificates, publicKeyHash, putHubCertificate } from './store.ts';

export interface HubIdentity {
  readonly id: string;
  readonly tlsKey: KeyObject;
  readonly tlsCertificate: string;
  /** SHA-256 of the TLS certificate, hex. */
  readonly tlsFingerprint: string;
  readonly signingKey: KeyObject;
  /** SHA-256 of the signing key's certificate, hex. */
  readonly keyId: string;
  /** When the first of both certificates ends. */
  readonly endsAt: Date;
}

/** Common name of the hubs' signing certificate. */
export const hubName = 'hub';
const days = 365;
const dayMs = 86_400_000;
/** A certificate that ends sooner is renewed. */
export const renewWithinDays = 30;

/**
 * Undefined while an external authority has not certified the hub; it is asked then.
 * @param withinDays certificates that end sooner do not count as good
 */
export async function hubIdentity(
  module: ModuleRuntime,
  authority: Authority,
  host: string,
  withinDays = renewWithinDays,
): Promise<HubIdentity | undefined> {
  const tlsKey = module.keys.ecKey('hub-tls');
  const signingKey = module.keys.ecKey('hub-signing');
  const hosts = [...new Set([host, '127.0.0.1', 'localhost'])];
  const { issuer } = authority;
  const certified = issuer
    ? await certifiedHere(module, issuer, { tlsKey, signingKey, hosts, withinDays })
    : await certifiedOutside(module, { tlsKey, signingKey, hosts, withinDays });
  if (!certified) return undefined;
  const { tlsCertificate, signingCertificate } = certified;
  const ends = [tlsCertificate, signingCertificate].map((pem) => new X509Certificate(pem).validToDate.getTime());
  return {
    id: newId(),
    tlsKey,
    tlsCertificate,
    tlsFingerprint: fingerprint(tlsCertificate),
    signingKey,
    keyId: fingerprint(signingCertificate),
    endsAt: new Date(Math.min(...ends)),
  };
}

interface HubKeys {
  readonly tlsKey: KeyObject;
  readonly signingKey: KeyObject;
  /** Names and addresses of the TLS certificate. */
  readonly hosts: readonly string[];
  readonly withinDays: number;
}
interface Certified {
  readonly tlsCertificate: string;
  readonly signingCertificate: string;
}

async function certifiedHere(
  module: ModuleRuntime,
  issuer: CertificateAuthority,
  { tlsKey, signingKey, hosts, withinDays }: HubKeys,
): Promise<Certified> {
  const now = module.clock.now();
  const publicKey = createPublicKey(tlsKey);
  const tlsCertificate = await issuer.issue(
    { profile: 'tls-server', commonName: hubName, publicKey, days, hosts },
    now,
  );
  const until = new Date(now.getTime() + withinDays * dayMs);
  const signing = await signingCertificate(module, issuer, createPublicKey(signingKey), until);
  return { tlsCertificate, signingCertificate: signing };
}

/** Asks for what is missing or soon ends; what was issued serves until then. */
async function certifiedOutside(
  module: ModuleRuntime,
  { tlsKey, signingKey, hosts, withinDays }: HubKeys,
): Promise<Certified | undefined> {
  return module.tx({ kind: 'system' }, async (tx) => {
    const ask = async (profile: 'tls-server' | 'hub-signing', key: KeyObject, names: readonly string[] = []) => {
      const wanted = {
        subsystemId: undefined,
        profile,
        commonName: hubName,
        hosts: names,
        publicKeyHash: publicKeyHash(createPublicKey(key)),
        request: await signCertificateRequest(key, hubName, names),
      };
      return issuedOutside(tx, wanted, new Date(tx.now.getTime() + withinDays * dayMs));
    };
    const tlsCertificate = await ask('tls-server', tlsKey, hosts);
    const signing = await ask('hub-signing', signingKey);
    return tlsCertificate && signing ? { tlsCertificate, signingCertificate: signing } : undefined;
  });
}

/** The certificate in force, or a new one when it ends before `until`. */
async function signingCertificate(
  module: ModuleRuntime,
  authority: CertificateAuthority,
  publicKey: KeyObject,
  until: Date,
): Promise<string> {
  return module.tx({ kind: 'system' }, async (tx) => {
    await lockHubCertificates(tx);
    const { rows } = await tx.query<{ key_id: string; pem: string }>(
      'select key_id, pem from hub_certificate where valid_until > $1 order by valid_until desc limit 1',
      [until],
    );
    const known = rows[0];
    const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' });
    if (known && spki(new X509Certificate(known.pem).publicKey).equals(spki(publicKey))) return known.pem;
    const pem = await authority.issue({ profile: 'message-signing', commonName: hubName, publicKey, days }, tx.now);
    await putHubCertificate(tx, pem);
    return pem;
  });
}
