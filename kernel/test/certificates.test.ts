// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { circuitAuthority, fileKeys } from '../src/keys/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-ca-'));
const authority = await circuitAuthority(fileKeys(folder), folder, 'test');

test.each(['tls-server', 'tls-client', 'message-signing', 'document-signing'] as const)(
  'openssl accepts a %s certificate of the authority',
  async (profile) => {
    const { publicKey } =
      profile === 'message-signing'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = await authority.issue(
      { profile, commonName: 'XM/GOV/1001/LABOUR', publicKey, days: 30, hosts: ['127.0.0.1', 'hub.example'] },
      new Date(),
    );
    writeFileSync(join(folder, `${profile}.pem`), pem);
    const out = execFileSync(
      'openssl',
      ['verify', '-CAfile', join(folder, 'ca.crt.pem'), join(folder, `${profile}.pem`)],
      { encoding: 'utf8' },
    );
    expect(out).toContain('OK');
    expect(authority.trusts(pem, new Date())).toBe(true);
    expect(authority.trusts(pem, new Date(Date.now() + 31 * 86_400_000))).toBe(false);
  },
);

test('a certificate of another authority of the same name is not trusted', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'stoa-ca-'));
  const other = await circuitAuthority(fileKeys(elsewhere), elsewhere, 'test');
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = await other.issue({ profile: 'tls-client', commonName: 'x', publicKey, days: 1 }, new Date());
  expect(authority.trusts(pem, new Date())).toBe(false);
});
