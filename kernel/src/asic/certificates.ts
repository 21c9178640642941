// SPDX-License-Identifier: Apache-2.0
/** Certificates, revocation lists and time stamps as a verifier without the platform sees them. */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { type Bytes, fromPem, same, sha256, textOf, toHex } from './bytes.ts';

export interface KnownCertificate {
  readonly der: Bytes;
  readonly parsed: pkijs.Certificate;
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string;
  /** Common name. */
  readonly name: string;
}

const oid = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basic: '2.5.29.19',
  policies: '2.5.29.32',
};
const timeStamping = '1.3.6.1.5.5.7.3.8';

export async function readCertificate(der: Bytes): Promise<KnownCertificate | undefined> {
  try {
    const parsed = pkijs.Certificate.fromBER(der);
    return { der, parsed, fingerprint: toHex(await sha256(der)), name: namePart({ parsed }, oid.commonName) };
  } catch {
    return undefined;
  }
}

/** A part of the holder's name by its object identifier; empty where it has none. */
export function namePart({ parsed }: { parsed: { subject: pkijs.RelativeDistinguishedNames } }, type: string): string {
  const part = parsed.subject.typesAndValues.find((one) => one.type === type);
  return String(part?.value.valueBlock.value ?? '');
}

/** SHA-256 (hex) of a certificate in PEM or DER; undefined when it is none. */
export async function certificateFingerprint(file: Bytes): Promise<string | undefined> {
  const certificate = await readCertificate(fromPem(textOf(file), 'CERTIFICATE') ?? file);
  return certificate?.fingerprint;
}

const holds = (check: Promise<boolean>): Promise<boolean> => check.catch(() => false);

/** Whether `issuer` may issue certificates and signed this one. */
export function issuedBy(certificate: KnownCertificate, issuer: KnownCertificate): Promise<boolean> {
  const basic = issuer.parsed.extensions?.find(({ extnID }) => extnID === oid.basic)?.parsedValue as
    | { cA?: boolean }
    | undefined;
  if (!basic?.cA || !certificate.parsed.issuer.isEqual(issuer.parsed.subject)) return Promise.resolve(false);
  return holds(certificate.parsed.verify(issuer.parsed));
}

/** The authority that the reader compares, and what may stand between it and a certificate. */
export interface Issuers {
  readonly authority: KnownCertificate;
  readonly intermediates: readonly KnownCertificate[];
}

const mostIntermediates = 8;

/** Who stands behind a certificate, the authority last; undefined where the way does not lead there. */
export async function issuersOf(
  certificate: KnownCertificate,
  { authority, intermediates }: Issuers,
  at: Date,
): Promise<readonly KnownCertificate[] | undefined> {
  const found: KnownCertificate[] = [];
  for (let last = certificate; found.length <= mostIntermediates; ) {
    if (await issuedBy(last, authority)) return allows(authority, found.length) ? [...found, authority] : undefined;
    const issuer = await issuerAmong(last, intermediates);
    if (!issuer || found.includes(issuer) || !validAt(issuer, at) || !allows(issuer, found.length)) return undefined;
    found.push(issuer);
    last = issuer;
  }
  return undefined;
}

/** RFC 5280 section 4.2.1.9: how many intermediates may stand below it. */
function allows({ parsed }: KnownCertificate, below: number): boolean {
  const basic = parsed.extensions?.find(({ extnID }) => extnID === oid.basic)?.parsedValue as
    | { pathLenConstraint?: unknown }
    | undefined;
  return typeof basic?.pathLenConstraint !== 'number' || below <= basic.pathLenConstraint;
}

export const validAt = ({ parsed }: KnownCertificate, at: Date): boolean =>
  at >= parsed.notBefore.value && at <= parsed.notAfter.value;

/** Whether the certificate's key may sign what is to bind its holder (RFC 5280 section 4.2.1.3). */
export function maySign({ parsed }: KnownCertificate): boolean {
  const usage = parsed.extensions?.find(({ extnID }) => extnID === oid.keyUsage)?.parsedValue as
    | { valueBlock: { valueHexView: Uint8Array } }
    | undefined;
  const bits = usage?.valueBlock.valueHexView[0] ?? 0;
  return (bits & 0x80) !== 0 && (bits & 0x40) !== 0;
}

