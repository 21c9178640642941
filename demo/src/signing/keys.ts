// SPDX-License-Identifier: Apache-2.0
import 'reflect-metadata';
/** Keys that the demo's signing service keeps, in files: one a person, with a certificate of its own that shows the key. */
import { createECDH, createPrivateKey, hash, type webcrypto as crypto, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { newSerial } from '../timestamp/authority.ts';

/** Where keys are: in files here, in a hardware module elsewhere. */
export interface KeyStore {
  /** Of the user; made when it is first asked for. */
  credentialOf(userId: string): Promise<string>;
  /** DER; undefined for a credential that is not there. */
  certificateOf(credentialId: string): Promise<Buffer | undefined>;
  /** ECDSA P-256 over a SHA-256, r and s side by side. */
  sign(credentialId: string, digest: Buffer): Promise<Buffer>;
}

export const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A certificate that says nothing but whose the key is. */
export async function showing(userId: string, keys: crypto.CryptoKeyPair): Promise<Buffer> {
  const name = [{ CN: [userId] }];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial().toString('hex'),
    ...{ subject: name, issuer: name, publicKey: keys.publicKey, signingKey: keys.privateKey },
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 3650 * 86_400_000),
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(false, undefined, true)],
  });
  return Buffer.from(certificate.rawData);
}

export function fileKeyStore(folder: string): KeyStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (credentialId: string, ending: string) => {
    if (!/^[0-9a-f]{32}$/.test(credentialId)) throw new Error('not the name of a key');
    return join(folder, `${credentialId}.${ending}`);
  };
  const write = (file: string, content: Buffer) => {
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    credentialOf: async (userId) => {
      const id = hash('sha256', userId, 'hex').slice(0, 32);
      if (existsSync(path(id, 'crt'))) return id;
      const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      write(path(id, 'key'), Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)));
      write(path(id, 'crt'), await showing(userId, keys));
      return id;
    },
    certificateOf: async (id) =>
      readdirSync(folder).includes(`${id}.crt`) ? readFileSync(path(id, 'crt')) : undefined,
    sign: async (id, digest) => signDigest(readFileSync(path(id, 'key')), digest),
  };
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const numberOf = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
const bytesOf = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
const modulo = (number: bigint) => ((number % order) + order) % order;

/** By Fermat: the order is prime. */
function inverse(number: bigint): bigint {
  let [result, base, exponent] = [1n, modulo(number), order - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}

/**
 * ECDSA (FIPS 186-5, 6.4.1) over a digest, which Node signs only together with its data. Good for a demo: a real
 * service has a hardware module do this, in constant time.
 */
function signDigest(pkcs8: Buffer, digest: Buffer): Buffer {
  const { d = '' } = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  for (;;) {
    const once = createECDH('prime256v1');
    const r = modulo(numberOf(once.generateKeys().subarray(1, 33)));
    const k = numberOf(once.getPrivateKey());
    const s = modulo(inverse(k) * (numberOf(digest) + r * numberOf(Buffer.from(d, 'base64url'))));
    if (r !== 0n && s !== 0n) return Buffer.concat([bytesOf(r), bytesOf(s)]);
  }
}
