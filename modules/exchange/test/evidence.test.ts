// SPDX-License-Identifier: Apache-2.0
/** Exported evidence, and what the verifier says to whoever changed it. */
import { createHash, generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import {
  certificateFingerprint,
  type ContainerFile,
  openContainer,
  packContainer,
  readSignature,
  writeSignature,
} from '@stoa/kernel/asic';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { signFiles } from '../src/evidence/seal.ts';
import { verifyEvidence } from '../src/verifier/index.ts';
import { answererId, askerId, badOnes, startEvidenceWorld, type } from './evidence-world.ts';

const { b, auditor, operator, asker, answerer, anchor, authority, exchangeOnce, exported, seal } =
  await startEvidenceWorld();
const { entryId, messageId } = await exchangeOnce();
const tooEarly = await exported(entryId).catch((error: unknown) => error);
await seal();
const good = await exported(entryId);
test('a whole exchange is exported, and all of it holds for who trusts the authority', async () => {
  expect([good.fileName, good.level]).toEqual([`evidence-${messageId}.asice`, 'B-B']);
  const report = await verifyEvidence(good.bytes, [anchor]);
  expect(badOnes(report)).toEqual([]);
  expect(report.verdict).toBe('good');
  expect(report.messages.map((one) => [one.folder, one.client, one.target])).toEqual([
    ['1-request', askerId, type],
    ['2-request', answererId, 'mailbox'],
    ['3-response', answererId, type],
  ]);
  expect((await verifyEvidence(good.bytes, [])).verdict).toBe('untrusted');
  expect(report.checks.find(({ code }) => code === 'timestamp')?.state).toBe('note');
});

test('before the ledger has signed the messages there is nothing to export', () => {
  expect(tooEarly).toMatchObject({ kind: 'conflict', code: 'exchange.evidence-not-sealed' });
});

test('without bodies everything else still holds, and nothing of what was said is there', async () => {
  const { bytes } = await exported(entryId, { withBodies: false });
  const report = await verifyEvidence(bytes, [anchor]);
  expect(report.verdict).toBe('good');
  expect(report.messages[0]?.checks.find(({ code }) => code === 'message-body')).toMatchObject({ state: 'note' });
  expect(Object.values(unzipSync(bytes)).some((file) => Buffer.from(file).includes('11223344595'))).toBe(false);
});

test('an export is written down, and only auditors get one', async () => {
  const audited = await b.sql<{ record: string }>(`select record from ledger_entry where kind = 'audit'`);
  expect(audited.some(({ record }) => record.includes('exchange.evidence-exported') && record.includes(entryId))).toBe(
    true,
  );
  await expect(b.call(contract.exportEvidence, { entryId }, operator)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  const file = await b.http(operator).get(contract.evidenceFilePath(entryId));
  expect([file.status, file.body.code]).toEqual([403, 'kernel.not-permitted']);
});

test('the same container comes as a file', async () => {
  const { status, headers } = await b.http(auditor).get(contract.evidenceFilePath(entryId));
  expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
    200,
    'application/vnd.etsi.asic-e+zip',
    `attachment; filename="evidence-${messageId}.asice"`,
  ]);
});

test('the file leaves out what was said where that is asked', async () => {
  const bare = contract.evidenceFilePath(entryId, false);
  const sizeOf = async (path: string) => Number((await b.http(auditor).get(path)).headers['content-length']);
  expect(await sizeOf(bare)).toBeLessThan(await sizeOf(contract.evidenceFilePath(entryId)));
});

test('an unknown message has no evidence, and what is no identifier is refused', async () => {
  const odd = await b.http(auditor).get(contract.evidenceFilePath('..%2Fx'));
  expect([odd.status, odd.body.code]).toEqual([422, 'kernel.input-invalid']);
  await expect(exported(randomUUID())).rejects.toMatchObject({ kind: 'missing', code: 'exchange.message-unknown' });
});

test('a refused message is exported alone, with the refusal', async () => {
  const refusedId = randomUUID();
  await answerer.send('POST', '/mailbox/requests', { messageId: refusedId, type, content: {} });
  await seal();
  const { items } = await b.call(contract.listMessages, { outcome: 'refused' }, auditor);
  const report = await verifyEvidence((await exported(items.at(-1)?.entryId ?? '')).bytes, [anchor]);
  expect([report.verdict, badOnes(report), report.messages.map((one) => one.outcome)]).toEqual([
    'good',
    [],
    ['refused'],
  ]);
});

type Files = Record<string, Uint8Array>;
const repacked = (change: (files: Files) => void) => {
  const files = unzipSync(good.bytes) as Files;
  change(files);
  const { mimetype = new Uint8Array(), ...rest } = files;
  return zipSync({ mimetype: [mimetype, { level: 0 }], ...rest });
};
const signatures = 'META-INF/signatures0.xml';
const edit = (files: Files, name: string, from: string | RegExp, to: string) => {
  const before = Buffer.from(files[name] ?? '').toString();
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  files[name] = strToU8(after);
};
const signature =
  readSignature([...(openContainer(good.bytes)?.signatures.values() ?? [])][0] ?? '') ?? expect.fail('no signature');
const otherCertificate = new X509Certificate(
  Buffer.from(unzipSync(good.bytes)['1-request/signer.pem'] ?? ''),
).raw.toString('base64');

