// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  algorithmOf,
  holdsWith,
  merkleRoot,
  Outgoing,
  rawShare,
  readSignature,
  Received,
  type RequestHead,
  requestBase,
  rootHolds,
  sessionKeys,
  type SignedRoot,
  signRequestHead,
  signWith,
} from '../src/wire/index.ts';
import { inclusionProof, rangesOf, verifyInclusion } from '@stoa/kernel/ledger';

const at = new Date('2026-11-21T10:00:00Z');
const connector = generateKeyPairSync('x25519');
const hub = generateKeyPairSync('x25519');
const binding = {
  sessionId: '01a1fcb7-1c27-706d-a965-85c6df4ac8b0',
  connectorShare: rawShare(connector.publicKey),
  hubShare: rawShare(hub.publicKey),
  connectorCertificate: 'c'.repeat(64),
  hubCertificate: 'h'.repeat(64),
};
const keys = sessionKeys(connector.privateKey, binding.hubShare, binding);
const signing = generateKeyPairSync('ed25519');
const head = (id: number): RequestHead => ({
  method: 'GET',
  authority: 'hub:5500',
  target: `/r1/a?x=${id}`,
  headers: { 'content-digest': 'd', 'x-road-client': 'XM/GOV/1/A', 'x-road-id': `id-${id}` },
});

/** Message `id` under the session's MAC, as its receiver reads it. */
function message(sent: Outgoing, id: number) {
  const signature = readSignature(signRequestHead(sent.signer, head(id), at));
  if (!signature) throw new Error('a MAC is readable');
  return { signature, base: requestBase(head(id), signature) };
}
const side = () => ({
  sent: new Outgoing(binding.sessionId, 'connector', keys.connector),
  received: new Received(keys.connector),
});
const signRoot = (sent: Outgoing): SignedRoot => {
  const root = sent.root('k', signing.privateKey);
  if (!root) throw new Error('there is something to sign');
  return root;
};

test('both sides derive the same keys, one for each direction, and others on another channel', () => {
  const same = sessionKeys(hub.privateKey, binding.connectorShare, binding);
  expect(same.connector.equals(keys.connector) && same.hub.equals(keys.hub)).toBe(true);
  expect(keys.connector.equals(keys.hub)).toBe(false);
  for (const part of Object.keys(binding)) {
    const other = sessionKeys(hub.privateKey, binding.connectorShare, { ...binding, [part]: 'x' });
    expect(other.connector.equals(keys.connector), part).toBe(false);
  }
});

test('each message of a session is taken once, in whatever order, and one root covers exactly those', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 40 })
        .chain((count) => fc.tuple(fc.constant(count), fc.shuffledSubarray([...Array(count).keys()]), fc.nat(40))),
      ([count, order, rootAfter]) => {
        const { sent, received } = side();
        const messages = Array.from({ length: count }, (_, id) => message(sent, id));
        const root = signRoot(sent);
        order.forEach((id, index) => {
          // The root may overtake some of its messages.
          if (index === rootAfter) expect(received.cover(root)).toBe(true);
          const { signature, base } = messages[id] as (typeof messages)[number];
          expect(received.take(signature, base, 0)).toBe('good');
          expect(received.take(signature, base, 0)).toBe('replayed');
        });
        expect(received.cover(root)).toBe(true);
        expect([received.uncovered, received.oldest, received.covered]).toEqual([0, undefined, count]);
      },
    ),
  );
});

test('a root that leaves a message out, changes it or is signed by another key is not accepted', () => {
  const { sent, received } = side();
  for (let id = 0; id < 5; id++) {
    const { signature, base } = message(sent, id);
    received.take(signature, base, 7);
  }
  const root = signRoot(sent);
  expect(rootHolds(binding.sessionId, 'connector', root, signing.publicKey)).toBe(true);
  expect(rootHolds(binding.sessionId, 'hub', root, signing.publicKey)).toBe(false);
  expect(rootHolds('another', 'connector', root, signing.publicKey)).toBe(false);
  expect(rootHolds(binding.sessionId, 'connector', { ...root, first: 1 }, signing.publicKey)).toBe(false);
  expect(rootHolds(binding.sessionId, 'connector', root, generateKeyPairSync('ed25519').publicKey)).toBe(false);
  expect(rootHolds(binding.sessionId, 'connector', { ...root, leaves: '' }, signing.publicKey)).toBe(false);
  const forged = Buffer.from(root.leaves, 'base64');
  forged[40] = (forged[40] ?? 0) ^ 1;
  expect(received.cover({ ...root, leaves: forged.toString('base64') })).toBe(false);
  const half = Buffer.from(root.leaves, 'base64').subarray(0, 64).toString('base64');
  expect(received.cover({ ...root, leaves: half })).toBe(true);
  expect([received.uncovered, received.oldest]).toEqual([3, 7]);
});

test('a message that arrives after its root and differs from it is bad', () => {
  const { sent, received } = side();
  const { signature, base } = message(sent, 0);
  const root = signRoot(sent);
  const forged = Buffer.from(root.leaves, 'base64').map((byte) => byte ^ 1);
  received.cover({ ...root, leaves: Buffer.from(forged).toString('base64') });
  expect(received.take(signature, base, 0)).toBe('bad');
});

test('a MAC of another session, of the other direction or over other words is bad, and so is a nonce that is no number', () => {
  const { sent, received } = side();
  const { signature, base } = message(new Outgoing(binding.sessionId, 'hub', keys.hub), 0);
  expect(received.take(signature, base, 0)).toBe('bad');
  const own = message(sent, 1);
  expect(received.take(own.signature, requestBase({ ...head(1), method: 'PUT' }, own.signature), 0)).toBe('bad');
  expect(received.take({ ...own.signature, nonce: 'x' }, own.base, 0)).toBe('bad');
  expect(received.take(own.signature, undefined, 0)).toBe('bad');
  expect(received.take({ ...own.signature, algorithm: 'ed25519' }, own.base, 0)).toBe('bad');
});

test('the root is the one of RFC 6962, so that its inclusion proofs hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 33 }),
      async (list) => {
        const leaves = list.map((one) => Buffer.from(one));
        const index = leaves.length >> 1;
        const proof = await inclusionProof(rangesOf(leaves), index, leaves.length);
        expect(verifyInclusion(leaves[index] as Buffer, index, leaves.length, proof, merkleRoot(leaves))).toBe(true);
      },
    ),
  );
});

test.each([
  ['ed25519', () => generateKeyPairSync('ed25519')],
  ['ecdsa-p256-sha256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['rsa-pss-sha512', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
] as const)('%s signs and is never taken for another algorithm', (algorithm, make) => {
  const { privateKey, publicKey } = make();
  const data = Buffer.from('data');
  const signature = signWith(privateKey, data);
  expect(algorithmOf(publicKey)).toBe(algorithm);
  expect(holdsWith(publicKey, algorithm, data, signature)).toBe(true);
  expect(holdsWith(publicKey, algorithm, Buffer.from('date'), signature)).toBe(false);
  for (const other of ['ed25519', 'ecdsa-p256-sha256', 'rsa-pss-sha512', 'hmac-sha256'] as const)
    if (other !== algorithm) expect(holdsWith(publicKey, other, data, signature)).toBe(false);
});

test('keys the exchange does not take have no algorithm', () => {
  expect(algorithmOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey)).toBeUndefined();
  expect(algorithmOf(generateKeyPairSync('x25519').publicKey)).toBeUndefined();
  expect(() => signWith(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey, Buffer.alloc(1))).toThrow();
});
