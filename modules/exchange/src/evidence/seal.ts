// SPDX-License-Identifier: Apache-2.0
/** The exchange's own signature over a container: XAdES with its certificate, and a time stamp where one is to be had. */
import { createPublicKey, hash, type KeyObject, sign, X509Certificate } from 'node:crypto';
import type { Tx } from '@stoa/kernel';
import { type ContainerFile, type Signature, signatureValue, toSign } from '@stoa/kernel/asic';
import { signCertificateRequest } from '@stoa/kernel/keys';
import { type Authority, certify } from '../certificates/index.ts';
import { sealPolicy } from '../verifier/index.ts';

const keyName = 'exchange-seal';
const certificateDays = 3 * 365;

export interface Seal {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

/** Undefined while an external authority is being asked for its certificate. */
export async function sealOf(tx: Tx, authority: Authority): Promise<Seal | undefined> {
  const key = tx.module.keys.ecKey(keyName);
  const commonName = `Stoa ${tx.module.config.circuit} exchange seal`;
  const certified = await certify(tx, authority, {
    subsystemId: undefined,
    commonName,
    profile: 'seal',
    publicKey: createPublicKey(key),
    request: await signCertificateRequest(key, commonName),
    days: certificateDays,
    policy: sealPolicy,
  });
  return certified && { key, certificate: new X509Certificate(certified.pem) };
}

const digest = (data: Uint8Array | string) => hash('sha256', data, 'base64');

/** @param stamp answers an RFC 3161 token over the bytes it is given */
export async function signFiles(
  files: readonly ContainerFile[],
  { key, certificate }: Seal,
  at: Date,
  stamp?: (data: Buffer) => Promise<Buffer>,
): Promise<Omit<Signature, 'authorities' | 'crls'>> {
  const references = files.map(({ name, mimeType, content }) => ({ name, mimeType, digest: digest(content) }));
  const properties = {
    references,
    signingTime: at.toISOString().replace(/\.\d+/, ''),
    certificateDigest: digest(certificate.raw),
  };
  const { propertiesDigest, info } = await toSign(properties);
  const value = sign('sha256', info, { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const token = await stamp?.(Buffer.from(signatureValue(value)));
  return {
    ...properties,
    propertiesDigest,
    value,
    certificate: certificate.raw.toString('base64'),
    timestampToken: token?.toString('base64'),
  };
}