test.each<[string, (files: Files) => void, string[]]>([
  ['a changed body', (files) => edit(files, '1-request/body', '11223344595', '11223344596'), ['files', 'message-body']],
  [
    'a changed record',
    (files) => edit(files, '3-response/record.json', '"accepted"', '"refused" '),
    ['files', 'message-ledger'],
  ],
  [
    'a changed digest',
    (files) => edit(files, signatures, signature.references[3]?.digest ?? '', signature.propertiesDigest),
    ['files', 'seal'],
  ],
  [
    'a changed time',
    (files) => edit(files, signatures, signature.signingTime, '2020-01-01T00:00:00Z'),
    ['seal', 'chain'],
  ],
  [
    'a swapped certificate',
    (files) =>
      edit(
        files,
        signatures,
        `<ds:X509Certificate>${signature.certificate}`,
        `<ds:X509Certificate>${otherCertificate}`,
      ),
    ['seal'],
  ],
  ['a removed file', (files) => delete files['2-request/signature.bin'], ['files']],
  ['an added file', (files) => (files['4-response/body'] = strToU8('{}')), ['files']],
  [
    'a second signature',
    (files) => edit(files, signatures, /(<ds:Signature .*<\/ds:Signature>)/s, '$1$1'),
    ['container'],
  ],
  [
    'the signed signature hidden beside another',
    (files) =>
      edit(
        files,
        signatures,
        /(<ds:Signature .*<\/ds:Signature>)/s,
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>$1</ds:Object></ds:Signature>',
      ),
    ['container'],
  ],
  ['an entity', (files) => edit(files, signatures, '?>\n', '?>\n<!DOCTYPE a [<!ENTITY b "c">]>'), ['container']],
  ['another manifest', (files) => edit(files, 'META-INF/manifest.xml', 'text/plain', 'text/html'), ['files']],
  [
    'a list of revoked certificates of nobody',
    (files) => edit(files, signatures, signature.crls[0]?.slice(-24, -8) ?? '', 'AAAAAAAAAAAAAAAA'),
    ['revocation'],
  ],
])('a container with %s is refused', async (_name, change, codes) => {
  const report = await verifyEvidence(repacked(change), [anchor]);
  expect(report.verdict).toBe('bad');
  expect(badOnes(report)).toEqual(expect.arrayContaining(codes));
});

test('who holds another certificate of the authority cannot seal evidence with it', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = await authority.issue(
    { profile: 'document-signing', commonName: 'Stoa exchange seal', publicKey, days: 30 },
    b.clock.now(),
  );
  const files: ContainerFile[] = signature.references.map(({ name, mimeType }) => ({
    name,
    mimeType,
    content: openContainer(good.bytes)?.files.get(name) ?? new Uint8Array(),
  }));
  const forged = { key: privateKey, certificate: new X509Certificate(pem) };
  const { authorities, crls } = signature;
  const signed = { ...(await signFiles(files, forged, b.clock.now())), authorities, crls };
  const report = await verifyEvidence(packContainer(files, [writeSignature(signed)], b.clock.now()), [anchor]);
  expect([report.verdict, badOnes(report)]).toEqual(['bad', ['seal']]);
});

test('a message whose certificate was revoked before does not count', async () => {
  const later = await exchangeOnce();
  await b.sql(`update certificate set revoked_at = $2 where key_id = $1`, [
    asker.signingKeyId,
    new Date(b.clock.now().getTime() - 60_000),
  ]);
  await seal();
  const report = await verifyEvidence((await exported(later.entryId)).bytes, [anchor]);
  expect(badOnes(report)).toEqual(['message-signer']);
});

test('rubbish is refused without an error', async () => {
  expect((await verifyEvidence(new Uint8Array(), [])).verdict).toBe('bad');
  const at = fc.nat({ max: good.bytes.length - 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 5 }), async (changes) => {
      const bytes = Buffer.from(good.bytes);
      for (const [place, value] of changes) bytes[place] = value;
      const { verdict } = await verifyEvidence(bytes, [anchor]);
      expect(['good', 'bad']).toContain(verdict);
    }),
    { numRuns: 150 },
  );
});

test('a container that would unpack to far more than it is, is not unpacked', async () => {
  const bomb = repacked((files) => (files['4-request/body'] = new Uint8Array(130 * 1024 * 1024)));
  expect(bomb.length).toBeLessThan(1024 * 1024);
  expect(badOnes(await verifyEvidence(bomb, [anchor]))).toEqual(['container']);
});

test('a container that names a file twice is not opened: programs differ in which one they see', async () => {
  const bytes = Buffer.from(repacked((files) => (files['1-request/bodz'] = strToU8('{}'))));
  for (let at = bytes.indexOf('1-request/bodz'); at >= 0; at = bytes.indexOf('1-request/bodz'))
    bytes.write('y', at + 13);
  expect(badOnes(await verifyEvidence(bytes, [anchor]))).toEqual(['container']);
});

test.each([
  ['exchange.asice', 'authority.pem'],
  ['session.asice', 'session-authority.pem'],
])('a container that was written long ago (%s) still holds', async (container, trusted) => {
  const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url));
  const fingerprint = await certificateFingerprint(Uint8Array.from(golden(trusted)));
  const report = await verifyEvidence(golden(container), [fingerprint ?? '']);
  expect([report.verdict, badOnes(report), report.messages.length]).toEqual(['good', [], 2]);
});

test('everybody may learn what evidence leads back to', async () => {
  const { authority: pem } = await b.call(contract.getTrustAnchors, {});
  expect(createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')).toBe(anchor);
});
