// SPDX-License-Identifier: Apache-2.0
/** Merkle trees with the hashing of RFC 6962 section 2.1. */
import { sha256 } from '../hashing.ts';

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);
const digestBytes = 32;
/** Prefix and both children, for one call at a time. */
const node = Buffer.alloc(1 + 2 * digestBytes, 1);

/** @param data text counts as UTF-8 */
export const leafHash = (data: Buffer | string): Buffer =>
  sha256(typeof data === 'string' ? `\0${data}` : Buffer.concat([leafPrefix, data]));

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  // What others offer as a proof may be of any length; it then leads nowhere.
  if (left.length !== digestBytes || right.length !== digestBytes)
    return sha256(Buffer.concat([nodePrefix, left, right]));
  node.set(left, 1);
  node.set(right, 1 + digestBytes);
  return sha256(node);
}

export const emptyRoot: Buffer = sha256(Buffer.alloc(0));

/** Largest power of two smaller than n, for n > 1. */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** Hash of the leaves from `start` up to but without `end`. */
export type RangeHash = (start: number, end: number) => Promise<Buffer>;

/** Range hashes over leaves in memory. */
export function rangesOf(leaves: readonly Buffer[]): RangeHash {
  const of = (start: number, end: number): Buffer => {
    if (end - start === 1) return leaves[start] as Buffer;
    const middle = start + split(end - start);
    return nodeHash(of(start, middle), of(middle, end));
  };
  return async (start, end) => (start === end ? emptyRoot : of(start, end));
}

/** Audit path of leaf `index` in the tree of `size` leaves (RFC 6962 section 2.1.1), lowest sibling first. */
export async function inclusionProof(range: RangeHash, index: number, size: number): Promise<Buffer[]> {
  const path = async (m: number, start: number, end: number): Promise<Buffer[]> => {
    if (end - start <= 1) return [];
    const middle = start + split(end - start);
    return m < middle
      ? [...(await path(m, start, middle)), await range(middle, end)]
      : [...(await path(m, middle, end)), await range(start, middle)];
  };
  return path(index, 0, size);
}

/** Whether the audit path leads from the leaf to the root. */
export function verifyInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
  root: Buffer,
): boolean {
  if (index < 0 || index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let at = leaf;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      at = nodeHash(sibling, at);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else at = nodeHash(at, sibling);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && at.equals(root);
}

/** Proof that the tree of `size` leaves continues the tree of `oldSize` (RFC 6962 section 2.1.2). */
export async function consistencyProof(range: RangeHash, oldSize: number, size: number): Promise<Buffer[]> {
  const sub = async (m: number, start: number, end: number, whole: boolean): Promise<Buffer[]> => {
    if (m === end) return whole ? [] : [await range(start, end)];
    const middle = start + split(end - start);
    return m <= middle
      ? [...(await sub(m, start, middle, whole)), await range(middle, end)]
      : [...(await sub(m, middle, end, false)), await range(start, middle)];
  };
  return oldSize === 0 || oldSize === size ? [] : sub(oldSize, 0, size, true);
}

/** Whether both roots fit the consistency proof (RFC 9162 section 2.1.4.2). */
export function verifyConsistency(
  oldSize: number,
  size: number,
  oldRoot: Buffer,
  root: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root);
  if (oldSize === 0) return proof.length === 0;
  const path = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...proof] : [...proof];
  let fn = oldSize - 1;
  let sn = size - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  const first = path.shift();
  if (!first) return false;
  let fr = first;
  let sr = first;
  for (const node of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(node, fr);
      sr = nodeHash(node, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else sr = nodeHash(sr, node);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && fr.equals(oldRoot) && sr.equals(root);
}
