// SPDX-License-Identifier: Apache-2.0
/** Seals, lists of revoked certificates and time stamps that are not what they claim. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pkijs from 'pkijs';
import { certificateFingerprint, packContainer, writeSignature } from '@stoa/kernel/asic';
import { expect, test } from 'vitest';
import { sealPolicy } from '../src/verifier/seal-policy.ts';
import { verifyEvidence } from '../src/verifier/index.ts';
import { badOnes } from './evidence-world.ts';
import { authority, dayMs, elsewhere, good, now, read, resealed, sealCertificate } from './resealed.ts';

async function sealBy(by: typeof authority) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = await by.issue({ profile: 'seal', commonName: 'x', publicKey, days: 9, policy: sealPolicy }, now);
  return { key: privateKey, certificate: new X509Certificate(pem) };
}

test('a seal whose certificate is of another authority of the same name is found', async () => {
  expect(await resealed(() => undefined, {}, await sealBy(elsewhere))).toEqual(['chain']);
});

test('a seal that names another certificate with the same key than it was made for is found', async () => {
  const publicKey = sealCertificate.publicKey;
  const pem = await authority.issue(
    {
      profile: 'seal',
      commonName: 'Another',
      publicKey,
      days: 9,
      policy: sealPolicy,
    },
    now,
  );
  expect(await resealed(() => undefined, { certificate: new X509Certificate(pem).raw.toString('base64') })).toEqual([
    'seal',
  ]);
});

test('a time that the seal was not made over is found', async () => {
  const moved = new Date(new Date(good.signature.signingTime).getTime() - 1000).toISOString().replace('.000', '');
  expect(await resealed(() => undefined, { signingTime: moved })).toEqual(['seal']);
});

test('a seal whose certificate was revoked is found', async () => {
  const thisUpdate = new Date(now.getTime() + 1000);
  const crl = await authority.crl({
    number: 99,
    thisUpdate,
    nextUpdate: new Date(now.getTime() + dayMs),
    revoked: [{ serial: sealCertificate.serialNumber, at: now, reason: 'keyCompromise' }],
  });
  expect(await resealed(() => undefined, { crls: [crl.toString('base64')] })).toEqual(['revocation']);
});

test('a list of revoked certificates that was out of date when the seal was made is found', async () => {
  const thisUpdate = new Date(now.getTime() - 2 * dayMs);
  const crl = await authority.crl({ number: 1, thisUpdate, nextUpdate: new Date(now.getTime() - dayMs), revoked: [] });
  expect(await resealed(() => undefined, { crls: [crl.toString('base64')] })).toEqual(['revocation']);
});

test('a time stamp over something else, or by who may not stamp, is found', async () => {
  const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url));
  const fingerprint = (await certificateFingerprint(Uint8Array.from(golden('authority.pem')))) ?? '';
  const { container, signature } = read(golden('exchange.asice'));
  const withToken = async (token: Uint8Array) => {
    const list = signature.references.map(({ name, mimeType }) => ({
      name,
      mimeType,
      content: container.files.get(name) ?? new Uint8Array(),
    }));
    const changed = writeSignature({ ...signature, timestampToken: Buffer.from(token).toString('base64') });
    return badOnes(await verifyEvidence(packContainer(list, [changed], now), [fingerprint]));
  };
  const own = Buffer.from(signature.timestampToken ?? '', 'base64');
  expect(await withToken(own)).toEqual([]);
  expect(await withToken(container.files.get('checkpoint.tst') ?? new Uint8Array())).toEqual(['timestamp']);

  // What the authority had stated, signed by a certificate that is for something else.
  const folder = mkdtempSync(join(tmpdir(), 'stoa-stamp-'));
  const info = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(own).content }).encapContentInfo.eContent;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, 'tst.der'), Buffer.from(info?.getValue() ?? new ArrayBuffer(0)));
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
  writeFileSync(
    join(folder, 'cert.pem'),
    await authority.issue(
      { profile: 'document-signing', commonName: 'Nobody', publicKey, days: 9 },
      new Date(signature.signingTime),
    ),
  );
  execFileSync(
    'openssl',
    [
      ...['cms', '-sign', '-binary', '-nodetach', '-econtent_type', '1.2.840.113549.1.9.16.1.4', '-in', 'tst.der'],
      ...['-signer', 'cert.pem', '-inkey', 'key.pem', '-outform', 'DER', '-out', 'token.der'],
    ],
    { cwd: folder },
  );
  expect(await withToken(readFileSync(join(folder, 'token.der')))).toEqual(['timestamp']);
});
