// SPDX-License-Identifier: Apache-2.0
/** Evidence of one of several messages that came in one signed body. */
import { verifyEvidence } from '@stoa/exchange/verifier';
import { expect, test } from 'vitest';
import { openContainer } from '@stoa/kernel/asic';
import {
  authorityFingerprint,
  badOnes,
  batchIds,
  containers,
  edit,
  type Files,
  follow,
  messageIds,
  resealed,
} from './expert.ts';

test('evidence of one of several messages in one signed body says nothing of the others', async () => {
  const { files } = openContainer(containers.batch) ?? expect.fail('no container');
  const everything = [...files.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join('');
  expect(batchIds.filter((id) => everything.includes(id))).toEqual([messageIds.batch]);
  expect([...files.keys()].filter((name) => name.endsWith('part-inclusion.txt'))).toHaveLength(3);
});

test.each<[string, (files: Files) => void, string[], string]>([
  [
    'another body',
    (files) => edit(files, '1-request/body', (t) => t.replace('11223344595', '14567890105')),
    ['message-body'],
    'this is none of the messages that were signed together',
  ],
  [
    'another way to the root',
    (files) => edit(files, '1-request/part-inclusion.txt', (t) => t.replace(/\nleft /, '\nright ')),
    ['message-body'],
    'this is none of the messages that were signed together',
  ],
  [
    'no way to the root',
    (files) => files.delete('1-request/part-inclusion.txt'),
    ['message-body'],
    'this is not the body',
  ],
  [
    'another root',
    (files) =>
      edit(files, '1-request/signature-base.txt', (t) =>
        t.replace(/"x-stoa-parts": (.)/, (_, c) => `"x-stoa-parts": ${c === 'A' ? 'B' : 'A'}`),
      ),
    ['message-leaf', 'message-record', 'message-body'],
    'the message does not stand under the root',
  ],
])('one of several messages with %s is found', async (_name, change, codes, reason) => {
  const bytes = await resealed(containers.batch, change);
  expect(badOnes(await verifyEvidence(bytes, [authorityFingerprint])).toSorted()).toEqual(codes.toSorted());
  expect((await follow(bytes, { timed: false })).output).toContain(`REFUSED: 1-request/: ${reason}`);
});

test('a message that was signed alone does not become one of several', async () => {
  const bytes = await resealed(containers.session, (files) => {
    files.set('1-request/part-inclusion.txt', Buffer.from('leaf 0 of 1\n'));
  });
  expect(badOnes(await verifyEvidence(bytes, [authorityFingerprint]))).toEqual(['message-body']);
  expect((await follow(bytes, { timed: false })).output).toContain('REFUSED: 1-request/: this is none of');
});
