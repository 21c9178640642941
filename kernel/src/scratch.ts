// SPDX-License-Identifier: Apache-2.0
/**
 * Memory for messages that are sent and forgotten. It is used again: with an ArrayBuffer for each message V8 collects its
 * whole heap every second or two, which holds up everything for 40 ms.
 */

const smallest = 64 * 1024;
const largest = 1024 * 1024;
const mostKept = 16;
const free: Buffer[] = [];

/** At least so many bytes, of any content. */
export function borrow(length: number): Buffer {
  const at = free.findIndex((bytes) => bytes.length >= length);
  const [found] = at < 0 ? [] : free.splice(at, 1);
  if (found) return found;
  let size = smallest;
  while (size < length) size *= 2;
  return Buffer.allocUnsafeSlow(size);
}

/** Only once nothing reads or writes them any more. */
export function giveBack(bytes: Buffer): void {
  if (bytes.length <= largest && free.length < mostKept) free.push(bytes);
}
