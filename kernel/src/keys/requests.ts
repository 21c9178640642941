// SPDX-License-Identifier: Apache-2.0
/** Certificate requests (PKCS#10, RFC 2986): signed with the key they ask for, so that nobody asks for another's key. */
import 'reflect-metadata';
import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { serverNames } from './certificates.ts';

x509.cryptoProvider.set(webcrypto);

const algorithms = {
  ed25519: { name: 'Ed25519' },
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const;

/**
 * A request in PEM.
 * @param privateKey Ed25519, P-256 or RSA
 * @param hosts names and addresses of a server
 */
export async function signCertificateRequest(
  privateKey: KeyObject,
  commonName: string,
  hosts: readonly string[] = [],
): Promise<string> {
  const algorithm = algorithms[privateKey.asymmetricKeyType as keyof typeof algorithms];
  const { subtle } = webcrypto;
  const pkcs8 = Uint8Array.from(privateKey.export({ format: 'der', type: 'pkcs8' }));
  const spki = Uint8Array.from(createPublicKey(privateKey as never).export({ format: 'der', type: 'spki' }));
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }],
    ...(hosts.length > 0 ? { extensions: [serverNames(hosts)] } : {}),
    signingAlgorithm: algorithm,
    keys: {
      privateKey: (await subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])) as webcrypto.CryptoKey,
      publicKey: (await subtle.importKey('spki', spki, algorithm, true, ['verify'])) as webcrypto.CryptoKey,
    },
  });
  return request.toString('pem');
}

export interface RequestedKey {
  readonly publicKey: KeyObject;
  readonly commonName: string;
}

/** Whose key a request in PEM asks a certificate for; undefined when it is none, or not signed with that key. */
export async function readCertificateRequest(pem: string): Promise<RequestedKey | undefined> {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    if (!(await request.verify())) return undefined;
    const publicKey = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    const names = request.subjectName.getField('CN');
    return names.length === 1 ? { publicKey, commonName: names[0] ?? '' } : undefined;
  } catch {
    return undefined;
  }
}
