// SPDX-License-Identifier: Apache-2.0
/** Files looked at in the page: shown as pictures, words or tables, each read written down, nothing run, nothing that hangs. */
import * as register from '@stoa/documents/contract';
import { typeset } from '@stoa/kernel/typeset';
import { chmodSync, mkdtempSync, readdirSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import writeWorkbook from 'write-excel-file/node';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { canConvert, toPdf } from '../src/previews/office.ts';
import { Recent } from '../src/previews/recent.ts';
import { inThread } from '../src/thread/thread.ts';
import { docx } from './docx.ts';
import { chancery, textOfPdf } from './world.ts';

const { b, executor, clerk, elsewhere, draft, fetched } = await chancery();
const id = await draft();
const add = async (name: string, bytes: Uint8Array, as = executor) =>
  (await b.call(register.addFile, { id, name, role: 'annex', content: Buffer.from(bytes).toString('base64') }, as)).id;
const preview = (fileId: string, who = executor) => b.call(contract.previewFile, { id, fileId }, who);
const page = (fileId: string, number: number, who = executor) => fetched(contract.pagePath(id, fileId, number), who);

test('a PDF is shown as pictures of its pages, with what stands on them', async () => {
  const fileId = await add('Two.pdf', typeset('#set document(title: "Two")\nFirst\n#pagebreak()\nSecond مرحبا', {}));
  expect(await preview(fileId)).toMatchObject({
    ...{ kind: 'pages', pages: 2, name: 'Two.pdf' },
    texts: [expect.stringContaining('First'), expect.stringContaining('Second')],
  });
  const { status, headers, bytes } = await page(fileId, 2);
  expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
    200,
    'image/png',
    'nosniff',
  ]);
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(Buffer.from(bytes.subarray(1, 4)).toString()).toBe('PNG');
  expect((await page(fileId, 3)).text).toContain('papers.page-unknown');
  expect((await fetched(contract.pagePath(id, fileId, 0), executor)).status).toBe(422);
});

test('who may not see the document sees nothing of its files, also of pages made before', async () => {
  const fileId = await add('Secret.pdf', typeset('#set document(title: "S")\nSecret', {}));
  await preview(fileId);
  await expect(preview(fileId, elsewhere)).rejects.toMatchObject({ kind: 'missing' });
  expect((await page(fileId, 1, elsewhere)).status).toBe(404);
  expect((await page(fileId, 1, clerk)).status).toBe(200);
});

test('each look is written down as a read of the file', async () => {
  const fileId = await add('Note.txt', Buffer.from('Привет <script>alert(1)</script>'));
  const reads = async () =>
    (await b.sql<{ record: string }>(`select record from documents.ledger_entry where kind = 'audit'`)).filter(
      ({ record }) => record.includes('documents.file-read') && record.includes(fileId),
    ).length;
  const before = await reads();
  expect(await preview(fileId)).toMatchObject({ kind: 'text', text: 'Привет <script>alert(1)</script>' });
  expect(await reads()).toBe(before + 1);
});

test('text has an end, and says so', async () => {
  const shown = await preview(await add('Long.txt', Buffer.from('x'.repeat(300_000))));
  expect([shown.text?.length, shown.cut]).toEqual([200_000, true]);
});

test('a workbook is shown as tables', async () => {
  const rows = Array.from({ length: 250 }, (_, at) => [{ value: `Row ${at}`, type: String }]);
  const bytes = await writeWorkbook(rows, { sheet: 'Depots' }).toBuffer();
  const { kind, sheets } = await preview(await add('Depots.xlsx', bytes));
  expect([kind, sheets?.[0]?.name, sheets?.[0]?.rows.length, sheets?.[0]?.cut]).toEqual([
    'tables',
    'Depots',
    200,
    true,
  ]);
});

