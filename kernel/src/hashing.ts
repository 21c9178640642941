// SPDX-License-Identifier: Apache-2.0
/**
 * SHA-256 and HMAC of short inputs, thousands of times a second. Digests come through text into Buffer's pool: an
 * ArrayBuffer for each costs three times the hashing, and garbage collection afterwards.
 */
import { createHmac, hash, type KeyObject } from 'node:crypto';

type Bytes = Buffer | string;

/** @param data text counts as UTF-8 */
export const sha256 = (data: Bytes): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'latin1');
export const sha512 = (data: Bytes): Buffer => Buffer.from(hash('sha512', data, 'binary'), 'latin1');

const blockBytes = 64;
const digestBytes = 32;
/** What the inner hash is taken over, for one call at a time. */
const scratch = Buffer.allocUnsafeSlow(8192);

interface Pads {
  readonly inner: Buffer;
  /** With room for the inner digest. */
  readonly outer: Buffer;
}
const padsOf = new WeakMap<KeyObject, Pads>();

function makePads(key: KeyObject): Pads {
  const secret = key.export();
  const pads = { inner: Buffer.alloc(blockBytes, 0x36), outer: Buffer.alloc(blockBytes + digestBytes, 0x5c) };
  const short = secret.length > blockBytes ? sha256(secret) : secret;
  for (const [at, byte] of short.entries()) {
    pads.inner[at] = byte ^ 0x36;
    pads.outer[at] = byte ^ 0x5c;
  }
  padsOf.set(key, pads);
  return pads;
}

/** HMAC-SHA-256 (RFC 2104) as two bare hashes: half of what Node's object for it costs. */
export function hmacSha256(key: KeyObject, data: Bytes): Buffer {
  const size = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
  if (blockBytes + size > scratch.length) return createHmac('sha256', key).update(data).digest();
  const { inner, outer } = padsOf.get(key) ?? makePads(key);
  scratch.set(inner);
  if (typeof data === 'string') scratch.write(data, blockBytes);
  else scratch.set(data, blockBytes);
  outer.write(hash('sha256', scratch.subarray(0, blockBytes + size), 'binary'), blockBytes, 'latin1');
  return sha256(outer);
}
