// SPDX-License-Identifier: Apache-2.0
/** What an authority says about its certificates afterwards: revocation lists (RFC 5280) and OCSP (RFC 6960). */
import { hash, type webcrypto, type X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

/** CRLReason codes of RFC 5280 section 5.3.1 that an issuer of end certificates gives. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  privilegeWithdrawn: 9,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

export interface CrlFacts {
  /** Greater than that of every list before. */
  readonly number: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** `serial` in hex. */
  readonly revoked: readonly { readonly serial: string; readonly at: Date; readonly reason: RevocationReason }[];
}

export type OcspStatus =
  | { readonly state: 'good' }
  | { readonly state: 'unknown' }
  | { readonly state: 'revoked'; readonly at: Date; readonly reason: RevocationReason };

const oid = {
  subjectKey: '2.5.29.14',
  crlNumber: '2.5.29.20',
  reason: '2.5.29.21',
  authorityKey: '2.5.29.35',
  basicResponse: '1.3.6.1.5.5.7.48.1.1',
  nonce: '1.3.6.1.5.5.7.48.1.2',
} as const;
// pkijs names the browser's type for what Node has under its own name.
type SigningKey = Parameters<pkijs.CertificateRevocationList['sign']>[0];
const digests: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' };
/** Certificates asked about in one request, and bytes of it: more is nobody's honest question. */
const maxQuestions = 20;
const maxRequestBytes = 8192;

export async function signCrl(
  issuer: X509Certificate,
  signingKey: webcrypto.CryptoKey,
  facts: CrlFacts,
): Promise<Buffer> {
  const own = pkijs.Certificate.fromBER(issuer.raw);
  const crl = new pkijs.CertificateRevocationList({
    version: 1,
    issuer: own.subject,
    thisUpdate: timeOf(facts.thisUpdate),
    nextUpdate: timeOf(facts.nextUpdate),
    // RFC 5280 section 5.1.2.6: an empty list is said by leaving it out.
    ...(facts.revoked.length > 0 && { revokedCertificates: facts.revoked.map(entryOf) }),
    crlExtensions: new pkijs.Extensions({
      extensions: [
        new pkijs.Extension({ extnID: oid.authorityKey, extnValue: authorityKeyOf(own) }),
        new pkijs.Extension({ extnID: oid.crlNumber, extnValue: new asn1js.Integer({ value: facts.number }).toBER() }),
      ],
    }),
  });
  await crl.sign(signingKey as SigningKey, 'SHA-256');
  return Buffer.from(crl.toSchema(true).toBER());
}

/** UTCTime until 2049 (RFC 5280 section 5.1.2.4), in whole seconds. */
const timeOf = (at: Date) => new pkijs.Time({ type: at.getUTCFullYear() < 2050 ? 0 : 1, value: wholeSeconds(at) });
const wholeSeconds = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);

function entryOf({ serial, at, reason }: CrlFacts['revoked'][number]): pkijs.RevokedCertificate {
  const extnValue = new asn1js.Enumerated({ value: revocationReasons[reason] }).toBER();
  // Always a positive number.
  const bytes = Buffer.from(serial.padStart(serial.length + 2 + (serial.length % 2), '0'), 'hex');
  const digits = (bytes[1] ?? 0) >= 0x80 ? bytes : bytes.subarray(1);
  return new pkijs.RevokedCertificate({
    userCertificate: new asn1js.Integer({ valueHex: Uint8Array.from(digits).buffer }),
    revocationDate: timeOf(at),
    // RFC 5280 section 5.3.1: "unspecified" is said by saying nothing.
    ...(reason !== 'unspecified' && {
      crlEntryExtensions: new pkijs.Extensions({
        extensions: [new pkijs.Extension({ extnID: oid.reason, extnValue })],
      }),
    }),
  });
}

/** The authority's own key identifier, as the extension of what it signs. */
function authorityKeyOf(own: pkijs.Certificate): ArrayBuffer {
  const subjectKey = own.extensions?.find(({ extnID }) => extnID === oid.subjectKey)?.parsedValue as asn1js.OctetString;
  const keyIdentifier = new asn1js.OctetString({ valueHex: subjectKey.getValue() });
  return new pkijs.AuthorityKeyIdentifier({ keyIdentifier }).toSchema().toBER();
}

