// SPDX-License-Identifier: Apache-2.0
/** What the public check says of good, tampered, foreign and hostile files; openssl, xmlsec1, pdfsig and qpdf as oracles. */
import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  certificatesFromPem,
  fromBase64,
  openContainer,
  packContainer,
  readCertificate,
  readSignature,
  signatureValue,
  signedInfo,
  verifyContainer,
  writeSignature,
} from '@stoa/kernel/asic';
import { circuitAuthority, fileKeys } from '@stoa/kernel/keys';
import { requestTimestamp } from '@stoa/kernel/ledger';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorityOf } from '../src/authority.ts';
import * as contract from '../src/contract.ts';
import { reportOf, states } from './report.ts';
import { contents, files, ministry, startWorld } from './world.ts';

const { b, tsa, official, newKey, certify, signAs, documents } = await startWorld();
const officer = official('Aliya Omarova', { as: 'acting', inPlaceOf: 'Dina Chief' });
const key = newKey();
const certificate = await certify(officer, key);
const signed = await signAs(officer, key, certificate.id);
const sealed = await b.call(
  contract.sealFiles,
  { reference: 'document:1', organisationId: ministry, files },
  documents,
);
const good = packContainer(contents, [signed.xml, sealed.xml], b.clock.now());

const verify = (bytes: Uint8Array) => reportOf(b.platform.url, bytes);

test('a container says who signed, on which post, when, by whose stamp, and what is covered', async () => {
  const report = await verify(good);
  expect(states(report)).toEqual([]);
  const content = Buffer.from(good).toString('base64');
  expect(await b.call(contract.verifyFile, { content }, { kind: 'anonymous' })).toEqual(report);
  expect(report).toMatchObject({ kind: 'container', verdict: 'good' });
  expect(report.signatures).toMatchObject([
    {
      signer: 'Aliya Omarova',
      organisation: 'Ministry of Labour',
      level: 'B-T',
      roles: { role: 'sign', as: 'acting', 'in-place-of': 'Dina Chief', 'post.ru': 'Начальник отдела' },
      stampedBy: 'Meridia Demo Time-Stamping Authority',
      covers: files.map(({ name }) => name),
      leavesOut: [],
    },
    { signer: 'Ministry of Labour', roles: { role: 'seal' } },
  ]);
  expect(report.signatures[0]?.chain.at(-1)).toMatch(/signing authority$/);
});

const onDisk = (bytes: Uint8Array) => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-asice-'));
  const container = openContainer(bytes) ?? expect.fail('no container');
  for (const [name, content] of [...container.files, ...container.signatures]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};

test('openssl agrees with the signature, and not with a changed one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-openssl-'));
  const read = readSignature(signed.xml) ?? expect.fail('no signature');
  const raw = Buffer.from(read.value, 'base64');
  const integer = (part: Buffer) => {
    const bytes = Buffer.concat([Buffer.from([0]), part]);
    const short = bytes.subarray(bytes.findIndex((byte, i) => byte !== 0 || (bytes[i + 1] ?? 0) >= 0x80));
    return Buffer.concat([Buffer.from([2, short.length]), short]);
  };
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  writeFileSync(join(folder, 'value.der'), Buffer.concat([Buffer.from([0x30, body.length]), body]));
  writeFileSync(join(folder, 'one.pem'), certificate.pem);
  writeFileSync(join(folder, 'ca.pem'), (await authorityOf(b.module)).certificatePem);
  writeFileSync(join(folder, 'key.pem'), createPublicKey(certificate.pem).export({ format: 'pem', type: 'spki' }));
  const openssl = (...args: string[]) => spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  const check = (info: string) => {
    writeFileSync(join(folder, 'info.xml'), info);
    return openssl('dgst', '-sha256', '-verify', 'key.pem', '-signature', 'value.der', 'info.xml').status;
  };
  expect(check(signedInfo(read))).toBe(0);
  expect(check(signedInfo(read).replace('sha256', 'sha512'))).not.toBe(0);
  expect(openssl('verify', '-CAfile', 'ca.pem', 'one.pem').stdout).toContain('one.pem: OK');
  writeFileSync(join(folder, 'token.tst'), Buffer.from(read.timestampToken ?? '', 'base64'));
  writeFileSync(join(folder, 'tsa.pem'), await (await fetch(`${tsa.url}/ca.pem`)).text());
  writeFileSync(join(folder, 'stamped.xml'), signatureValue(read.value));
  const stamp = ['ts', '-verify', '-in', 'token.tst', '-token_in', '-data', 'stamped.xml', '-CAfile', 'tsa.pem'];
  expect(openssl(...stamp).stdout + openssl(...stamp).stderr).toContain('Verification: OK');
});

