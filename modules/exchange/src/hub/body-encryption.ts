// SPDX-License-Identifier: Apache-2.0
/** Bodies at rest: AES-256-GCM under a key for each member, so that one member's key opens one member's bodies. */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { type Keys, randomFew } from '@stoa/kernel';

const cache = new WeakMap<Keys, Map<string, KeyObject>>();

/** @param subsystem its first three parts name the member */
function keyOf(keys: Keys, subsystem: string): KeyObject {
  const member = subsystem.split('/').slice(0, 3).join('/');
  const known = cache.get(keys) ?? new Map<string, KeyObject>();
  cache.set(keys, known);
  let key = known.get(member);
  if (!key) {
    key = createSecretKey(Buffer.from(hkdfSync('sha256', keys.secret('message-bodies'), '', member, 32)));
    known.set(member, key);
  }
  return key;
}

/** Nonce (12 bytes), tag (16 bytes), ciphertext. */
export function sealBody(keys: Keys, subsystem: string, body: Buffer): Buffer {
  const nonce = randomFew(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(keys, subsystem), nonce);
  const ciphertext = cipher.update(body);
  // Of a mode that encrypts byte by byte nothing is left.
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

export function openBody(keys: Keys, subsystem: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keys, subsystem), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const body = decipher.update(sealed.subarray(28));
  decipher.final();
  return body;
}
