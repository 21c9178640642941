// SPDX-License-Identifier: Apache-2.0
/** The guide for a court's expert, followed to the letter on real containers and on tampered ones. */
import { exportEvidence, listMessages } from '@stoa/exchange/contract';
import { verifyEvidence } from '@stoa/exchange/verifier';
import { expect, test } from 'vitest';
import {
  auditor,
  authorityFingerprint,
  b,
  badOnes,
  callAgain,
  containers,
  edit,
  entryIds,
  entryOf,
  exported,
  fileId,
  type Files,
  follow,
  kinds,
  linesOf,
  messageIds,
  providerId,
  resealed,
  roots,
  tsa,
} from './expert.ts';
import { thorough } from '../../../checks/src/thorough.ts';
import { consumerId } from './fixture.ts';

const good = containers.session;
const signers = {
  session: consumerId,
  immediate: consumerId,
  ecdsa: 'XM/GOV/7/EC',
  rsa: 'XM/GOV/7/RSA',
  large: consumerId,
  mailbox: consumerId,
  batch: consumerId,
};

/** Of the ways a message is signed one each; the verifier reads all of them. */
const followed = thorough ? kinds : (['session', 'ecdsa', 'batch'] as const);

test.each(followed)(
  'evidence of an exchange (%s) holds for the guide, with xmlsec1 and openssl alone',
  async (kind) => {
    const { code, output } = await follow(containers[kind]);
    expect(output).toContain('EVERYTHING HOLDS');
    expect(code).toBe(0);
    expect(output).toContain(`1-request/ was signed by subject=CN = ${signers[kind]}`);
    expect(output).toMatch(new RegExp(`[23]-response/ was signed by subject=CN = ${providerId}\n`));
    expect(output).toMatch(/Time stamp: \w{3} \d+ /);
  },
);

test.each(kinds)('evidence of an exchange (%s) holds for the verifier, time stamps included', async (kind) => {
  const { level, bytes } = await exported(entryIds[kind]);
  expect(level).toBe('B-LT');
  const report = await verifyEvidence(bytes, [authorityFingerprint]);
  expect(report.verdict).toBe('good');
  expect(new Set(linesOf(report).map(({ state }) => state))).toEqual(new Set(['good']));
  expect(report.messages.map(({ direction }) => direction)).toEqual([
    'request',
    ...(['mailbox', 'batch'].includes(kind) ? ['request'] : []),
    'response',
  ]);
  const [proof, seen] = [report.messages.map(({ checks }) => checks[0]?.code), report.messages[0]?.checks];
  const session = ['session', 'large', 'mailbox', 'batch'].includes(kind);
  expect(new Set(proof)).toEqual(new Set([session ? 'message-root' : 'message-signature']));
  expect(seen?.find((one) => one.code === 'message-body')?.params.bytes).toBeGreaterThan(kind === 'large' ? 3e6 : 10);
});

test('a file of the mailbox is proven by its digest, without the file', async () => {
  const { bytes } = await exported(await entryOf(fileId));
  const report = await verifyEvidence(bytes, [authorityFingerprint]);
  expect([report.verdict, badOnes(report), report.messages.map(({ target }) => target)]).toEqual([
    'good',
    [],
    ['attachment'],
  ]);
  expect(report.messages[0]?.checks.map(({ code, state }) => [code, state]).slice(0, 3)).toEqual([
    ['message-signature', 'good'],
    ['message-signer', 'good'],
    ['message-body', 'note'],
  ]);
  expect((await follow(bytes)).output).toContain('EVERYTHING HOLDS');
});

const other = (files: Files, name: string) =>
  edit(files, name, (text) => text.replace(/^./s, (c) => (c === 'A' ? 'B' : 'A')));