export async function signOcspAnswer(
  issuer: X509Certificate,
  signingKey: webcrypto.CryptoKey,
  request: Buffer,
  now: Date,
  statusOf: (serial: string) => Promise<OcspStatus>,
): Promise<Buffer> {
  const asked = readRequest(request);
  if (!asked) return answer(1);
  const own = pkijs.Certificate.fromBER(issuer.raw);
  const basic = new pkijs.BasicOCSPResponse();
  const at = wholeSeconds(now);
  basic.tbsResponseData.responderID = own.subject;
  basic.tbsResponseData.producedAt = at;
  basic.tbsResponseData.responses = await Promise.all(
    asked.requestList.map(async ({ reqCert }) => {
      const serial = Buffer.from(reqCert.serialNumber.valueBlock.valueHexView).toString('hex');
      const status: OcspStatus = isOf(own, reqCert) ? await statusOf(serial) : { state: 'unknown' };
      return new pkijs.SingleResponse({ certID: reqCert, certStatus: encode(status), thisUpdate: at });
    }),
  );
  const nonce = asked.requestExtensions?.find((extension) => extension.extnID === oid.nonce);
  if (nonce) basic.tbsResponseData.responseExtensions = [nonce];
  basic.certs = [own];
  await basic.sign(signingKey as SigningKey, 'SHA-256');
  return answer(0, basic.toSchema().toBER());
}

/** Asks for the state of one certificate, DER. */
export async function ocspRequest(certificate: X509Certificate, issuer: X509Certificate): Promise<Buffer> {
  const request = new pkijs.OCSPRequest();
  await request.createForCertificate(pkijs.Certificate.fromBER(certificate.raw), {
    hashAlgorithm: 'SHA-256',
    issuerCertificate: pkijs.Certificate.fromBER(issuer.raw),
  });
  return Buffer.from(request.toSchema(true).toBER());
}

function readRequest(der: Buffer): pkijs.TBSRequest | undefined {
  if (der.length > maxRequestBytes) return undefined;
  try {
    const { tbsRequest } = pkijs.OCSPRequest.fromBER(Uint8Array.from(der).buffer);
    const { length } = tbsRequest.requestList;
    return length > 0 && length <= maxQuestions ? tbsRequest : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the question is about a certificate of this issuer. */
function isOf(issuer: pkijs.Certificate, { hashAlgorithm, issuerNameHash, issuerKeyHash }: pkijs.CertID): boolean {
  const digest = digests[hashAlgorithm.algorithmId];
  if (!digest) return false;
  const same = (data: Uint8Array, expected: asn1js.OctetString) =>
    hash(digest, data, 'buffer').equals(expected.valueBlock.valueHexView);
  return (
    same(new Uint8Array(issuer.subject.toSchema().toBER()), issuerNameHash) &&
    same(issuer.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView, issuerKeyHash)
  );
}

/** CertStatus of RFC 6960 section 4.2.1. */
function encode(status: OcspStatus): asn1js.BaseBlock {
  const tag = (tagNumber: number) => ({ idBlock: { tagClass: 3, tagNumber } });
  if (status.state === 'good') return new asn1js.Primitive(tag(0));
  if (status.state === 'unknown') return new asn1js.Primitive(tag(2));
  const reason = new asn1js.Constructed({
    ...tag(0),
    value: [new asn1js.Enumerated({ value: revocationReasons[status.reason] })],
  });
  return new asn1js.Constructed({
    ...tag(1),
    value: [
      new asn1js.GeneralizedTime({ valueDate: wholeSeconds(status.at) }),
      ...(status.reason === 'unspecified' ? [] : [reason]),
    ],
  });
}

/** @param status 0 successful, 1 malformed request */
function answer(status: 0 | 1, basic?: ArrayBuffer): Buffer {
  const response = new pkijs.OCSPResponse({
    responseStatus: new asn1js.Enumerated({ value: status }),
    ...(basic && {
      responseBytes: new pkijs.ResponseBytes({
        responseType: oid.basicResponse,
        response: new asn1js.OctetString({ valueHex: basic }),
      }),
    }),
  });
  return Buffer.from(response.toSchema().toBER());
}
