// SPDX-License-Identifier: Apache-2.0
/** Bodies at rest: AES-256-GCM under a key for each member, so that one member's key opens one member's bodies. */
import {
  type CipherGCM,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { type Keys, randomFew } from '@stoa/kernel';
import { borrow } from '@stoa/kernel/scratch';

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

const headBytes = 28;

/** Nonce (12 bytes), tag (16 bytes), ciphertext. */
export function sealBody(keys: Keys, subsystem: string, body: Buffer): Buffer {
  const nonce = randomFew(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(keys, subsystem), nonce);
  const ciphertext = cipher.update(body);
  // Of a mode that encrypts byte by byte nothing is left.
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** Seals what comes piece by piece into borrowed memory. */
export class Sealing {
  readonly #cipher: CipherGCM;
  readonly #nonce = randomFew(12);
  readonly #memory: Buffer;
  #at = headBytes;

  /** @param room most bytes that will be added */
  constructor(keys: Keys, subsystem: string, room: number) {
    this.#cipher = createCipheriv('aes-256-gcm', keyOf(keys, subsystem), this.#nonce);
    this.#memory = borrow(headBytes + room);
  }

  get size(): number {
    return this.#at - headBytes;
  }

  add(piece: Buffer): void {
    this.#at += this.#cipher.update(piece).copy(this.#memory, this.#at);
  }

  /** What `sealBody` would have made of all pieces together, and its memory, to be given back. */
  end(): { sealed: Buffer; memory: Buffer } {
    this.#cipher.final();
    this.#nonce.copy(this.#memory);
    this.#cipher.getAuthTag().copy(this.#memory, 12);
    return { sealed: this.#memory.subarray(0, this.#at), memory: this.#memory };
  }
}

export function openBody(keys: Keys, subsystem: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keys, subsystem), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, headBytes));
  const body = decipher.update(sealed.subarray(headBytes));
  decipher.final();
  return body;
}
