// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCertificateRequest, signCertificateRequest } from '../src/keys/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-request-'));
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const name = 'XM/GOV/1001/LABOUR';
const kinds = {
  ed25519: generateKeyPairSync('ed25519'),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

test.each(Object.entries(kinds))('openssl accepts our request for a key of the kind %s', async (kind, keys) => {
  writeFileSync(join(folder, `${kind}.csr`), await signCertificateRequest(keys.privateKey, name));
  expect(openssl('req', '-in', `${kind}.csr`, '-verify', '-noout', '-pubkey')).toBe(
    keys.publicKey.export({ format: 'pem', type: 'spki' }),
  );
  expect(openssl('req', '-in', `${kind}.csr`, '-noout', '-subject', '-nameopt', 'multiline')).toContain(name);
});

test.each(Object.entries(kinds))(
  'we accept a request that openssl made for a key of the kind %s',
  async (kind, keys) => {
    writeFileSync(join(folder, `${kind}.key`), keys.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const subject = `/CN=${name.replaceAll('/', '\\/')}`;
    openssl('req', '-new', '-key', `${kind}.key`, '-subj', subject, '-out', `${kind}.own.csr`);
    const read = await readCertificateRequest(readFileSync(join(folder, `${kind}.own.csr`), 'utf8'));
    expect([read?.commonName, read?.publicKey.equals(keys.publicKey)]).toEqual([name, true]);
  },
);

test('a request with one byte changed asks for nothing else', async () => {
  const pem = await signCertificateRequest(kinds.ed25519.privateKey, name);
  const der = Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64');
  await fc.assert(
    fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const other = Buffer.from(der);
      other[at] = (other[at] ?? 0) ^ change;
      const text = `-----BEGIN CERTIFICATE REQUEST-----\n${other.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
      const read = await readCertificateRequest(text);
      // Some bytes of the wrapping say nothing.
      if (read) expect([read.commonName, read.publicKey.equals(kinds.ed25519.publicKey)]).toEqual([name, true]);
    }),
    { numRuns: 300 },
  );
});

test('whatever is no request is read as none', async () => {
  for (const text of ['', 'x', '-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE REQUEST-----'])
    expect(await readCertificateRequest(text)).toBeUndefined();
});