/** The seal is the exchange's own: what it may do to the messages of a session, and where that shows. */
test.each<[string, (files: Files) => void, string[], string]>([
  [
    'a root that the sender did not sign',
    (files) => other(files, '1-request/session-root.sig'),
    ['message-root'],
    '1-request/: the root does not hold',
  ],
  [
    'another root with the old signature',
    (files) =>
      edit(files, '1-request/session-root.txt', (t) =>
        t.replace(/\n(.)(.{42}=\n)$/, (_, c, rest) => `\n${c === 'A' ? 'B' : 'A'}${rest}`),
      ),
    ['message-root', 'message-leaf'],
    '1-request/: the root does not hold',
  ],
  [
    'the root of the other side',
    (files) => {
      for (const part of ['session-root.txt', 'session-root.sig', 'session-inclusion.txt', 'signer.pem'])
        files.set(`1-request/${part}`, files.get(`2-response/${part}`) ?? new Uint8Array());
    },
    ['message-leaf', 'message-signer'],
    '1-request/: the root is of another session',
  ],
  [
    'a leaf that was taken out of the tree',
    (files) => edit(files, '1-request/session-inclusion.txt', (t) => t.replace(/\n(left|right) .*/, '')),
    ['message-leaf'],
    '1-request/: the message does not stand under the root',
  ],
  [
    'another MAC',
    (files) => other(files, '1-request/mac.bin'),
    ['message-record'],
    '1-request/: the record is of another message',
  ],
  [
    'another purpose',
    (files) =>
      edit(files, '1-request/signature-base.txt', (t) =>
        t.replace('"x-stoa-purpose": permit', '"x-stoa-purpose": audit'),
      ),
    ['message-leaf', 'message-record'],
    '1-request/: the message does not stand under the root',
  ],
  [
    'another represented party in the personal part',
    (files) => edit(files, '1-request/personal.json', (t) => t.replace('COM/77', 'COM/78')),
    ['message-record'],
    '',
  ],
])('%s under a seal that holds is found', async (_name, change, codes, reason) => {
  const bytes = await resealed(good, change);
  expect(badOnes(await verifyEvidence(bytes, [authorityFingerprint]))).toEqual(codes);
  if (!reason) return;
  const { code, output } = await follow(bytes, { timed: false });
  expect(output).toContain(`REFUSED: ${reason}`);
  expect(code).toBe(1);
});

test('a root that the exchange keeps back is missed: the message is not taken for proven', async () => {
  const bytes = await resealed(good, (files) => {
    for (const part of ['session-root.txt', 'session-root.sig', 'session-inclusion.txt', 'signer.pem'])
      files.delete(`2-response/${part}`);
  });
  const report = await verifyEvidence(bytes, [authorityFingerprint]);
  expect([report.verdict, badOnes(report)]).toEqual(['unproven', []]);
  expect(report.messages[1]?.checks[0]).toMatchObject({ code: 'message-unproven', state: 'note' });
  const { code, output } = await follow(bytes, { timed: false });
  expect(output).toContain('REFUSED: not proven, since the sender signed no root over it: 2-response/');
  expect(code).toBe(1);
});

test('what the log shows of a root that was changed there, evidence shows too', async () => {
  const [root] = await b.sql<{ session_id: string; first_seq: number; seq: number }>(
    `select r.session_id, r.first_seq, m.seq from message m join session_root r on r.session_id = m.session_id
       and r.side = 'connector' and m.seq between r.first_seq and r.last_seq where m.message_id = $1 and m.direction = 'request'`,
    [messageIds.large],
  );
  const place = (Number(root?.seq) - Number(root?.first_seq)) * 32 + 1;
  await b.sql(
    `update session_root set leaves = overlay(leaves placing '\\x00000000' from ${place})
     where session_id = $1 and side = 'connector' and first_seq = $2`,
    [root?.session_id, root?.first_seq],
  );
  const { items } = await b.call(listMessages, { messageId: messageIds.large }, auditor);
  expect(items.map(({ signature }) => signature)).toEqual(['invalid', 'valid']);
  const { bytes } = await exported(entryIds.large);
  const report = await verifyEvidence(bytes, [authorityFingerprint]);
  expect(badOnes(report)).toEqual(['message-root', 'message-leaf']);
});

test('while a root may still come there is no evidence; once it is overdue, evidence says that it stayed away', async () => {
  const messageId = await callAgain();
  const entryId = await entryOf(messageId);
  await b.sql(
    `delete from session_root r using message m where r.session_id = m.session_id and r.side = 'connector'
       and m.seq between r.first_seq and r.last_seq and m.message_id = $1 and m.direction = 'request'`,
    [messageId],
  );
  await expect(exported(entryId)).rejects.toMatchObject({ kind: 'conflict', code: 'exchange.evidence-not-sealed' });
  b.clock.advance({ seconds: 30 });
  const report = await verifyEvidence((await exported(entryId)).bytes, [authorityFingerprint]);
  expect([report.verdict, badOnes(report)]).toEqual(['unproven', []]);
  const proofs = report.messages.map(({ checks }) => checks[0]?.code);
  expect(proofs).toEqual(['message-unproven', 'message-root']);
});

