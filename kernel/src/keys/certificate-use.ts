// SPDX-License-Identifier: Apache-2.0
/** Whether a certificate that another authority issued may do what it is for (RFC 5280 section 4.2.1). */
import type { X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

const oid = { keyUsage: '2.5.29.15', basic: '2.5.29.19', policies: '2.5.29.32', extendedKeyUsage: '2.5.29.37' };
/** Bits of KeyUsage, and purposes, that each use needs. */
const digitalSignature = 0x80;
const nonRepudiation = 0x40;
const needed = {
  'tls-client': { usage: digitalSignature, purpose: '1.3.6.1.5.5.7.3.2' },
  'tls-server': { usage: digitalSignature, purpose: '1.3.6.1.5.5.7.3.1' },
  signing: { usage: digitalSignature | nonRepudiation, purpose: undefined },
} as const;

const extension = (certificate: X509Certificate, id: string) =>
  pkijs.Certificate.fromBER(new Uint8Array(certificate.raw)).extensions?.find(({ extnID }) => extnID === id);

/** How many intermediates may follow (section 4.2.1.9). The place in the chain counts from the holder's. */
export function withinPathLength(certificate: X509Certificate, place: number): boolean {
  if (place === 0) return true;
  const basic = extension(certificate, oid.basic)?.parsedValue as { pathLenConstraint?: unknown } | undefined;
  const most = basic?.pathLenConstraint;
  return typeof most !== 'number' || place - 1 <= most;
}

/** Compared as DER: the library does not read object identifiers of this size back as numbers. */
function hasPolicy(certificate: X509Certificate, policy: string): boolean {
  const information = new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: policy })] });
  const expected = Buffer.from(new asn1js.Sequence({ value: [information] }).toBER());
  const policies = extension(certificate, oid.policies);
  return policies !== undefined && expected.equals(policies.extnValue.valueBlock.valueHexView);
}

/**
 * What it lacks, as the end of a sentence about it.
 * @param hosts names and addresses it must have
 * @param policy the only one it must be issued under
 */
export function useComplaint(
  certificate: X509Certificate,
  use: keyof typeof needed,
  hosts: readonly string[],
  policy: string | undefined,
): string | undefined {
  const { usage, purpose } = needed[use];
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
  if (policy !== undefined && !hasPolicy(certificate, policy)) return `has the policy ${policy} and no other`;
  return undefined;
}
