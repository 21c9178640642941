// SPDX-License-Identifier: Apache-2.0
import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafeSlow(16_384);
let at = pool.length;

/** Random bytes from a pool that is filled at once: asking the generator for each value costs ten times as much. */
export function randomFew(size: number): Buffer {
  if (at + size > pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const bytes = Buffer.from(pool.subarray(at, at + size));
  // What was given away is not kept.
  pool.fill(0, at, at + size);
  at += size;
  return bytes;
}
