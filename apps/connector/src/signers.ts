// SPDX-License-Identifier: Apache-2.0
/** Certificates of other signers, fetched from a hub and checked against the exchange's authority. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isTrusted } from '@stoa/kernel/keys';

export interface KnownSigner {
  /** Common name: a subsystem, or `hub`. */
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** Undefined for a certificate that the authority did not issue or that is not valid now. */
export type FindSigner = (keyId: string) => Promise<KnownSigner | undefined>;

/** Asked for again after this time, so that a revocation takes effect. */
const keepMs = 30_000;

/**
 * @param bundlePem the anchor, after it the intermediates that are known
 * @param fetch answers the certificate of that SHA-256, PEM, after it its intermediates
 */
export function signerDirectory(bundlePem: string, fetch: (keyId: string) => Promise<Buffer | undefined>): FindSigner {
  const known = new Map<string, { until: number; signer: Promise<KnownSigner | undefined> }>();

  async function find(keyId: string): Promise<KnownSigner | undefined> {
    const pem = await fetch(keyId);
    if (!pem) return undefined;
    const certificate = new X509Certificate(pem);
    if (!isTrusted(pem.toString(), bundlePem, new Date())) return undefined;
    return {
      name: /(?:^|\n)CN=(.+)/.exec(certificate.subject)?.[1] ?? '',
      publicKey: createPublicKey(certificate.publicKey.export({ format: 'pem', type: 'spki' })),
    };
  }

  return (keyId) => {
    if (!/^[0-9a-f]{64}$/.test(keyId)) return Promise.resolve(undefined);
    const found = known.get(keyId);
    if (found && found.until > Date.now()) return found.signer;
    const signer = find(keyId);
    known.set(keyId, { until: Date.now() + keepMs, signer });
    signer.catch(() => known.delete(keyId));
    return signer;
  };
}
