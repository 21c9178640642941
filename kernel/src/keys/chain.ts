// SPDX-License-Identifier: Apache-2.0
/** Chains of certificates, from the holder's up to the anchor that both sides trust. */
import { X509Certificate } from 'node:crypto';

const longestChain = 8;

/** All certificates of a PEM text, in its order. Throws when one is malformed. */
export const certificatesIn = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (one) => new X509Certificate(one),
  );

export const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

/**
 * The way from the certificate to the anchor, both included; undefined when there is none at that instant.
 * @param others where intermediates may be found
 */
export function chainTo(
  anchor: X509Certificate,
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  at: Date,
): X509Certificate[] | undefined {
  const chain = [certificate];
  for (let last = certificate; chain.length <= longestChain; ) {
    if (at < last.validFromDate || at > last.validToDate) return undefined;
    if (last.raw.equals(anchor.raw)) return chain;
    const issuer = [anchor, ...others].find(
      (one) => one.ca && !chain.includes(one) && last.checkIssued(one) && last.verify(one.publicKey),
    );
    if (!issuer) return undefined;
    chain.push(issuer);
    last = issuer;
  }
  return undefined;
}

/**
 * Whether a certificate leads to the anchor at that instant.
 * @param pem the certificate, after it its intermediates
 * @param bundle the anchor, after it what intermediates are known
 */
export function isTrusted(pem: string, bundle: string, at: Date): boolean {
  const [anchor, ...known] = certificatesIn(bundle);
  const [certificate, ...own] = certificatesIn(pem);
  return (
    anchor !== undefined &&
    certificate !== undefined &&
    chainTo(anchor, certificate, [...own, ...known], at) !== undefined
  );
}