test.each(['ecdsa', 'rsa'] as const)('a changed message signed with %s is found', async (kind) => {
  const bytes = await resealed(containers[kind], (files) =>
    edit(files, '1-request/signature-base.txt', (t) => t.replace('EE123', 'EE124')),
  );
  expect(badOnes(await verifyEvidence(bytes, [authorityFingerprint]))).toEqual(['message-signature', 'message-record']);
  const { output } = await follow(bytes, { timed: false });
  expect(output).toContain('REFUSED: 1-request/: the signature does not hold');
});

const seal = 'META-INF/signatures0.xml';
test.each([
  ['a changed body', `sed -i 's/Иванова/Петрова/' 2-response/body`, 'the seal does not hold'],
  ['a changed record', `sed -i 's/"accepted"/"accepteD"/' 1-request/record.json`, 'the seal does not hold'],
  ['a changed digest', `sed -i '0,/<ds:DigestValue>./s//<ds:DigestValue>A/' ${seal}`, 'the seal does not hold'],
  ['a changed time', `sed -i 's/<xades:SigningTime>20/<xades:SigningTime>19/' ${seal}`, 'the seal does not hold'],
  [
    'a swapped certificate',
    `other=$(sed '/-----/d' 1-request/signer.pem | tr -d '\n')
     sed -i "s,<ds:X509Certificate>[^<]*,<ds:X509Certificate>$other," ${seal}`,
    'the seal does not hold',
  ],
  ['a removed file', 'rm 1-request/mac.bin', 'the seal does not hold'],
  ['an added file', 'mkdir 3-response; echo {} > 3-response/body', 'the seal does not name exactly the files'],
  [
    'its signature wrapped into another',
    `sed -i 's,\\(<ds:Signature .*</ds:Signature>\\),<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>\\1</ds:Object></ds:Signature>,' ${seal}`,
    'there must be exactly one signature',
  ],
  [
    'other signed properties before the signed ones',
    `sed -i 's,<ds:Object>,<ds:Object><xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="S0-signed-properties"></xades:SignedProperties></ds:Object><ds:Object>,' ${seal}`,
    'the seal does not hold',
  ],
  [
    'a time stamp of other data',
    `sed -i "s,<xades:EncapsulatedTimeStamp>[^<]*,<xades:EncapsulatedTimeStamp>$(openssl base64 -A -in checkpoint.tst)," ${seal}`,
    'the time stamp does not hold',
  ],
])('the guide refuses a container with %s', async (_name, change, reason) => {
  const { code, output } = await follow(good, { change });
  expect(output).toContain(`REFUSED: ${reason}`);
  expect(code).toBe(1);
});

/** The seal is the exchange's: whoever distrusts it has each message and the ledger to look at. */
test.each([
  ['body', `sed -i 's/Иванова/Петрова/' 2-response/body`, '2-response/: this is not the body'],
  [
    'signed part',
    `sed -i 's/EE123/EE124/' 1-request/signature-base.txt`,
    '1-request/: the message does not stand under the root',
  ],
  ['signer', 'cp 1-request/signer.pem 2-response/signer.pem', '2-response/: the root does not hold'],
  ['record', `sed -i 's/"accepted"/"accepteD"/' 1-request/record.json`, '1-request/ does not stand in the ledger'],
  [
    'record of another message',
    'cp 1-request/record.json 2-response/',
    '2-response/: the record is of another message',
  ],
  ['checkpoint', `sed -i '2s/.*/99/' checkpoint.txt`, 'the checkpoint was not signed by the ledger'],
])('beneath the seal, a changed %s is found on its own', async (_name, change, reason) => {
  const { code, output } = await follow(good, { afterSeal: change });
  expect(output).toContain(`REFUSED: ${reason}`);
  expect(code).toBe(1);
});

test('a container that leads back to another authority is refused', async () => {
  const { code, output } = await follow(good, { trusted: roots });
  expect([code, output]).toEqual([
    1,
    expect.stringContaining('REFUSED: the container leads back to another authority'),
  ]);
});

test('while the time-stamping authority is away, evidence comes without a time stamp only to who asks for that', async () => {
  await tsa.close();
  await expect(b.call(exportEvidence, { entryId: entryIds.session }, auditor)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'exchange.timestamp-away',
  });
  expect((await b.call(exportEvidence, { entryId: entryIds.session, untimed: true }, auditor)).level).toBe('B-B');
});
