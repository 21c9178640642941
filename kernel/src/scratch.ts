// SPDX-License-Identifier: Apache-2.0
/**
 * Memory for messages that are sent and forgotten. It is used again: with an ArrayBuffer for each message V8 collects its
 * whole heap every second or two, which holds up everything for 40 ms.
 */

const smallest = 64 * 1024;
/** Kept at most, all pieces together, bytes. */
const mostKept = 32 * 1024 * 1024;
/** By their size, a power of two. */
const free = new Map<number, Buffer[]>();
let kept = 0;

/** At least so many bytes, of any content. */
export function borrow(length: number): Buffer {
  let size = smallest;
  while (size < length) size *= 2;
  const found = free.get(size)?.pop();
  if (!found) return Buffer.allocUnsafeSlow(size);
  kept -= size;
  return found;
}

/** Only once nothing reads or writes them any more. */
export function giveBack(bytes: Buffer): void {
  if (kept + bytes.length > mostKept) return;
  kept += bytes.length;
  const alike = free.get(bytes.length);
  if (alike) alike.push(bytes);
  else free.set(bytes.length, [bytes]);
}
