// SPDX-License-Identifier: Apache-2.0
/** Several messages in one body: the tree over them is the ledger's kind of tree, and each is proven without the rest. */
import { inclusionProof, leafHash, rangesOf, verifyInclusion } from '@stoa/kernel/ledger';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf, partsOf, partsRoot, pathText, standsAt } from '../src/wire/index.ts';

const line = fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', ' '));
const lines = fc.array(line, { minLength: 1, maxLength: 70 });
const bodyOf = (texts: readonly string[]) => Buffer.from(texts.map((text) => `${text}\n`).join(''));

test('each part has the audit path of RFC 6962 to the root that is signed', async () => {
  await fc.assert(
    fc.asyncProperty(lines, async (texts) => {
      const { root, parts } = partsOf(bodyOf(texts), 70) ?? expect.fail('no parts');
      expect(parts.map(({ bytes }) => bytes.toString())).toEqual(texts.map((text) => Buffer.from(text).toString()));
      const leaves = parts.map(({ bytes }) => leafHash(bytes));
      for (const { bytes, index, size, path } of parts) {
        const hashes = path.map(({ hash }) => hash);
        expect(hashes).toEqual(await inclusionProof(rangesOf(leaves), index, size));
        expect(verifyInclusion(leafHash(bytes), index, size, hashes, Buffer.from(root, 'base64'))).toBe(true);
      }
      expect(partsRoot(bodyOf(texts))).toBe(root);
    }),
    { numRuns: 60 },
  );
});

test('a part stands at its own place only, and nothing else stands there', () => {
  fc.assert(
    fc.property(lines, fc.nat(), line, (texts, place, foreign) => {
      const { root, parts } = partsOf(bodyOf(texts), 70) ?? expect.fail('no parts');
      const part = parts[place % parts.length] ?? expect.fail('no part');
      expect(standsAt(pathText(part), part.bytes, root)).toBe(true);
      const other = Buffer.from(foreign);
      expect(standsAt(pathText(part), other, root)).toBe(other.equals(part.bytes));
      const elsewhere = partsRoot(Buffer.from(`${foreign}\n\n`));
      expect(standsAt(pathText(part), part.bytes, elsewhere)).toBe(elsewhere === root);
    }),
  );
});

test('what is no path leads nowhere', () => {
  const root = partsRoot(Buffer.from('a\n'));
  expect(standsAt('leaf 0 of 1\n', Buffer.from('a'), root)).toBe(true);
  expect(standsAt('leaf 0 of 1\nup 00\n', Buffer.from('a'), root)).toBe(false);
  expect(standsAt('leaf 0 of 1\n', Buffer.from('a'), undefined)).toBe(false);
});

test('a body has as many parts as lines, and none is left unfinished', () => {
  const parts = (text: string) => linesOf(Buffer.from(text)).map(String);
  expect(parts('a\nb')).toEqual(['a', 'b']);
  expect(parts('a\nb\n')).toEqual(['a', 'b']);
  expect(parts('a\n\n')).toEqual(['a', '']);
  expect(parts('')).toEqual([]);
  expect(partsOf(Buffer.alloc(0), 5)).toBeUndefined();
  expect(partsOf(Buffer.from('1\n2\n3'), 2)).toBeUndefined();
  expect(partsRoot(Buffer.alloc(0))).toBe('');
});
