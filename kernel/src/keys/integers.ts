// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';

/**
 * A random positive integer of `length` bytes for serial numbers and nonces. Its first byte is 0x40 to 0x7f: neither a
 * negative number nor a leading byte that DER forbids (X.690 section 8.3.2), which openssl refuses to read.
 */
export function randomInteger(length: number): Buffer {
  const bytes = randomBytes(length);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}
