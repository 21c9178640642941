// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { randomFew } from './random.ts';

let lastMs = 0;
let counter = 0;

/** UUIDv7 (RFC 9562 section 5.7), increasing within this process: 12 bits of counter after the millisecond. */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = randomFew(1)[0] ?? 0;
  } else if (++counter > 0xfff) {
    lastMs++;
    counter = 0;
  }
  const bytes = randomFew(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The same words, the same id (RFC 9562 version 8): for rows that are entered again without effect. */
export function idOf(words: string): string {
  const hex = hash('sha256', words, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
