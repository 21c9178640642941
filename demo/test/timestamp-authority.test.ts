// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningService, startTimestampAuthority } from '../src/index.ts';
import { newSerial } from '../src/timestamp/authority.ts';

let folder: string;
let authority: RunningService;
const run = promisify(execFile);
const at = (name: string) => join(folder, name);
const openssl = async (...parts: string[]) => {
  const { stdout, stderr } = await run('openssl', parts, { cwd: folder }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return stdout + stderr;
};
const ask = async (body: Uint8Array<ArrayBuffer> | string, contentType = 'application/timestamp-query') => {
  const response = await fetch(authority.url, { method: 'POST', headers: { 'content-type': contentType }, body });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-tsa-'));
  authority = await startTimestampAuthority({ dataDir: folder });
  await writeFile(at('data.txt'), 'the root of the ledger');
  await writeFile(at('other.txt'), 'the root of another ledger');
  await writeFile(at('ca.pem'), await (await fetch(`${authority.url}/ca.pem`)).text());
});
afterAll(async () => {
  await authority.close();
  await rm(folder, { recursive: true });
});

/** Asks for a stamp of data.txt and writes the reply to a file of that name. */
async function stamp(name: string, ...parts: string[]): Promise<Buffer> {
  await openssl('ts', '-query', '-data', 'data.txt', '-sha256', '-out', `${name}.tsq`, ...parts);
  const reply = await ask(new Uint8Array(await readFile(at(`${name}.tsq`))));
  expect(reply.status).toBe(200);
  await writeFile(at(`${name}.tsr`), reply.body);
  return reply.body;
}

test('openssl verifies a stamp against the data, the query and the CA', async () => {
  await stamp('good', '-cert');
  expect(await openssl('ts', '-verify', '-data', 'data.txt', '-in', 'good.tsr', '-CAfile', 'ca.pem')).toContain(
    'Verification: OK',
  );
  expect(await openssl('ts', '-verify', '-queryfile', 'good.tsq', '-in', 'good.tsr', '-CAfile', 'ca.pem')).toContain(
    'Verification: OK',
  );
  const text = await openssl('ts', '-reply', '-in', 'good.tsr', '-text');
  expect(text).toContain('Status: Granted');
  expect(text).toContain('Accuracy: 0x01 seconds');
});

test('a stamp without certificates verifies with the certificate given apart', async () => {
  const reply = await stamp('bare');
  expect(reply.includes('Meridia Demo Time-Stamping CA, O')).toBe(false);
  await writeFile(at('tsa.pem'), await (await fetch(`${authority.url}/tsa.pem`)).text());
  const verdict = await openssl(
    'ts',
    '-verify',
    '-data',
    'data.txt',
    '-in',
    'bare.tsr',
    '-CAfile',
    'ca.pem',
    '-untrusted',
    'tsa.pem',
  );
  expect(verdict).toContain('Verification: OK');
});

test('openssl refuses the stamp for other data, with a changed byte, and under another CA', async () => {
  const reply = await stamp('tampered', '-cert');
  expect(await openssl('ts', '-verify', '-data', 'other.txt', '-in', 'tampered.tsr', '-CAfile', 'ca.pem')).toContain(
    'Verification: FAILED',
  );
  const year = reply.indexOf(`${new Date().getUTCFullYear()}`);
  reply[year + 3] = (reply[year + 3] ?? 0) ^ 1;
  await writeFile(at('tampered.tsr'), reply);
  expect(await openssl('ts', '-verify', '-data', 'data.txt', '-in', 'tampered.tsr', '-CAfile', 'ca.pem')).toContain(
    'Verification: FAILED',
  );
  const stranger = await startTimestampAuthority({ dataDir: at('stranger') });
  await writeFile(at('stranger.pem'), await (await fetch(`${stranger.url}/ca.pem`)).text());
  await stranger.close();
  await stamp('good2', '-cert');
  expect(await openssl('ts', '-verify', '-data', 'data.txt', '-in', 'good2.tsr', '-CAfile', 'stranger.pem')).toContain(
    'Verification: FAILED',
  );
});

test('the certificate allows time stamping alone, critically', async () => {
  await writeFile(at('tsa.pem'), await (await fetch(`${authority.url}/tsa.pem`)).text());
  const text = await openssl('x509', '-in', 'tsa.pem', '-noout', '-ext', 'extendedKeyUsage,keyUsage');
  expect(text).toMatch(/Extended Key Usage: critical\s+Time Stamping\s*$/m);
  expect(await openssl('verify', '-CAfile', 'ca.pem', '-purpose', 'timestampsign', 'tsa.pem')).toContain('OK');
});

test('keys survive a restart; stamps differ in their serial number', async () => {
  const again = await startTimestampAuthority({ dataDir: folder });
  expect(await (await fetch(`${again.url}/ca.pem`)).text()).toBe(await readFile(at('ca.pem'), 'utf8'));
  await again.close();
  await stamp('one');
  await stamp('two');
  const serial = async (name: string) =>
    /Serial number: (\S+)/.exec(await openssl('ts', '-reply', '-in', name, '-text'))?.[1];
  expect(await serial('one.tsr')).not.toBe(await serial('two.tsr'));
});

test('a nonce with a byte too many, which openssl could not read in the stamp, is refused', async () => {
  await openssl('ts', '-query', '-data', 'data.txt', '-sha256', '-out', 'padded.tsq');
  const query = new Uint8Array(await readFile(at('padded.tsq')));
  query.set([0, 0x12], query.length - 8);
  await writeFile(at('padded.tsr'), (await ask(query)).body);
  expect(await openssl('ts', '-reply', '-in', 'padded.tsr', '-text')).toContain('The nonce is not a DER integer.');
});

test('serial numbers are integers as DER writes them, whatever chance says', () => {
  for (let i = 0; i < 2000; i++) expect(newSerial()[0]).toSatisfy((first: number) => first >= 0x40 && first < 0x80);
});

test('the stamp carries the clock it was given', async () => {
  const early = await startTimestampAuthority({
    dataDir: at('early'),
    now: () => new Date('2031-02-03T04:05:06.789Z'),
  });
  await openssl('ts', '-query', '-data', 'data.txt', '-sha256', '-out', 'early.tsq');
  const reply = await fetch(early.url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(await readFile(at('early.tsq'))),
  });
  expect(Buffer.from(await reply.arrayBuffer()).includes('20310203040506Z')).toBe(true);
  await early.close();
});

test('a query with a weak digest, another policy or no sense gets a rejection with its reason', async () => {
  const rejected = async (name: string) => openssl('ts', '-reply', '-in', name, '-text');
  await openssl('ts', '-query', '-data', 'data.txt', '-sha1', '-out', 'sha1.tsq');
  await writeFile(at('sha1.tsr'), (await ask(new Uint8Array(await readFile(at('sha1.tsq'))))).body);
  expect(await rejected('sha1.tsr')).toMatch(/Status: Rejected[\s\S]*unrecognized or unsupported algorithm/);
  await stamp('policy', '-tspolicy', '1.2.3.4');
  expect(await rejected('policy.tsr')).toMatch(/Status: Rejected[\s\S]*policy is not supported/);
  for (const nonsense of ['', 'nonsense', '\x30\x03\x02\x01\x01', '\x30\x80']) {
    await writeFile(at('nonsense.tsr'), (await ask(nonsense)).body);
    expect(await rejected('nonsense.tsr')).toMatch(/Status: Rejected/);
  }
  expect((await ask('{}', 'application/json')).status).toBe(415);
});