test('what cannot be read says so and is offered to download', async () => {
  expect(await preview(await add('Broken.pdf', Buffer.from('%PDF-1.7 nothing of it')))).toMatchObject({
    kind: 'none',
    why: 'unreadable',
  });
  expect(await preview(await add('Scan.tif', Buffer.from('II*\0scan')))).toMatchObject({ kind: 'none', why: 'kind' });
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
  expect(await preview(await add('Picture.png', png))).toMatchObject({ kind: 'image', mimeType: 'image/png' });
});

test('a DOCX is shown as its words where nothing makes pages of it', async () => {
  Object.assign(b.module.config.env, { STOA_OFFICE_CONVERTER: 'off' });
  const fileId = await add('Letter.docx', Buffer.from(docx('Dear colleagues'), 'base64'));
  expect(await preview(fileId)).toMatchObject({
    kind: 'text',
    plain: true,
    text: expect.stringContaining('Dear colleagues'),
  });
  Object.assign(b.module.config.env, { STOA_OFFICE_CONVERTER: 'soffice' });
});

test('LibreOffice makes pages of a DOCX, and none where a process cannot be shut off from the network', async () => {
  const able = await canConvert('soffice');
  const pdf = await toPdf('soffice', Buffer.from(docx('Dear colleagues'), 'base64'), 'docx');
  if (!able) return expect(pdf).toBeUndefined();
  expect((await textOfPdf(pdf ?? new Uint8Array())).join('')).toContain('Dear colleagues');
});

/** A program in the place of LibreOffice. */
const stand = (lines: string) => {
  const file = join(mkdtempSync(join(tmpdir(), 'stoa-converter-')), 'soffice');
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
};
const officeFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('stoa-office-'));

test('the converter has no network, no memory without end, no time without end, and leaves nothing', async () => {
  const [bytes, before] = [Buffer.from('any'), officeFolders()];
  const network = await toPdf(
    stand('cat /proc/net/dev | wc -l > paper.pdf; ulimit -v >> paper.pdf; env >> paper.pdf'),
    bytes,
    'docx',
  );
  if (!(await canConvert('sh'))) return expect(network).toBeUndefined();
  const said = Buffer.from(network ?? []).toString();
  // The two lines of the head, and the loopback that is down.
  expect(said.split('\n').slice(0, 2)).toEqual(['3', String((3 * 1024 ** 3) / 1024)]);
  expect(said).not.toContain('STOA_');
  expect(await toPdf(stand('sleep 60'), bytes, 'docx', 300)).toBeUndefined();
  expect(await toPdf(stand('exit 1'), bytes, 'docx')).toBeUndefined();
  expect(officeFolders()).toEqual(before);
  expect(await canConvert('/no/such/program')).toBe(false);
});

test('what the converter made nothing of is not given to it again', async () => {
  if (!(await canConvert('sh'))) return;
  const tries = join(mkdtempSync(join(tmpdir(), 'stoa-tries-')), 'tries');
  Object.assign(b.module.config.env, { STOA_OFFICE_CONVERTER: stand(`echo try >> ${tries}; exit 1`) });
  const fileId = await add('Heavy.docx', Buffer.from(docx('Dear colleagues'), 'base64'));
  for (let time = 0; time < 3; time++) expect(await preview(fileId)).toMatchObject({ kind: 'text', plain: true });
  Object.assign(b.module.config.env, { STOA_OFFICE_CONVERTER: 'soffice' });
  expect(readFileSync(tries, 'utf8')).toBe('try\n');
});

test('a thread is stopped at its time, and says what failed', async () => {
  const pdf = typeset('#set document(title: "T")\nText', {});
  expect(await inThread('pages', { bytes: pdf }, { ms: 1 })).toEqual({ stopped: true });
  expect(await inThread('sheets', Buffer.from('no workbook'))).toHaveProperty('failed');
});

test('what was made lately goes when there is too much of it, the longest unused first', () => {
  const recent = new Recent<string>(10, (value) => value.length);
  recent.put('a', 'aaaa');
  recent.put('b', 'bbbb');
  recent.get('a');
  recent.put('c', 'cccc');
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual(['aaaa', undefined, 'cccc']);
});
