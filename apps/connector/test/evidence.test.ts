// SPDX-License-Identifier: Apache-2.0
/** The guide for a court's expert, followed to the letter on a real container and on tampered ones. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTimestampAuthority } from '@stoa/demo';
import { connectorClient, exportEvidence, getTrustAnchors, listMessages } from '@stoa/exchange/contract';
import { verifyEvidence } from '@stoa/exchange/verifier';
import { expect, test } from 'vitest';
import { consumerId, providerId, startExchangeWorld } from './fixture.ts';

const tsaFolder = mkdtempSync(join(tmpdir(), 'stoa-tsa-'));
const tsa = await startTimestampAuthority({ port: 0, dataDir: tsaFolder });
const { b, consumer } = await startExchangeWorld({ STOA_TSA_URL: tsa.url });
const auditor = b.person({ duties: ['audit.auditor'] });
const client = connectorClient(consumer.connector.url, consumerId);

const { messageId } = await client.call(`${providerId}/persons`, '/persons/1?full=yes', {
  issue: 'case-1',
  userId: 'EE123',
});
await b.platform.modules.get('exchange')?.sequencer.flush();
const { items } = await b.call(listMessages, { messageId }, auditor);
const entryId = items[1]?.entryId ?? '';
const good = await b.call(exportEvidence, { entryId }, auditor);
const { authority, authorityFingerprint } = await b.call(getTrustAnchors, {});
const roots = await fetch(`${tsa.url}/ca.pem`).then((response) => response.text());

const guide = readFileSync(new URL('../../../docs/guides/evidence.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');

/** Runs the blocks of the guide in a new folder; changes come after unpacking, or after seal and time were checked. */
async function follow(change = '', afterSeal = '', trusted = authority): Promise<{ code: number; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-expert-'));
  writeFileSync(join(folder, 'evidence.asice'), Buffer.from(good.container, 'base64'));
  writeFileSync(join(folder, 'trusted.pem'), trusted);
  writeFileSync(join(folder, 'tsa.pem'), roots);
  const [unpack = '', signature = '', files = '', certificate = '', time = '', ...parts] = blocks;
  const script = [unpack, change, signature, files, certificate, time, afterSeal, ...parts].join('\n');
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

test('the guide finds that everything holds, with xmlsec1 and openssl alone', async () => {
  const { code, output } = await follow();
  expect(output).toContain('EVERYTHING HOLDS');
  expect(code).toBe(0);
  expect(output).toContain(`2-response/ was signed by subject=CN = ${providerId}`);
  expect(output).toMatch(/Time stamp: \w{3} \d+ /);
  expect(output).toContain(`SignedInfo References (ok/all): ${21}/21`);
});

test('the verifier finds the same, time stamps included', async () => {
  expect(good.level).toBe('B-LT');
  const { verdict, checks, messages } = await verifyEvidence(Buffer.from(good.container, 'base64'), [
    authorityFingerprint,
  ]);
  expect(verdict).toBe('good');
  expect(new Set([...checks, ...messages.flatMap((one) => one.checks)].map(({ state }) => state))).toEqual(
    new Set(['good']),
  );
  expect(messages.map(({ direction }) => direction)).toEqual(['request', 'response']);
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
  ['a removed file', 'rm 1-request/signature.bin', 'the seal does not hold'],
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
  const { code, output } = await follow(change);
  expect(output).toContain(`REFUSED: ${reason}`);
  expect(code).toBe(1);
});

/** The seal is the exchange's: whoever distrusts it has each message and the ledger to look at. */
test.each([
  ['body', `sed -i 's/Иванова/Петрова/' 2-response/body`, '2-response/: this is not the body'],
  ['signed part', `sed -i 's/EE123/EE124/' 1-request/signature-base.txt`, '1-request/: the signature does not hold'],
  ['signer', 'cp 1-request/signer.pem 2-response/signer.pem', '2-response/: the signature does not hold'],
  ['record', `sed -i 's/"accepted"/"accepteD"/' 1-request/record.json`, '1-request/ does not stand in the ledger'],
  [
    'record of another message',
    'cp 1-request/record.json 2-response/',
    '2-response/: the record is of another message',
  ],
  ['checkpoint', `sed -i '2s/.*/99/' checkpoint.txt`, 'the checkpoint was not signed by the ledger'],
])('beneath the seal, a changed %s is found on its own', async (_name, change, reason) => {
  const { code, output } = await follow('', change);
  expect(output).toContain(`REFUSED: ${reason}`);
  expect(code).toBe(1);
});

test('a container that leads back to another authority is refused', async () => {
  const { code, output } = await follow('', '', roots);
  expect([code, output]).toEqual([
    1,
    expect.stringContaining('REFUSED: the container leads back to another authority'),
  ]);
});

test('while the time-stamping authority is away, evidence comes without a time stamp only to who asks for that', async () => {
  await tsa.close();
  await expect(b.call(exportEvidence, { entryId }, auditor)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'exchange.timestamp-away',
  });
  expect((await b.call(exportEvidence, { entryId, untimed: true }, auditor)).level).toBe('B-B');
});
