// SPDX-License-Identifier: Apache-2.0
/** Time-stamp replies: RFC 3161 over CMS (RFC 5652) with ESSCertIDv2 (RFC 5816). */
import { createHash, webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { type Authority, newSerial } from './authority.ts';

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto }));

/** The demo's policy, under the UUID arc (ITU-T X.667), which needs no registration. */
export const policyOid = '2.25.329800735698586629295641978511506172918';

/** Digest length in bytes by the object identifier of the algorithm. */
const digestLengths: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
};

const oid = {
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** Bits of PKIFailureInfo (RFC 3161 section 2.4.2). */
const failures = { badAlg: 0, badRequest: 2, badDataFormat: 5, unacceptedPolicy: 15, unacceptedExtension: 16 } as const;

/** The reply to a DER query: a token, or a rejection that says why. */
export async function timestampReply(query: Uint8Array, authority: Authority, at: Date): Promise<Buffer> {
  const request = readQuery(query);
  if (!request) return rejection('badDataFormat', 'The query is not a DER TimeStampReq.');
  const problem = refusal(request);
  if (problem) return rejection(...problem);
  const token = await makeToken(request, authority, at);
  const response = new pkijs.TimeStampResp({
    status: new pkijs.PKIStatusInfo({ status: pkijs.PKIStatus.granted }),
    timeStampToken: token,
  });
  return Buffer.from(response.toSchema().toBER());
}

function readQuery(query: Uint8Array): pkijs.TimeStampReq | undefined {
  try {
    const { result, offset } = asn1js.fromBER(query);
    return offset === query.length ? new pkijs.TimeStampReq({ schema: result }) : undefined;
  } catch {
    return undefined;
  }
}

function refusal(request: pkijs.TimeStampReq): readonly [keyof typeof failures, string] | undefined {
  const { hashAlgorithm, hashedMessage } = request.messageImprint;
  const length = digestLengths[hashAlgorithm.algorithmId];
  if (request.version !== 1) return ['badRequest', 'Only version 1 is known.'];
  if (length === undefined) return ['badAlg', 'Use SHA-256, SHA-384 or SHA-512.'];
  if (hashedMessage.valueBlock.valueHexView.length !== length)
    return ['badDataFormat', 'The digest has the wrong length for its algorithm.'];
  const [first = 0, second = 0] = request.nonce?.valueBlock.valueHexView ?? [];
  // openssl reads no token whose integer has a byte too many (X.690 section 8.3.2), and the nonce comes back in it.
  if (request.nonce && request.nonce.valueBlock.valueHexView.length > 1 && first === 0 && second < 0x80)
    return ['badDataFormat', 'The nonce is not a DER integer.'];
  if (request.reqPolicy && request.reqPolicy !== policyOid)
    return ['unacceptedPolicy', `Only ${policyOid} is offered.`];
  if (request.extensions?.length) return ['unacceptedExtension', 'No extension is known.'];
  return undefined;
}

function rejection(failure: keyof typeof failures, reason: string): Buffer {
  const bit = failures[failure];
  const bits = new Uint8Array(Math.floor(bit / 8) + 1);
  bits[bits.length - 1] = 0x80 >> (bit % 8);
  const status = new asn1js.Sequence({
    value: [
      new asn1js.Integer({ value: pkijs.PKIStatus.rejection }),
      new asn1js.Sequence({ value: [new asn1js.Utf8String({ value: reason })] }),
      new asn1js.BitString({ valueHex: bits.buffer, unusedBits: 7 - (bit % 8) }),
    ],
  });
  return Buffer.from(new asn1js.Sequence({ value: [status] }).toBER());
}

async function makeToken(request: pkijs.TimeStampReq, authority: Authority, at: Date): Promise<pkijs.ContentInfo> {
  // The encoding must carry no fraction with trailing zeros (RFC 3161 section 2.4.2): whole seconds have none.
  const genTime = new Date(Math.floor(at.getTime() / 1000) * 1000);
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: policyOid,
    messageImprint: request.messageImprint,
    serialNumber: new asn1js.Integer({ valueHex: Uint8Array.from(newSerial()).buffer }),
    genTime,
    accuracy: new pkijs.Accuracy({ seconds: 1 }),
    ...(request.nonce && { nonce: request.nonce }),
  });
  const content = info.toSchema().toBER();
  const certificate = pkijs.Certificate.fromBER(authority.certificate);
  const encapsulated = new pkijs.EncapsulatedContentInfo({ eContentType: oid.tstInfo });
  encapsulated.eContent = new asn1js.OctetString({ valueHex: content });
  const signer = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({
      type: 0,
      attributes: signedAttributes(content, authority, genTime),
    }),
  });
  const signed = new pkijs.SignedData({ version: 3, encapContentInfo: encapsulated, signerInfos: [signer] });
  if (request.certReq) signed.certificates = [certificate, pkijs.Certificate.fromBER(authority.caCertificate)];
  await signed.sign(authority.key, 0, 'SHA-256');
  return new pkijs.ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) });
}

/** In the order that DER asks of a SET OF: by their encoding, which here is by length. */
function signedAttributes(content: ArrayBuffer, authority: Authority, genTime: Date): pkijs.Attribute[] {
  const sha256 = (data: ArrayBuffer) =>
    Uint8Array.from(createHash('sha256').update(new Uint8Array(data)).digest()).buffer;
  const certificateId = new asn1js.Sequence({
    value: [new asn1js.OctetString({ valueHex: sha256(authority.certificate) })],
  });
  const attribute = (type: string, value: asn1js.BaseBlock) => new pkijs.Attribute({ type, values: [value] });
  return [
    attribute(oid.contentType, new asn1js.ObjectIdentifier({ value: oid.tstInfo })),
    attribute(oid.signingTime, new asn1js.UTCTime({ valueDate: genTime })),
    attribute(oid.messageDigest, new asn1js.OctetString({ valueHex: sha256(content) })),
    attribute(
      oid.signingCertificateV2,
      new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [certificateId] })] }),
    ),
  ];
}
