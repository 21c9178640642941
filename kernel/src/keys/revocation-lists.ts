// SPDX-License-Identifier: Apache-2.0
/** Revocation lists of other authorities (RFC 5280), as PEM or DER. */
import type { X509Certificate } from 'node:crypto';
import * as pkijs from 'pkijs';

export interface RevocationList {
  readonly issuer: X509Certificate;
  readonly der: Buffer;
  readonly nextUpdate: Date | undefined;
  /** When each ended, by serial (`serialOf`). */
  readonly revoked: ReadonlyMap<string, Date>;
}

/** Hex without leading zeros, the form in which serials are kept and compared. */
export const serialOf = (hex: string): string => BigInt(`0x${hex}`).toString(16);

/** Those lists of a file that one of the issuers signed. */
export async function revocationListsIn(file: Buffer, issuers: readonly X509Certificate[]): Promise<RevocationList[]> {
  const found = await Promise.all(derIn(file).map((der) => readList(der, issuers)));
  return found.filter((list) => list !== undefined);
}

function derIn(file: Buffer): Buffer[] {
  const blocks = file.toString('latin1').matchAll(/-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/g);
  const found = [...blocks].map(([, base64 = '']) => Buffer.from(base64, 'base64'));
  return found.length > 0 ? found : [file];
}

async function readList(der: Buffer, issuers: readonly X509Certificate[]): Promise<RevocationList | undefined> {
  try {
    const crl = pkijs.CertificateRevocationList.fromBER(new Uint8Array(der));
    for (const issuer of issuers) {
      const issuerCertificate = pkijs.Certificate.fromBER(new Uint8Array(issuer.raw));
      if (!crl.issuer.isEqual(issuerCertificate.subject) || !(await crl.verify({ issuerCertificate }))) continue;
      const revoked = (crl.revokedCertificates ?? []).map(({ userCertificate, revocationDate }): [string, Date] => [
        serialOf(Buffer.from(userCertificate.valueBlock.valueHexView).toString('hex')),
        revocationDate.value,
      ]);
      return { issuer, der, nextUpdate: crl.nextUpdate?.value, revoked: new Map(revoked) };
    }
  } catch {
    // No list: told to the operator by whoever misses it.
  }
  return undefined;
}

/** When the first certificate of a chain that a list names ended. */
export function revocationOf(chain: readonly X509Certificate[], lists: readonly RevocationList[]): Date | undefined {
  for (const certificate of chain) {
    const serial = serialOf(certificate.serialNumber);
    const list = lists.find((one) => one.revoked.has(serial) && certificate.checkIssued(one.issuer));
    if (list) return list.revoked.get(serial);
  }
  return undefined;
}