const xmlsec = spawnSync('xmlsec1', ['--version']).status === 0;
test.skipIf(!xmlsec)('xmlsec1 agrees with the container, and not with a tampered one', async () => {
  const check = (folder: string) =>
    spawnSync(
      'xmlsec1',
      [
        ...['--verify', '--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'],
        ...['--trusted-pem', 'ca.pem', 'META-INF/signatures0.xml'],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
  const folder = onDisk(good);
  writeFileSync(join(folder, 'ca.pem'), (await authorityOf(b.module)).certificatePem);
  const { status, stderr } = check(folder);
  expect([status, stderr]).toEqual([0, expect.stringContaining('OK')]);
  writeFileSync(join(folder, contents[1]?.name ?? ''), 'a;b\n1;3\n');
  expect(check(folder).status).not.toBe(0);
});

const change = (name: string, content: string) =>
  packContainer(
    contents.map((one) => (one.name === name ? { ...one, content: Buffer.from(content) } : one)),
    [signed.xml, sealed.xml],
    b.clock.now(),
  );

test('a changed, an added and a missing file are named', async () => {
  const changed = await verify(change('annex/table & notes.csv', 'a;b\n1;3\n'));
  expect(changed.verdict).toBe('bad');
  expect(changed.signatures[0]?.findings).toContainEqual({
    code: 'files',
    state: 'bad',
    params: { name: 'annex/table & notes.csv' },
  });
  const extra = { name: 'extra.txt', mimeType: 'text/plain', content: Buffer.from('x') };
  const added = await verify(packContainer([...contents, extra], [signed.xml], b.clock.now()));
  expect(added.findings).toContainEqual({ code: 'uncovered', state: 'bad', params: { name: 'extra.txt' } });
  expect(added.signatures[0]?.leavesOut).toEqual(['extra.txt']);
  expect(states(await verify(packContainer(contents.slice(1), [signed.xml], b.clock.now())))).toContain('files bad');
});

test('another role, another time or another certificate inside is not what was signed', async () => {
  const read = readSignature(signed.xml) ?? expect.fail('no signature');
  const other = await certify(official('Somebody'), newKey());
  for (const changed of [
    { ...read, roles: [...(read.roles ?? []).slice(0, -1), 'in-place-of=Nobody'] },
    { ...read, signingTime: '2020-01-01T00:00:00Z' },
    { ...read, certificate: other.pem.replace(/-----[^-]+-----|\s/g, '') },
  ])
    expect(states(await verify(packContainer(contents, [writeSignature(changed)], b.clock.now())))).toContain(
      'signature bad',
    );
});

test('a signature of another program is said to be of another form, nothing more', async () => {
  const report = await verify(packContainer(contents, [signed.xml.replace('><', '>\n<')], b.clock.now()));
  expect([report.verdict, states(report)]).toEqual(['untrusted', ['form open']]);
});

test('a foreign authority of the same name is not trusted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-foreign-'));
  const foreign = await circuitAuthority(fileKeys(folder), folder, b.module.config.circuit, 'signing');
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = await foreign.issue(
    { profile: 'document-signing', commonName: 'Aliya Omarova', publicKey: pair.publicKey, days: 9 },
    b.clock.now(),
  );
  const { createHash, sign, X509Certificate } = await import('node:crypto');
  const { toSign } = await import('@stoa/kernel/asic');
  const raw = new X509Certificate(pem).raw;
  const read = readSignature(signed.xml) ?? expect.fail('no signature');
  const properties = { ...read, certificateDigest: createHash('sha256').update(raw).digest('base64') };
  const { propertiesDigest, info } = await toSign(properties);
  const value = sign('sha256', info, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const token = (await requestTimestamp(tsa.url, Buffer.from(signatureValue(value)))).toString('base64');
  const xml = writeSignature({
    ...properties,
    propertiesDigest,
    value,
    certificate: raw.toString('base64'),
    timestampToken: token,
  });
  const report = await verify(packContainer(contents, [xml], b.clock.now()));
  expect([report.verdict, states(report)]).toEqual(['untrusted', ['chain open']]);
});

