// SPDX-License-Identifier: Apache-2.0
/**
 * PAdES baseline signatures (ETSI EN 319 142-1): level B-B, and B-T when a time-stamping authority is given. The
 * CMS carries no signing-time, which the baseline forbids; the claimed time stands in the signature dictionary.
 */
import { hash, webcrypto, X509Certificate } from 'node:crypto';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { SignPdf } from '@signpdf/signpdf';
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
};
// pkijs names the browser's types for what Node has under its own names.
type EngineCrypto = NonNullable<ConstructorParameters<typeof pkijs.CryptoEngine>[0]>['crypto'];
type SigningKey = Parameters<pkijs.SignedData['sign']>[0];
const signatureBytes = 16_384;

export interface DocumentSigner {
  readonly key: webcrypto.CryptoKey;
  readonly certificatePem: string;
  readonly authorityPem: string;
}

interface SignatureFacts {
  readonly reason: string;
  readonly name: string;
  readonly at: Date;
}

/** `stamp` answers an RFC 3161 token over the bytes it is given. */
export async function signPdf(
  pdf: Buffer,
  signer: DocumentSigner,
  facts: SignatureFacts,
  stamp?: (bytes: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  const pdfBuffer = plainAddPlaceholder({
    pdfBuffer: pdf,
    reason: facts.reason,
    name: facts.name,
    contactInfo: '',
    location: '',
    signingTime: facts.at,
    signatureLength: signatureBytes,
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
    appName: 'Stoa',
  });
  return new SignPdf().sign(pointingAtTable(pdfBuffer), new CmsSigner(signer, stamp), facts.at);
}

/** The placeholder's library points at the line break before its cross-reference table; readers want the table itself. */
function pointingAtTable(pdf: Buffer): Buffer {
  const tail = pdf.lastIndexOf('startxref');
  const [, said = ''] = /^startxref\s+(\d+)/.exec(pdf.toString('latin1', tail)) ?? [];
  const [blank = ''] = /^\s*/.exec(pdf.toString('latin1', Number(said), Number(said) + 8)) ?? [];
  const end = pdf.toString('latin1', tail).replace(said, String(Number(said) + blank.length));
  return Buffer.concat([pdf.subarray(0, tail), Buffer.from(end, 'latin1')]);
}

class CmsSigner extends Signer {
  readonly signer: DocumentSigner;
  readonly stamp: ((bytes: Buffer) => Promise<Buffer>) | undefined;
  constructor(signer: DocumentSigner, stamp: ((bytes: Buffer) => Promise<Buffer>) | undefined) {
    super();
    this.signer = signer;
    this.stamp = stamp;
  }
  override sign(content: Buffer): Promise<Buffer> {
    return detachedCms(content, this.signer, this.stamp);
  }
}

/** A detached CAdES signature (ETSI EN 319 122-1) over `content`, DER. */
async function detachedCms(
  content: Buffer,
  signer: DocumentSigner,
  stamp?: (bytes: Buffer) => Promise<Buffer>,
): Promise<Buffer> {
  pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as EngineCrypto }));
  const certificate = certificateOf(signer.certificatePem);
  const info = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes: signedAttributes(content, signer) }),
  });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: oid.data }),
    signerInfos: [info],
    certificates: [certificate, certificateOf(signer.authorityPem)],
  });
  await signed.sign(signer.key as SigningKey, 0, 'SHA-256', Uint8Array.from(content).buffer);
  if (stamp) {
    const token = await stamp(Buffer.from(info.signature.valueBlock.valueHexView));
    const { result } = asn1js.fromBER(Uint8Array.from(token).buffer);
    info.unsignedAttrs = new pkijs.SignedAndUnsignedAttributes({
      type: 1,
      attributes: [new pkijs.Attribute({ type: oid.timeStampToken, values: [result] })],
    });
  }
  const wrapped = new pkijs.ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) });
  return Buffer.from(wrapped.toSchema().toBER(false));
}

const certificateOf = (pem: string) => pkijs.Certificate.fromBER(Uint8Array.from(new X509Certificate(pem).raw).buffer);

/** In the order DER wants of a SET: by encoded bytes. */
function signedAttributes(content: Buffer, signer: DocumentSigner): pkijs.Attribute[] {
  const digest = (bytes: Uint8Array) =>
    new asn1js.OctetString({ valueHex: Uint8Array.from(hash('sha256', bytes, 'buffer')).buffer });
  const certificate = new X509Certificate(signer.certificatePem).raw;
  // ESSCertIDv2 with its default algorithm SHA-256 left out (RFC 5035, 3).
  const essCertificate = new asn1js.Sequence({ value: [digest(certificate)] });
  const attributes = [
    new pkijs.Attribute({ type: oid.contentType, values: [new asn1js.ObjectIdentifier({ value: oid.data })] }),
    new pkijs.Attribute({ type: oid.messageDigest, values: [digest(content)] }),
    new pkijs.Attribute({
      type: oid.signingCertificateV2,
      values: [new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [essCertificate] })] })],
    }),
  ];
  const encoded = (attribute: pkijs.Attribute) => Buffer.from(attribute.toSchema().toBER(false));
  return attributes.sort((a, b) => Buffer.compare(encoded(a), encoded(b)));
}
