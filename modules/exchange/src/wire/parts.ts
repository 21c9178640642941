// SPDX-License-Identifier: Apache-2.0
/**
 * Several messages in one signed body, one a line. The signature covers the root of the Merkle tree over them (RFC 6962
 * hashing), so that each can be shown to others with the signature and without the rest.
 */
import { leafHash, nodeHash } from '@stoa/kernel/ledger';
import { merkleRoot } from './session.ts';

/** Header with the root, base64; covered by the signature of every message that carries it. */
export const partsHeader = 'x-stoa-parts';

/** One of several messages in a body, and its way to the root that is signed. */
export interface Part {
  readonly bytes: Buffer;
  readonly index: number;
  readonly size: number;
  /** Siblings from the leaf up. */
  readonly path: readonly Sibling[];
}
export interface Sibling {
  readonly side: 'left' | 'right';
  readonly hash: Buffer;
}

/** Addresses of the mailbox that take such bodies. */
export const takesParts = (method: string, target: string): boolean =>
  method === 'POST' && /^\/mailbox\/batches\/(requests|responses|acks)$/.test(target);

/** Lines of the body; what follows the last line feed counts when there is something. */
export function linesOf(body: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  while (from < body.length) {
    const feed = body.indexOf(10, from);
    const end = feed < 0 ? body.length : feed;
    lines.push(body.subarray(from, end));
    from = end + 1;
  }
  return lines;
}

/** The root alone, base64; empty for an empty body. */
export function partsRoot(body: Buffer): string {
  const lines = linesOf(body);
  return lines.length > 0 ? merkleRoot(lines.map(leafHash)).toString('base64') : '';
}

/** Parts of a body and the root over them; undefined for an empty body and for more parts than allowed. */
export function partsOf(body: Buffer, most: number): { root: string; parts: Part[] } | undefined {
  const lines = linesOf(body);
  if (lines.length === 0 || lines.length > most) return undefined;
  const paths: Sibling[][] = lines.map(() => []);
  // Nodes of one height with the leaves below each; the last one of an odd count goes up as it is.
  let nodes = lines.map((line, index) => ({ hash: leafHash(line), leaves: [index] }));
  while (nodes.length > 1) {
    const above: typeof nodes = [];
    for (let n = 0; n < nodes.length; n += 2) {
      const [left, right] = [nodes[n], nodes[n + 1]];
      if (!left) break;
      if (!right) {
        above.push(left);
        continue;
      }
      for (const leaf of left.leaves) paths[leaf]?.push({ side: 'right', hash: right.hash });
      for (const leaf of right.leaves) paths[leaf]?.push({ side: 'left', hash: left.hash });
      above.push({ hash: nodeHash(left.hash, right.hash), leaves: [...left.leaves, ...right.leaves] });
    }
    nodes = above;
  }
  const parts = lines.map((bytes, index) => ({ bytes, index, size: lines.length, path: paths[index] ?? [] }));
  return { root: nodes[0]?.hash.toString('base64') ?? '', parts };
}

/** Lines `leaf <n> of <m>`, then `left <hex>` or `right <hex>`, as a ledger's inclusion is written. */
export const pathText = ({ index, size, path }: Omit<Part, 'bytes'>): string =>
  `leaf ${index} of ${size}\n${path.map(({ side, hash }) => `${side} ${hash.toString('hex')}\n`).join('')}`;

/** Whether these bytes stand under the root at the place that the text describes. */
export function standsAt(text: string, bytes: Buffer, root: string | undefined): boolean {
  let at = leafHash(bytes);
  for (const line of text.split('\n').slice(1).filter(Boolean)) {
    const [, side, sibling = ''] = /^(left|right) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (!side) return false;
    const other = Buffer.from(sibling, 'hex');
    at = side === 'left' ? nodeHash(other, at) : nodeHash(at, other);
  }
  return at.toString('base64') === root;
}
