// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { circuitAuthority, fileKeys, type OcspStatus } from '../src/keys/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-revocation-'));
const authority = await circuitAuthority(fileKeys(folder), folder, 'test');
const at = (name: string) => join(folder, name);
/** What the program says on both channels. */
const openssl = (...args: string[]) => {
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8', cwd: folder });
  return stdout + stderr;
};
const now = new Date();
const later = new Date(now.getTime() + 86_400_000);

async function issue(name: string) {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const status = { crl: 'http://127.0.0.1/api/exchange/crl', ocsp: 'http://127.0.0.1/api/exchange/ocsp' };
  const pem = await authority.issue({ profile: 'tls-client', commonName: name, publicKey, days: 30, status }, now);
  writeFileSync(at(`${name}.pem`), pem);
  return new X509Certificate(pem).serialNumber.toLowerCase();
}
const good = await issue('good');
const revoked = await issue('revoked');
await issue('unknown');
const states: Record<string, OcspStatus> = {
  [good]: { state: 'good' },
  [revoked]: { state: 'revoked', at: now, reason: 'keyCompromise' },
};
const statusOf = async (serial: string): Promise<OcspStatus> => states[serial] ?? { state: 'unknown' };

test('certificates name the list and the responder', () => {
  expect(openssl('x509', '-in', 'good.pem', '-noout', '-ocsp_uri')).toBe('http://127.0.0.1/api/exchange/ocsp\n');
  expect(openssl('x509', '-in', 'good.pem', '-noout', '-ext', 'crlDistributionPoints')).toContain(
    'URI:http://127.0.0.1/api/exchange/crl',
  );
});

test('openssl accepts the revocation list and refuses the certificate on it', async () => {
  const der = await authority.crl({
    number: 7,
    thisUpdate: now,
    nextUpdate: later,
    revoked: [{ serial: revoked, at: now, reason: 'keyCompromise' }],
  });
  writeFileSync(at('list.der'), der);
  const text = openssl('crl', '-inform', 'DER', '-in', 'list.der', '-CAfile', 'ca.crt.pem', '-noout', '-text');
  expect(text).toContain('verify OK');
  expect(text).toMatch(/X509v3 CRL Number:\s+7\b/);
  expect(text).toContain('Key Compromise');
  openssl('crl', '-inform', 'DER', '-in', 'list.der', '-out', 'list.pem');
  const check = (name: string) =>
    openssl('verify', '-crl_check', '-CRLfile', 'list.pem', '-CAfile', 'ca.crt.pem', `${name}.pem`);
  expect(check('good')).toContain('good.pem: OK');
  expect(check('revoked')).toContain('certificate revoked');
});

test('a serial number is listed as the positive number it is, an empty list as none', async () => {
  const list = async (...serials: string[]) => {
    const revoked = serials.map((serial) => ({ serial, at: now, reason: 'unspecified' }) as const);
    writeFileSync(at('l.der'), await authority.crl({ number: 1, thisUpdate: now, nextUpdate: later, revoked }));
    return openssl('crl', '-inform', 'DER', '-in', 'l.der', '-CAfile', 'ca.crt.pem', '-noout', '-text');
  };
  const text = await list('f', '80', '7fff', 'a00000000000000000000000000000000001');
  expect(text).toContain('verify OK');
  expect([...text.matchAll(/Serial Number: (\S+)/g)].map((match) => match[1])).toEqual([
    ...['0F', '80', '7FFF', 'A00000000000000000000000000000000001'],
  ]);
  expect(text).not.toContain('CRL entry extensions');
  expect(await list()).toContain('No Revoked Certificates.');
});

test.each([
  ['good', 'good'],
  ['revoked', 'revoked'],
  ['unknown', 'unknown'],
])('openssl believes the OCSP answer that a certificate is %s', async (name, state) => {
  for (const digest of ['-sha1', '-sha256']) {
    openssl('ocsp', '-issuer', 'ca.crt.pem', digest, '-cert', `${name}.pem`, '-reqout', 'request.der');
    writeFileSync(at('answer.der'), await authority.answerOcsp(readFileSync(at('request.der')), now, statusOf));
    const out = openssl(
      ...['ocsp', '-issuer', 'ca.crt.pem', digest, '-cert', `${name}.pem`, '-no_nonce'],
      ...['-respin', 'answer.der', '-CAfile', 'ca.crt.pem'],
    );
    expect(out).toContain('Response verify OK');
    expect(out).toContain(`${name}.pem: ${state}`);
    if (state === 'revoked') expect(out).toContain('Reason: keyCompromise');
  }
});

test('a question about a certificate of another issuer is answered with unknown', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'stoa-revocation-'));
  const other = await circuitAuthority(fileKeys(elsewhere), elsewhere, 'other');
  openssl(...['ocsp', '-issuer', join(elsewhere, 'ca.crt.pem'), '-serial', `0x${good}`, '-reqout', at('foreign.der')]);
  expect(other.certificatePem).not.toBe(authority.certificatePem);
  const answer = await authority.answerOcsp(readFileSync(at('foreign.der')), now, statusOf);
  writeFileSync(at('foreign-answer.der'), answer);
  expect(openssl('ocsp', '-respin', 'foreign-answer.der', '-noverify', '-resp_text')).toContain('Cert Status: unknown');
});

test('whatever is no request is answered as malformed, never with an error', async () => {
  const malformed = Buffer.from('30030a0101', 'hex');
  expect(await authority.answerOcsp(Buffer.alloc(9000), now, statusOf)).toEqual(malformed);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(await authority.answerOcsp(Buffer.from(bytes), now, statusOf)).toEqual(malformed);
    }),
    { numRuns: 200 },
  );
});
