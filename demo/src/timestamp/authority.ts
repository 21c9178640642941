// SPDX-License-Identifier: Apache-2.0
import 'reflect-metadata';
/** Keys and certificates of the demo's time-stamping authority: a CA of its own and the TSA's certificate, P-256. */
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const timeStamping = '1.3.6.1.5.5.7.3.8';
const dayMs = 86_400_000;

export interface Authority {
  readonly key: webcrypto.CryptoKey;
  /** DER. */
  readonly certificate: ArrayBuffer;
  readonly caCertificate: ArrayBuffer;
  readonly certificatePem: string;
  readonly caPem: string;
}

interface Stored {
  readonly key: string;
  readonly certificate: string;
  readonly caCertificate: string;
}

/** The authority kept in that file; made at the first start. The CA's key is used once and not kept. */
export async function openAuthority(path: string): Promise<Authority> {
  if (!existsSync(path)) await makeAuthority(path);
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Stored;
  const der = x509.PemConverter.decodeFirst(stored.key);
  const key = await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  return {
    key,
    certificate: new x509.X509Certificate(stored.certificate).rawData,
    caCertificate: new x509.X509Certificate(stored.caCertificate).rawData,
    certificatePem: stored.certificate,
    caPem: stored.caCertificate,
  };
}

/** Positive, and without a leading byte that DER forbids (X.690 section 8.3.2). */
export function newSerial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}
const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function makeAuthority(path: string): Promise<void> {
  const now = Date.now();
  const validity = { notBefore: new Date(now - dayMs), notAfter: new Date(now + 3_650 * dayMs) };
  const caKeys = await newKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial().toString('hex'),
    name: 'CN=Meridia Demo Time-Stamping CA, O=Meridia Demo, C=XM',
    ...validity,
    signingAlgorithm: algorithm,
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial().toString('hex'),
    subject: 'CN=Meridia Demo Time-Stamping Authority, O=Meridia Demo, C=XM',
    issuer: ca.subject,
    ...validity,
    signingAlgorithm: algorithm,
    signingKey: caKeys.privateKey,
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      // RFC 3161 section 2.3: this purpose alone, and critical.
      new x509.ExtendedKeyUsageExtension([timeStamping], true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const stored: Stored = {
    key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    certificate: certificate.toString('pem'),
    caCertificate: ca.toString('pem'),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(stored), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
