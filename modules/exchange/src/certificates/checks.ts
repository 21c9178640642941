// SPDX-License-Identifier: Apache-2.0
/** Whether a certificate from an external authority is the one that was asked for, and may do what it is for. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { refuse } from '@stoa/kernel';
import { certificatesIn, chainTo, useComplaint, withinPathLength } from '@stoa/kernel/keys';
import type { CertificateRequest } from '../contract.ts';
import { sealPolicy } from '../verifier/index.ts';
import type { Anchored } from './authority.ts';

export interface Asked {
  readonly profile: CertificateRequest['profile'];
  readonly commonName: string;
  readonly hosts: readonly string[];
  readonly publicKey: KeyObject;
}

/**
 * The certificate and its intermediates, without the anchor.
 * Refuses `exchange.chain-malformed`, `certificate-key-differs`, `-subject-differs`, `-not-valid`, `-untrusted`,
 * `-profile-differs`.
 */
export function checkedChain(pem: string, asked: Asked, { anchor, intermediates }: Anchored, now: Date) {
  const [certificate] = readChain(pem);
  if (!certificate) return refuse('invalid', 'exchange.chain-malformed', 'The chain holds no certificate in PEM.');
  const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' });
  if (!spki(certificate.publicKey).equals(spki(asked.publicKey)))
    refuse('invalid', 'exchange.certificate-key-differs', 'The first certificate is for another key than the request.');
  const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN='));
  if (names.length !== 1 || names[0] !== `CN=${asked.commonName}`)
    refuse('invalid', 'exchange.certificate-subject-differs', `The common name must be ${asked.commonName}.`);
  if (now < certificate.validFromDate || now > certificate.validToDate)
    refuse('invalid', 'exchange.certificate-not-valid', 'The certificate is not valid yet, or not any more.');
  const chain = chainTo(anchor, certificate, intermediates, now);
  if (!chain || !chain.every(withinPathLength))
    return refuse(
      'invalid',
      'exchange.certificate-untrusted',
      'The certificate does not lead to the root by the intermediates in STOA_EXCHANGE_CA_FILE.',
    );
  const { profile, hosts } = asked;
  const use = profile.startsWith('tls-') ? (profile as 'tls-client') : 'signing';
  const wrong = useComplaint(certificate, use, hosts, profile === 'seal' ? sealPolicy : undefined);
  if (wrong) refuse('invalid', 'exchange.certificate-profile-differs', `A ${profile} certificate ${wrong}.`);
  return chain.slice(0, -1);
}

function readChain(pem: string): X509Certificate[] {
  try {
    return certificatesIn(pem);
  } catch {
    return [];
  }
}
