// SPDX-License-Identifier: Apache-2.0
/** Who a hub process is: its id and address, its TLS certificate, and the key with which hubs of the circuit sign. */
import { createPublicKey, hash, type KeyObject, X509Certificate } from 'node:crypto';
import { type ModuleRuntime, newId } from '@stoa/kernel';
import { type CertificateAuthority, signCertificateRequest } from '@stoa/kernel/keys';
import type { Authority } from '../authority/authority.ts';
import { issuedOutside } from '../authority/place.ts';
import { publicKeyHash } from '../certificates.ts';

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

/** Undefined while an external authority has not certified the hub; it is asked then. */
export async function hubIdentity(
  module: ModuleRuntime,
  authority: Authority,
  host: string,
): Promise<HubIdentity | undefined> {
  const tlsKey = module.keys.ecKey('hub-tls');
  const signingKey = module.keys.ecKey('hub-signing');
  const hosts = [...new Set([host, '127.0.0.1', 'localhost'])];
  const { issuer } = authority;
  const certified = issuer
    ? await certifiedHere(module, issuer, { tlsKey, signingKey, hosts })
    : await certifiedOutside(module, { tlsKey, signingKey, hosts });
  if (!certified) return undefined;
  const { tlsCertificate, keyId } = certified;
  return { id: newId(), tlsKey, tlsCertificate, tlsFingerprint: fingerprint(tlsCertificate), signingKey, keyId };
}

interface HubKeys {
  readonly tlsKey: KeyObject;
  readonly signingKey: KeyObject;
  /** Names and addresses of the TLS certificate. */
  readonly hosts: readonly string[];
}
interface Certified {
  readonly tlsCertificate: string;
  readonly keyId: string;
}

async function certifiedHere(
  module: ModuleRuntime,
  issuer: CertificateAuthority,
  { tlsKey, signingKey, hosts }: HubKeys,
): Promise<Certified> {
  const now = module.clock.now();
  const publicKey = createPublicKey(tlsKey);
  const tlsCertificate = await issuer.issue(
    { profile: 'tls-server', commonName: hubName, publicKey, days, hosts },
    now,
  );
  return { tlsCertificate, keyId: await signingCertificate(module, issuer, createPublicKey(signingKey), now) };
}

/** Asks for what is missing or soon ends; what was issued serves until then. */
async function certifiedOutside(
  module: ModuleRuntime,
  { tlsKey, signingKey, hosts }: HubKeys,
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
      return issuedOutside(tx, wanted, new Date(tx.now.getTime() + renewWithinDays * 86_400_000));
    };
    const tlsCertificate = await ask('tls-server', tlsKey, hosts);
    const signing = await ask('hub-signing', signingKey);
    return tlsCertificate && signing ? { tlsCertificate, keyId: fingerprint(signing) } : undefined;
  });
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
