// SPDX-License-Identifier: Apache-2.0
/** What an exchange that cheats can do to messages and ledger under its own seal, and that it shows. */
import { generateKeyPairSync, hash, sign, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { answererId, askerId, badOnes } from './evidence-world.ts';
import {
  authority,
  b,
  dayMs,
  edit,
  elsewhere,
  type Files,
  foreign,
  good,
  now,
  resealed,
  sealedReport,
} from './resealed.ts';

const parts = ['signature-base.txt', 'signature.bin', 'signer.pem', 'body', 'head.txt', 'personal.json'];

test('a container that it seals anew without a change holds, so that what follows is about the change', async () => {
  expect(await resealed(() => undefined)).toEqual([]);
});

test.each<[string, (files: Files) => void, string[]]>([
  ['another body', (files) => edit(files, '1-request/body', (t) => t.replace('95', '96')), ['message-body']],
  [
    'another signed text',
    (files) => edit(files, '1-request/signature-base.txt', (t) => t.replace('ASKER', 'OTHER')),
    ['message-signature', 'message-record'],
  ],
  ['no signature', (files) => files.delete('1-request/signature.bin'), ['message-signature']],
  ['no certificate', (files) => files.delete('1-request/signer.pem'), ['message-signature', 'message-signer']],
  ['another head', (files) => edit(files, '1-request/head.txt', (t) => t.replace('POST', 'PUT')), ['message-record']],
  [
    'another header',
    (files) => edit(files, '1-request/head.txt', (t) => t.replace('ASKER', 'OTHER')),
    ['message-record'],
  ],
  [
    'another address in the personal part',
    (files) => edit(files, '1-request/personal.json', (t) => t.replace('/mailbox/', '/postbox/')),
    ['message-record'],
  ],
  [
    'another salt',
    (files) => edit(files, '1-request/personal.json', (t) => t.replace(/"salt": "../, '"salt": "zz')),
    ['message-record'],
  ],
  [
    'another record',
    (files) => edit(files, '3-response/record.json', (t) => t.replace('"accepted"', '"refused"')),
    ['message-ledger'],
  ],
  [
    'another sibling',
    (files) => edit(files, '1-request/inclusion.txt', (t) => t.replace(/(left|right) ./, '$1 z')),
    ['message-ledger'],
  ],
  [
    'siblings on the other side',
    (files) =>
      edit(files, '1-request/inclusion.txt', (t) =>
        t.replaceAll('left', 'l').replaceAll('right', 'left').replaceAll('l ', 'right '),
      ),
    ['message-ledger'],
  ],
  [
    'another checkpoint',
    (files) => edit(files, 'checkpoint.txt', (t) => t.replace(/\n\d+\n/, '\n99\n')),
    ['checkpoint', 'message-ledger'],
  ],
  [
    'a well-signed message of another exchange in place of its own',
    (files) => {
      for (const part of parts)
        files.set(`1-request/${part}`, foreign.files.get(`1-request/${part}`) ?? new Uint8Array());
    },
    ['message-record'],
  ],
  [
    'the acknowledgement in place of the request',
    (files) => {
      for (const part of parts)
        files.set(`1-request/${part}`, good.container.files.get(`2-request/${part}`) ?? new Uint8Array());
    },
    ['message-record'],
  ],
  ['nothing of a record', (files) => files.set('1-request/record.json', Buffer.from('[]')), ['message-record']],
])('%s under a seal that holds is found', async (_name, change, codes) => {
  expect(await resealed(change)).toEqual(expect.arrayContaining(codes));
});

test('two whole exchanges do not become one, though each message holds', async () => {
  const files: Files = new Map(foreign.files);
  // Both were sealed under one checkpoint, so that nothing but the ids differs.
  expect(Buffer.from(files.get('checkpoint.txt') ?? '')).toEqual(
    Buffer.from(good.container.files.get('checkpoint.txt') ?? ''),
  );
  for (const [name, content] of good.container.files) if (/^\d/.test(name)) files.set(`9${name}`, content);
  const report = await sealedReport(files);
  expect([badOnes(report), report.verdict]).toEqual([[], 'bad']);
});

/** The ledger's own key under a tree of this one record: what a cheating exchange can do. */
function signCheckpoint(files: Files): void {
  const leaf = Buffer.concat([Buffer.from([0]), files.get('1-request/record.json') ?? Buffer.alloc(0)]);
  const origin = Buffer.from(files.get('checkpoint.txt') ?? '')
    .toString()
    .split('\n')[0];
  const body = `${origin}\n1\n${hash('sha256', leaf, 'base64')}\n`;
  const line = Buffer.concat([Buffer.alloc(4), b.module.keys.sign('ledger', Buffer.from(body))]).toString('base64');
  files.set('checkpoint.txt', Buffer.from(`${body}\n\u2014 ${origin} ${line}\n`));
}

/** The first message signed anew by a key of the exchange's making, with record and checkpoint to match. */
async function forged(issue: {
  commonName?: string;
  profile?: 'message-signing' | 'tls-client';
  days?: number;
  by?: typeof authority;
  at?: Date;
}) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { commonName = 'XM/GOV/1/ASKER', profile = 'message-signing', days = 30, by = authority, at = now } = issue;
  const pem = await by.issue({ profile, commonName, publicKey, days }, at);
  const keyId = hash('sha256', new X509Certificate(pem).raw, 'hex');
  return (files: Files) => {
    edit(files, '1-request/signature-base.txt', (t) => t.replace(/keyid="[^"]*"/, `keyid="${keyId}"`));
    const base = Buffer.from(files.get('1-request/signature-base.txt') ?? '');
    const signature = sign(null, base, privateKey);
    files.set('1-request/signature.bin', signature);
    files.set('1-request/signer.pem', Buffer.from(pem));
    const input = `stoa=${/"@signature-params": (.*)$/.exec(base.toString())?.[1] ?? ''}`;
    const value = `stoa=:${signature.toString('base64')}:`;
    edit(files, '1-request/head.txt', (t) =>
      t.replace(/signature-input: .*/, `signature-input: ${input}`).replace(/signature: .*/, `signature: ${value}`),
    );
    edit(files, '1-request/record.json', (t) => {
      const record = JSON.parse(t) as { facts: object };
      return JSON.stringify({ ...record, facts: { ...record.facts, keyId, signature: value, signatureInput: input } });
    });
    signCheckpoint(files);
    files.set('1-request/inclusion.txt', Buffer.from('leaf 0 of 1\n'));
    for (const name of files.keys()) if (/^[23]-/.test(name)) files.delete(name);
  };
}

test('a forgery with nothing wrong in it holds, so that each of the next is about its one fault', async () => {
  expect(await resealed(await forged({}))).toEqual([]);
});

test.each<[string, Parameters<typeof forged>[0]]>([
  ['of another name than the sender', { commonName: answererId }],
  ['of another authority of the same name', { by: elsewhere }],
  ['for channels, not for messages', { profile: 'tls-client' }],
  ['that had run out', { at: new Date(now.getTime() - 40 * dayMs) }],
  ['that did not begin yet', { at: new Date(now.getTime() + dayMs) }],
])('a message signed with a certificate %s is found', async (_name, issue) => {
  expect(await resealed(await forged(issue))).toEqual(['message-signer']);
});

test.each<[string, RegExp, string]>([
  ['another key', /"keyId":"../, '"keyId":"zz'],
  ['another signature', /"signature":"stoa=:../, '"signature":"stoa=:zz'],
  ['another digest', /"contentDigest":"sha-256=:../, '"contentDigest":"sha-256=:zz'],
  ['another sender', /"client":"XM\/GOV\/1\/ASKER"/, '"client":"XM/GOV/1/OTHER"'],
  ['another message', /"transportId":"../, '"transportId":"zz'],
  ['another ledger', /"ledger":"stoa/, '"ledger":"other'],
])('a record in the ledger that speaks of %s is found', async (_name, pattern, replacement) => {
  const forge = await forged({});
  const codes = await resealed((files) => {
    forge(files);
    edit(files, '1-request/record.json', (t) => t.replace(pattern, replacement));
    signCheckpoint(files);
  });
  expect(codes).not.toEqual([]);
});

test('a record and a head that agree on a signature which is not the one in the container are found', async () => {
  const forge = await forged({});
  const wrong = `stoa=:${Buffer.alloc(64).toString('base64')}:`;
  const codes = await resealed((files) => {
    forge(files);
    edit(files, '1-request/head.txt', (t) => t.replace(/\nsignature: .*/, `\nsignature: ${wrong}`));
    edit(files, '1-request/record.json', (t) => t.replace(/"signature":"[^"]*"/, `"signature":"${wrong}"`));
    signCheckpoint(files);
  });
  expect(codes).toEqual(['message-record']);
});

test('another certificate of the same sender with the same key is not the one that was named', async () => {
  const pem = new X509Certificate(Buffer.from(good.container.files.get('1-request/signer.pem') ?? ''));
  const again = await authority.issue(
    { profile: 'message-signing', commonName: askerId, publicKey: pem.publicKey, days: 30 },
    now,
  );
  expect(await resealed((files) => files.set('1-request/signer.pem', Buffer.from(again)))).toEqual(['message-signer']);
});

test('a checkpoint over the forgery that another key signed is found', async () => {
  const forge = await forged({});
  const { privateKey } = generateKeyPairSync('ed25519');
  const codes = await resealed((files) => {
    forge(files);
    const note = Buffer.from(files.get('checkpoint.txt') ?? '').toString();
    const [body = '', line = ''] = note.split('\n\n');
    const wrong = Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(`${body}\n`), privateKey)]).toString('base64');
    files.set('checkpoint.txt', Buffer.from(`${body}\n\n${line.replace(/\S+\n$/, `${wrong}\n`)}`));
  });
  expect(codes).toEqual(['checkpoint', 'message-ledger']);
});