test('a stamped signature is completed later, and then proves by itself that its certificate was in force', async () => {
  const before = (await b.call(contract.listSignatures, { reference: 'document:1' }, documents)).items;
  expect(before.map(({ level }) => level)).toEqual(['B-T', 'B-T']);
  b.clock.advance({ minutes: 2 });
  await b.drain();
  const { items } = await b.call(contract.listSignatures, { reference: 'document:1' }, documents);
  expect(items.map(({ level, signedAt }) => [level, signedAt])).toEqual(
    before.map(({ signedAt }) => ['B-LT', signedAt]),
  );
  const bytes = packContainer(
    contents,
    items.map(({ xml }) => xml),
    b.clock.now(),
  );
  const report = await verify(bytes);
  expect([report.verdict, report.signatures.map(({ level }) => level)]).toEqual(['good', ['B-LT', 'B-LT']]);
  // Without any register, by what the container itself carries.
  const authorities = [
    await readCertificate(certificatesFromPem((await authorityOf(b.module)).certificatePem)[0] ?? fromBase64('')),
  ];
  const alone = await verifyContainer(bytes, {
    authorities: authorities.filter((one) => one !== undefined),
    stampRoots: new Set(
      (await b.sql<{ fingerprint: string }>('select fingerprint from signing.stamp_root')).map(
        (row) => row.fingerprint,
      ),
    ),
    now: b.clock.now(),
  });
  expect(alone.signatures[0]?.findings.find(({ code }) => code === 'revocation')).toMatchObject({ state: 'good' });
});

test('a certificate revoked later is told; where only the signer’s own clock speaks, it is not believed', async () => {
  const person = official('Revoked Later');
  const own = newKey();
  const { id } = await certify(person, own);
  const made = await signAs(person, own, id, { reference: 'document:2' });
  b.clock.advance({ minutes: 5 });
  await b.call(contract.revokeCertificate, { id, reason: 'keyCompromise' }, person);
  const later = await verify(packContainer(contents, [made.xml], b.clock.now()));
  expect(later.verdict).toBe('good');
  expect(later.signatures[0]?.findings).toContainEqual(
    expect.objectContaining({ code: 'revocation', state: 'note', params: expect.objectContaining({ why: 'later' }) }),
  );
  const read = readSignature(made.xml) ?? expect.fail('no signature');
  await b.sql('update signing.signature set value_digest = null');
  const unproven = await verify(
    packContainer(contents, [writeSignature({ ...read, timestampToken: undefined })], b.clock.now()),
  );
  expect([unproven.verdict, states(unproven)]).toEqual(['bad', ['revocation bad']]);
});

test.each([
  ['nothing at all', Buffer.alloc(0), 'container bad none'],
  ['a text', Buffer.from('hello'), 'container bad none'],
  ['half a container', good.subarray(0, good.length / 2), 'container bad stray'],
  ['a container with a program behind it', Buffer.concat([good, Buffer.from('MZ…')]), 'container bad stray'],
  ['a PDF without a signature', Buffer.from('%PDF-1.7\n%%EOF\n'), 'pdf bad unsigned'],
  ['a PDF that is also a container', Buffer.concat([Buffer.from('%PDF-1.7\n'), good]), 'pdf bad unsigned'],
  ['a PDF whose range leads outside', Buffer.from('%PDF-1.7\n/ByteRange [0 5 9 99999]'), 'pdf bad damaged'],
])('%s gets a finding', async (_, bytes, expected) => {
  const report = await verify(bytes);
  expect([report.verdict, states(report)]).toEqual(['bad', [expected]]);
});

test('a container that would unpack to far more than it is, is not unpacked', async () => {
  const bomb = { name: 'zeros.bin', mimeType: 'application/x', content: new Uint8Array(1) };
  const bytes = Buffer.from(packContainer([bomb], [signed.xml], b.clock.now()));
  // The directory claims four gigabytes of it.
  const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), bytes.lastIndexOf('zeros.bin') - 60);
  bytes.writeUInt32LE(0xfffffff0, at + 24);
  expect(states(await verify(bytes))).toEqual(['container bad too-large']);
});

test('whatever is sent, there is a report', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      async (flips) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of flips) bytes[at] = value;
        const report = await verify(bytes);
        if (Buffer.compare(bytes, good) !== 0) expect(['good', 'untrusted', 'bad']).toContain(report.verdict);
      },
    ),
    { numRuns: 60 },
  );
});

test('too large a file is refused before it is read', async () => {
  const answer = await fetch(`${b.platform.url}${contract.verifyPath}`, {
    method: 'POST',
    body: new Uint8Array(50 * 1024 * 1024 + 1),
  }).catch(() => undefined);
  // The connection may be closed under the sender.
  if (answer)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'signing.file-too-large']);
});
