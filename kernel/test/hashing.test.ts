// SPDX-License-Identifier: Apache-2.0
import { createHash, createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha256, sha256, sha512 } from '../src/hashing.ts';

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((array) => Buffer.from(array));

test('HMACs are those of Node, for keys and inputs of any length', () => {
  fc.assert(
    fc.property(bytes(200), fc.oneof(bytes(10_000), fc.string({ unit: 'binary', maxLength: 4000 })), (secret, data) => {
      const key = createSecretKey(secret.length > 0 ? secret : Buffer.alloc(1));
      const expected = createHmac('sha256', key).update(data).digest('hex');
      expect(hmacSha256(key, data).toString('hex')).toBe(expected);
      // A second time, with what is kept of the key.
      expect(hmacSha256(key, data).toString('hex')).toBe(expected);
    }),
  );
});

test('digests are those of Node', () => {
  fc.assert(
    fc.property(fc.oneof(bytes(500), fc.string({ unit: 'binary' })), (data) => {
      expect(sha256(data)).toEqual(createHash('sha256').update(data).digest());
      expect(sha512(data)).toEqual(createHash('sha512').update(data).digest());
    }),
  );
});