/**
 * Whether it was issued under this policy and no other. Compared as DER: the library does not read object identifiers of this size back as
 * numbers.
 */
export function hasPolicy({ parsed }: KnownCertificate, policy: string): boolean {
  const policies = parsed.extensions?.find(({ extnID }) => extnID === oid.policies);
  const information = new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: policy })] });
  const expected = new Uint8Array(new asn1js.Sequence({ value: [information] }).toBER());
  return policies !== undefined && same(policies.extnValue.valueBlock.valueHexView, expected);
}

export interface RevocationList {
  readonly issuer: KnownCertificate;
  readonly crl: pkijs.CertificateRevocationList;
}

/** A list that one of them signed. */
export async function readCrl(der: Bytes, issuers: readonly KnownCertificate[]): Promise<RevocationList | undefined> {
  try {
    const crl = pkijs.CertificateRevocationList.fromBER(der);
    for (const issuer of issuers)
      if (crl.issuer.isEqual(issuer.parsed.subject) && (await holds(crl.verify({ issuerCertificate: issuer.parsed }))))
        return { issuer, crl };
  } catch {
    // No list.
  }
  return undefined;
}

/** When a list of its issuer says that the certificate ended. */
export const revokedAt = (lists: readonly RevocationList[], { parsed }: KnownCertificate): Date | undefined =>
  lists
    .filter(({ issuer }) => issuer.parsed.subject.isEqual(parsed.issuer))
    .flatMap(({ crl }) => crl.revokedCertificates ?? [])
    .find(({ userCertificate }) => userCertificate.isEqual(parsed.serialNumber))?.revocationDate.value;

export interface Timestamp {
  readonly at: Date;
  /** Common name of the authority, and SHA-256 of the certificate its chain ends in. */
  readonly authority: string;
  readonly root: string;
}

/** The time a token (RFC 3161) states for `data`; undefined when it is over other data or not properly signed. */
export async function readTimestamp(token: Bytes, data: Uint8Array): Promise<Timestamp | undefined> {
  try {
    const signed = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(token).content });
    const tst = pkijs.TSTInfo.fromBER(signed.encapContentInfo.eContent?.getValue() ?? new ArrayBuffer(0));
    const certificates = (signed.certificates ?? []).filter((one) => one instanceof pkijs.Certificate);
    const known = (
      await Promise.all(certificates.map((one) => readCertificate(new Uint8Array(one.toSchema(true).toBER()))))
    ).filter((one) => one !== undefined);
    // Also compares the imprint with `data`.
    const result = await signed.verify({
      signer: 0,
      checkChain: false,
      data: Uint8Array.from(data).buffer,
      extendedMode: true,
    });
    const signer = known.find(
      (one) => result.signerCertificate && sameCertificate(one.parsed, result.signerCertificate),
    );
    const issuer = signer && (await issuerAmong(signer, known));
    const good = result.signatureVerified && signer && stamps(signer) && validAt(signer, tst.genTime);
    return good ? { at: tst.genTime, authority: signer.name, root: (issuer ?? signer).fingerprint } : undefined;
  } catch {
    return undefined;
  }
}

const sameCertificate = (a: pkijs.Certificate, b: pkijs.Certificate) =>
  a.serialNumber.isEqual(b.serialNumber) && a.issuer.isEqual(b.issuer);

/** RFC 3161 section 2.3: this purpose, and critical. */
function stamps({ parsed }: KnownCertificate): boolean {
  const usage = parsed.extensions?.find(({ extnID }) => extnID === oid.extendedKeyUsage);
  const purposes = (usage?.parsedValue as { keyPurposes?: string[] } | undefined)?.keyPurposes;
  return usage?.critical === true && purposes?.length === 1 && purposes[0] === timeStamping;
}

async function issuerAmong(certificate: KnownCertificate, known: readonly KnownCertificate[]) {
  for (const one of known) if (await issuedBy(certificate, one)) return one;
  return undefined;
}
