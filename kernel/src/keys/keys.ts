// SPDX-License-Identifier: Apache-2.0
/** Keys of a circuit. Files now; PKCS#11 or a KMS can stand behind the same interface. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Keys {
  /** Signs with the Ed25519 key of that name, which is made at first use. */
  sign(name: string, data: Buffer): Buffer;
  publicKey(name: string): KeyObject;
  /** 32 random bytes kept under that name. */
  secret(name: string): Buffer;
  /** The same bytes as a key ready to use: making one anew costs more than a MAC with it. */
  secretKey(name: string): KeyObject;
  /** A P-256 private key kept under that name, for certificates and document signatures. */
  ecKey(name: string): KeyObject;
}

/** Keys in a folder only its owner can read; concurrent processes agree on whichever was written first. */
export function fileKeys(folder: string): Keys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const memory = new Map<string, Buffer>();
  const privateKeys = new Map<string, KeyObject>();

  function load(file: string, make: () => Buffer): Buffer {
    const known = memory.get(file);
    if (known) return known;
    if (!/^[a-z0-9.-]+$/.test(file)) throw new Error(`not a key name: ${file}`);
    const path = join(folder, file);
    let content: Buffer;
    try {
      content = readFileSync(path);
    } catch {
      // Written aside and linked into place: another process sees all of the file or nothing.
      const aside = `${path}.${process.pid}`;
      writeFileSync(aside, make(), { mode: 0o600 });
      try {
        linkSync(aside, path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      unlinkSync(aside);
      content = readFileSync(path);
    }
    memory.set(file, content);
    return content;
  }
  function privateKey(file: string, make: () => KeyObject): KeyObject {
    let key = privateKeys.get(file);
    if (!key) {
      key = createPrivateKey(load(file, () => Buffer.from(make().export({ type: 'pkcs8', format: 'pem' }))));
      privateKeys.set(file, key);
    }
    return key;
  }
  const secretKeys = new Map<string, KeyObject>();
  const secret = (name: string) => load(`${name}.secret`, () => randomBytes(32));
  const ed25519 = (name: string) => privateKey(`${name}.ed25519.pem`, () => generateKeyPairSync('ed25519').privateKey);
  return {
    sign: (name, data) => sign(null, data, ed25519(name)),
    publicKey: (name) => createPublicKey(ed25519(name)),
    secret,
    secretKey: (name) => {
      const key = secretKeys.get(name) ?? createSecretKey(secret(name));
      secretKeys.set(name, key);
      return key;
    },
    ecKey: (name) =>
      privateKey(`${name}.p256.pem`, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  };
}

/**
 * Stable pseudonym of a person's identifier, the same in all modules of a circuit.
 * @param scheme identifier scheme such as `xm:snils`
 */
export function personKey(from: { keys: Keys }, scheme: string, number: string): string {
  return createHmac('sha256', from.keys.secret('person-key')).update(`${scheme}:${number}`).digest('base64url');
}
