// SPDX-License-Identifier: Apache-2.0
/** Time-based one-time passwords (RFC 6238: HMAC-SHA-1, six digits, 30 seconds), as every authenticator app makes them. */
import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const seconds = 30;

/** RFC 4648 section 6, without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

export const totpStep = (at: Date): number => Math.floor(at.getTime() / 1000 / seconds);

/** @param secret in base32 */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const word = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(word % 1_000_000).padStart(6, '0');
}

/** Steps whose codes are taken now: clocks may differ by one; a code used before, and those before it, are good no more. */
export const totpSteps = (at: Date, lastUsed: number | null): number[] =>
  [-1, 0, 1].map((off) => totpStep(at) + off).filter((step) => step > (lastUsed ?? -1));
