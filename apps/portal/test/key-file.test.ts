// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readKeyFile, writeKeyFile } from '../src/app/key-file.ts';
import { makeKey, signWithFile } from '../src/app/signing-key.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs8 = Uint8Array.from(privateKey.export({ format: 'der', type: 'pkcs8' }));

test('a key file opens with its pass phrase alone, and openssl opens it too', async () => {
  const text = await writeKeyFile(pkcs8, 'зимний вечер');
  expect(await readKeyFile(text, 'зимний вечер')).toEqual(pkcs8);
  expect(await readKeyFile(text, 'зимний день')).toBeUndefined();
  const file = join(mkdtempSync(join(tmpdir(), 'stoa-key-')), 'key.pem');
  writeFileSync(file, text);
  const opened = execFileSync('openssl', ['pkcs8', '-in', file, '-passin', 'pass:зимний вечер']).toString();
  expect(createPrivateKey(opened).equals(privateKey)).toBe(true);
});

test('a key file that openssl made with the same algorithms opens here', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-key-'));
  writeFileSync(join(folder, 'plain.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const text = execFileSync(
    'openssl',
    'pkcs8 -topk8 -in plain.pem -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 1000 -passout pass:secret'.split(' '),
    { cwd: folder },
  ).toString();
  expect(await readKeyFile(text, 'secret')).toEqual(pkcs8);
});

test.each(['', 'hello', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END', 'x'.repeat(100_000)])(
  'rubbish is no key file',
  async (text) => {
    expect(await readKeyFile(text, 'any')).toBeUndefined();
    expect(await signWithFile(text, 'any', 'AA==')).toBeUndefined();
  },
);

test('a key made as a file proves possession and signs', async () => {
  const made = await makeKey((publicKey) => `mine ${publicKey}`, 'a long pass phrase');
  const publicKey = createPublicKey({ key: Buffer.from(made.publicKey, 'base64'), format: 'der', type: 'spki' });
  const holds = (data: Buffer, value: string) =>
    verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(value, 'base64'));
  expect(holds(Buffer.from(`mine ${made.publicKey}`), made.proof)).toBe(true);
  const value = await signWithFile(made.file ?? '', 'a long pass phrase', Buffer.from('signed').toString('base64'));
  expect(holds(Buffer.from('signed'), value ?? '')).toBe(true);
});
