// SPDX-License-Identifier: Apache-2.0
/** RFC 3161 time stamps over HTTP. */
import { hash } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { randomInteger } from '../keys/integers.ts';

const sha256Oid = '2.16.840.1.101.3.4.2.1';

/** Asks the authority to stamp `data` (its SHA-256); answers the DER token. Throws when refused or away. */
export async function requestTimestamp(tsaUrl: string, data: Buffer): Promise<Buffer> {
  const digest = hash('sha256', data, 'buffer');
  const nonce = randomInteger(8);
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: sha256Oid }),
      hashedMessage: new asn1js.OctetString({ valueHex: Uint8Array.from(digest).buffer }),
    }),
    nonce: new asn1js.Integer({ valueHex: Uint8Array.from(nonce).buffer }),
    certReq: true,
  });
  const response = await fetch(tsaUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: request.toSchema().toBER(false),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the time-stamping authority answered ${response.status}`);
  const parsed = pkijs.TimeStampResp.fromBER(await response.arrayBuffer());
  if (parsed.status.status > 1 || !parsed.timeStampToken)
    throw new Error(`the time-stamping authority refused: ${parsed.status.status}`);
  const token = Buffer.from(parsed.timeStampToken.toSchema().toBER(false));
  const stamped = readTimestamp(token);
  if (!stamped.stampedDigest.equals(digest)) throw new Error('the time stamp is over other data');
  // RFC 3161 section 2.4.2: an answer to another query may be an old one.
  if (!stamped.nonce?.equals(nonce)) throw new Error('the time stamp answers another query');
  return token;
}

/** What a token states; its signature is not checked here. */
export function readTimestamp(token: Buffer): { at: Date; stampedDigest: Buffer; nonce?: Buffer } {
  const info = pkijs.ContentInfo.fromBER(Uint8Array.from(token).buffer);
  const signed = new pkijs.SignedData({ schema: info.content });
  const content = signed.encapContentInfo.eContent;
  if (!content) throw new Error('the token has no content');
  const tst = pkijs.TSTInfo.fromBER(content.getValue());
  return {
    at: tst.genTime,
    stampedDigest: Buffer.from(tst.messageImprint.hashedMessage.getValue()),
    ...(tst.nonce && { nonce: Buffer.from(tst.nonce.valueBlock.valueHexView) }),
  };
}

/** Whether the token is over `data` and signed by the certificate it carries. Trust in that certificate is the caller's matter. */
export async function timestampHolds(token: Buffer, data: Buffer): Promise<boolean> {
  try {
    const info = pkijs.ContentInfo.fromBER(Uint8Array.from(token).buffer);
    const signed = new pkijs.SignedData({ schema: info.content });
    return await signed.verify({ signer: 0, checkChain: false, data: Uint8Array.from(data).buffer });
  } catch {
    return false;
  }
}
