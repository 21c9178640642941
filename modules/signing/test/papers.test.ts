// SPDX-License-Identifier: Apache-2.0
/** Signed PDF files, as the platform and as other programs read them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentSigner } from '../src/document-signer.ts';
import { requestTimestamp } from '@stoa/kernel/ledger';
import { signPdf, typeset } from '@stoa/kernel/typeset';
import { expect, test } from 'vitest';
import { reportOf, states } from './report.ts';
import { startWorld } from './world.ts';

const { b, tsa, official, newKey, certify, signAs } = await startWorld();
// An authority of time is believed from the first signature that it stamped here.
const officer = official('Aliya Omarova');
const key = newKey();
await signAs(officer, key, (await certify(officer, key)).id);
const verify = (bytes: Uint8Array) => reportOf(b.platform.url, bytes);
const paper = typeset('#set document(title: "Paper")\n= Paper\nText', {});
const stampBytes = (bytes: Buffer) => requestTimestamp(tsa.url, bytes);
const pdf = await signPdf(
  paper,
  await documentSigner(b.module),
  { reason: 'Paper', name: 'Office', at: b.clock.now() },
  stampBytes,
);

test('a signed PDF holds; changed or continued it does not', async () => {
  const report = await verify(pdf);
  expect([report.verdict, states(report)]).toEqual(['good', []]);
  expect(report.signatures).toMatchObject([{ level: 'B-T', covers: ['PDF'] }]);
  const changed = Buffer.from(pdf);
  changed[100] = (changed[100] ?? 0) ^ 1;
  expect(states(await verify(changed))).toContain('signature bad');
  expect(states(await verify(Buffer.concat([pdf, Buffer.from('\n% more')])))).toEqual(['changed-after bad']);
});

const pdfsig = spawnSync('pdfsig', ['-v']).status === 0;
test.skipIf(!pdfsig)('pdfsig agrees that the PDF is valid', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'stoa-pdf-')), 'paper.pdf');
  writeFileSync(file, pdf);
  expect(execFileSync('pdfsig', [file]).toString()).toContain('Signature is Valid');
});

const qpdf = spawnSync('qpdf', ['--version']).status === 0;
test.skipIf(!qpdf)('qpdf finds nothing to complain about', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'stoa-pdf-')), 'paper.pdf');
  writeFileSync(file, pdf);
  const { status, stdout, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' });
  expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('No syntax or stream encoding errors')]);
});
