// SPDX-License-Identifier: Apache-2.0
/** What an authority said about one certificate (RFC 6960), as a verifier reads it. */
import * as pkijs from 'pkijs';
import type { Bytes } from './bytes.ts';
import type { KnownCertificate } from './certificates.ts';

export interface OcspAnswer {
  readonly at: Date;
  readonly state: 'good' | 'revoked' | 'unknown';
}

/** An answer about the certificate that its issuer itself signed; undefined for any other. */
export async function readOcsp(
  der: Bytes,
  certificate: KnownCertificate,
  issuer: KnownCertificate,
): Promise<OcspAnswer | undefined> {
  try {
    const { responseBytes } = pkijs.OCSPResponse.fromBER(der);
    const basic = pkijs.BasicOCSPResponse.fromBER(
      Uint8Array.from(responseBytes?.response.valueBlock.valueHexView ?? []),
    );
    const key = await issuer.parsed.getPublicKey();
    const { signatureAlgorithm, signature, tbsResponseData } = basic;
    const crypto = pkijs.getCrypto(true);
    const holds = await crypto.verifyWithPublicKey(
      Uint8Array.from(tbsResponseData.tbsView),
      signature,
      issuer.parsed.subjectPublicKeyInfo,
      signatureAlgorithm,
    );
    const one = tbsResponseData.responses.find(({ certID }) =>
      certID.serialNumber.isEqual(certificate.parsed.serialNumber),
    );
    if (!holds || !one || !key) return undefined;
    const { tagNumber } = (one.certStatus as { idBlock: { tagNumber: number } }).idBlock;
    return { at: tbsResponseData.producedAt, state: (['good', 'revoked'] as const)[tagNumber] ?? 'unknown' };
  } catch {
    return undefined;
  }
}
