// SPDX-License-Identifier: Apache-2.0
/** Whether a certificate from an external authority is the one that was asked for, and may do what it is for. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { refuse } from '@stoa/kernel';
import { certificatesIn, chainTo } from '@stoa/kernel/keys';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { CertificateRequest } from '../contract.ts';
import { sealPolicy } from '../verifier/index.ts';
import type { Anchored } from './authority.ts';

export interface Asked {
  readonly profile: CertificateRequest['profile'];
  readonly commonName: string;
  readonly hosts: readonly string[];
  readonly publicKey: KeyObject;
}

const oid = { keyUsage: '2.5.29.15', basic: '2.5.29.19', policies: '2.5.29.32', extendedKeyUsage: '2.5.29.37' };
/** Bits of KeyUsage and purposes that RFC 5280 section 4.2.1 has for each profile. */
const digitalSignature = 0x80;
const nonRepudiation = 0x40;
const signing = { usage: digitalSignature | nonRepudiation, purpose: undefined };
const needed: Record<Asked['profile'], { usage: number; purpose: string | undefined }> = {
  'tls-client': { usage: digitalSignature, purpose: '1.3.6.1.5.5.7.3.2' },
  'tls-server': { usage: digitalSignature, purpose: '1.3.6.1.5.5.7.3.1' },
  'message-signing': signing,
  'hub-signing': signing,
  seal: signing,
};

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
  const wrong = profileComplaint(certificate, asked);
  if (wrong) refuse('invalid', 'exchange.certificate-profile-differs', `A ${asked.profile} certificate ${wrong}.`);
  return chain.slice(0, -1);
}

function readChain(pem: string): X509Certificate[] {
  try {
    return certificatesIn(pem);
  } catch {
    return [];
  }
}

const extension = (certificate: X509Certificate, id: string) =>
  pkijs.Certificate.fromBER(new Uint8Array(certificate.raw)).extensions?.find(({ extnID }) => extnID === id);

/** RFC 5280 section 4.2.1.9: how many intermediates may follow. The place in the chain counts from the holder's. */
function withinPathLength(certificate: X509Certificate, place: number): boolean {
  if (place === 0) return true;
  const basic = extension(certificate, oid.basic)?.parsedValue as { pathLenConstraint?: unknown } | undefined;
  const most = basic?.pathLenConstraint;
  return typeof most !== 'number' || place - 1 <= most;
}

/** Compared as DER: the library does not read object identifiers of this size back as numbers. */
function hasSealPolicy(certificate: X509Certificate): boolean {
  const information = new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: sealPolicy })] });
  const expected = Buffer.from(new asn1js.Sequence({ value: [information] }).toBER());
  const policies = extension(certificate, oid.policies);
  return policies !== undefined && expected.equals(policies.extnValue.valueBlock.valueHexView);
}

function profileComplaint(certificate: X509Certificate, { profile, hosts }: Asked): string | undefined {
  const { usage, purpose } = needed[profile];
  if (certificate.ca) return 'is not for an authority';
  const bits = extension(certificate, oid.keyUsage)?.parsedValue as
    | { valueBlock: { valueHexView: Uint8Array } }
    | undefined;
  if (((bits?.valueBlock.valueHexView[0] ?? 0) & usage) !== usage)
    return usage === digitalSignature
      ? 'has the key usage digitalSignature'
      : 'has the key usages digitalSignature and nonRepudiation';
  const extended = extension(certificate, oid.extendedKeyUsage)?.parsedValue as { keyPurposes?: string[] } | undefined;
  if (purpose && !extended?.keyPurposes?.includes(purpose)) return `has the extended key usage ${purpose}`;
  const covers = (host: string) => (/^[\d.]+$|:/.test(host) ? certificate.checkIP(host) : certificate.checkHost(host));
  const missing = hosts.filter((host) => !covers(host));
  if (missing.length > 0) return `names the hosts ${missing.join(', ')}`;
  if (profile === 'seal' && !hasSealPolicy(certificate)) return `has the policy ${sealPolicy} and no other`;
  return undefined;
}
