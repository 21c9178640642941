// SPDX-License-Identifier: Apache-2.0
/**
 * Keys of an installation, locked so that two custodians together open them and neither alone. The key of AES-256-GCM is the sum
 * of two halves; each half is agreed on with one custodian's X25519 key (RFC 7748) and an ephemeral one, by HKDF (RFC 5869).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { ConfigError } from '@stoa/kernel';

export interface Locked {
  readonly format: 'stoa-keys-1';
  /** In the order of the custodians. */
  readonly shares: readonly { custodian: string; ephemeral: string; sealed: string }[];
  readonly sealed: string;
}

/** How a custodian's key is named: the hash of its public part. */
export const nameOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

const x25519 = (key: KeyObject, file: string): KeyObject => {
  if (key.asymmetricKeyType === 'x25519') return key;
  throw new ConfigError(`${file} is no X25519 key: make one with openssl genpkey -algorithm X25519`);
};
export function publicKeyIn(pem: string, file: string): KeyObject {
  try {
    return x25519(createPublicKey(pem), file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${file} holds no key in PEM: make one with openssl genpkey -algorithm X25519`);
  }
}
export function privateKeyIn(pem: string, file: string): KeyObject {
  try {
    return x25519(createPrivateKey(pem), file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${file} holds no private key in PEM`);
  }
}

function seal(key: Buffer, plain: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
}
function open(key: Buffer, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}
const agreed = (privateKey: KeyObject, publicKey: KeyObject, custodian: string): Buffer =>
  Buffer.from(hkdfSync('sha256', diffieHellman({ privateKey, publicKey }), custodian, 'stoa keys', 32));
const sum = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));

/** Refuses the same custodian twice: then one person alone would open it. */
export function lock(plain: Buffer, custodians: readonly [KeyObject, KeyObject]): Locked {
  if (nameOf(custodians[0]) === nameOf(custodians[1]))
    throw new ConfigError('both custodians have the same key: each needs their own');
  const key = randomBytes(32);
  const half = randomBytes(32);
  const shares = custodians.map((one, at) => {
    const ephemeral = generateKeyPairSync('x25519');
    const custodian = nameOf(one);
    return {
      custodian,
      ephemeral: String(ephemeral.publicKey.export({ type: 'spki', format: 'pem' })),
      sealed: seal(agreed(ephemeral.privateKey, one, custodian), at === 0 ? half : sum(key, half)),
    };
  });
  return { format: 'stoa-keys-1', shares, sealed: seal(key, plain) };
}

/** In whichever order the two keys come. */
export function unlock(locked: Locked, keys: readonly KeyObject[]): Buffer {
  const halves = locked.shares.map(({ custodian, ephemeral, sealed }) => {
    const key = keys.find((one) => nameOf(createPublicKey(one)) === custodian);
    if (!key) throw new ConfigError(`the key of custodian ${custodian} is needed too (--custodian-key)`);
    return open(agreed(key, createPublicKey(ephemeral), custodian), sealed);
  });
  return open(sum(halves[0] ?? Buffer.alloc(32), halves[1] ?? Buffer.alloc(32)), locked.sealed);
}
