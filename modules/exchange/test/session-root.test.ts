// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { inclusionProof, leafHash, rangesOf } from '@stoa/kernel/ledger';
import { expect, test } from 'vitest';
import { sidesOf } from '../src/evidence/export-files.ts';
import { leadsTo } from '../src/verifier/ledger.ts';
import { sidesAt } from '../src/verifier/session-root.ts';

const tree = fc.integer({ min: 1, max: 200 }).chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));

test('the path of each leaf of each tree leads to its root, on the sides that its place demands', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async ([index, size]) => {
      const messages = Array.from({ length: size }, () => randomBytes(8));
      const ranges = rangesOf(messages.map(leafHash));
      const path = await inclusionProof(ranges, index, size);
      expect(sidesAt(index, size)).toEqual(sidesOf(index, size));
      const lines = path.map((sibling, i) => `${sidesAt(index, size)[i]} ${sibling.toString('hex')}`);
      expect(path).toHaveLength(sidesAt(index, size).length);
      expect(await leadsTo(messages[index] ?? Buffer.alloc(0), lines.join('\n'), await ranges(0, size))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('no two leaves of a tree have the same sides', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), (size) => {
      const all = Array.from({ length: size }, (_, index) => sidesAt(index, size).join());
      expect(new Set(all).size).toBe(size);
    }),
  );
});
