// SPDX-License-Identifier: Apache-2.0
/** Lists taken out: what a page would show to whoever asks, in their language, and never a formula. */
import * as register from '@stoa/documents/contract';
import { writeCsv } from '@stoa/kernel/text';
import { readSheet } from 'read-excel-file/node';
import { beforeAll, expect, test } from 'vitest';
import { disciplineListPath, documentsListPath, journalListPath, mostRows } from '../src/contract.ts';
import { chancery, labour, textOfPdf } from './world.ts';

const { b, clerk, leader, cleared, executor, elsewhere, nobody, letter, registered, draft, fetched } = await chancery();
const list = (more: object = {}) => documentsListPath({ as: 'csv', language: 'en', institutionId: labour, ...more });
let journal = '';

beforeAll(async () => {
  await registered({ subject: '=HYPERLINK("http://evil")', theirNumber: '@12', theirDate: '2026-05-05' });
  await registered({ subject: 'Закон о квотах', label: 1 });
  const secret = { institutionId: labour, kind: 'incoming', subject: 'A secret of the state', label: 2 };
  const { id } = await b.call(register.createDocument, { ...secret, correspondents: [{ name: 'Somebody' }] }, cleared);
  await b.call(register.registerDocument, { id, noDouble: true }, cleared);
  await draft();
  journal = (await b.call(register.listJournals, { institutionId: labour }, clerk)).items[0]?.id ?? '';
});

test('a list has what the page shows, in the language asked for', async () => {
  const { status, headers, text, bytes } = await fetched(list({ language: 'ru', direction: 'incoming' }), clerk);
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toContain(encodeURIComponent('Все документы.csv'));
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(text).toContain('Номер,Дата,Тема');
  expect(text).toContain('Закон о квотах');
  expect(text).toContain('Для служебного пользования');
  expect(text).toContain('5 мая 2026');
  expect(text).toContain('Строк: 2');
  expect(text).not.toContain('Answer on the quota');
});

test('labels and the list of those who need to know hold in each form', async () => {
  for (const as of ['csv', 'xlsx', 'pdf'] as const) {
    const read = async (who: typeof clerk) => {
      const { bytes, status } = await fetched(list({ as }), who);
      expect(status).toBe(200);
      if (as === 'pdf') return (await textOfPdf(bytes)).join('');
      return as === 'csv' ? new TextDecoder().decode(bytes) : JSON.stringify(await readSheet(Buffer.from(bytes)));
    };
    const seen = await read(clerk);
    expect(seen).toContain('HYPERLINK');
    expect(seen).not.toContain('secret');
    expect(await read(executor)).not.toContain('HYPERLINK');
    expect(await read(elsewhere)).not.toContain('HYPERLINK');
  }
  expect((await fetched(list(), nobody)).status).toBe(403);
});

test('a cell that begins as a formula stays words', async () => {
  expect((await fetched(list(), clerk)).text).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect(writeCsv([['=1']])).toContain("'=1");
  const { bytes } = await fetched(list({ as: 'xlsx' }), clerk);
  const rows = await readSheet(Buffer.from(bytes));
  const row = rows.find((one) => String(one[2]).startsWith('=HYPER'));
  expect(row?.slice(5, 7)).toEqual(['@12', new Date('2026-05-05T00:00:00Z')]);
});

test('an Arabic list is typeset', async () => {
  const { bytes, headers, status } = await fetched(list({ as: 'pdf', language: 'ar' }), clerk);
  expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect((await textOfPdf(bytes)).join('')).toContain('01-');
});

test('a register is taken out by its clerks, with what they may not see as a number alone', async () => {
  const { text, status } = await fetched(journalListPath(journal, { as: 'csv', language: 'en' }), clerk);
  expect(status).toBe(200);
  expect(text).toContain('Number,Day,Subject');
  expect(text).toContain('a document that is not for you to see');
  expect(text).not.toContain('secret');
  expect((await fetched(journalListPath(journal, { as: 'csv', language: 'en' }), executor)).status).toBe(403);
  const unknown = journalListPath('01919191-0000-7000-8000-0000000000d1', { as: 'csv', language: 'en' });
  expect((await fetched(unknown, clerk)).status).toBe(404);
});

test('how terms are kept is taken out by clerks and leaders', async () => {
  const path = disciplineListPath(labour, { as: 'xlsx', language: 'kk' });
  const { bytes, status } = await fetched(path, leader);
  expect(status).toBe(200);
  expect((await readSheet(Buffer.from(bytes)))[0]?.[0]).toBe('Бөлімше');
  expect((await fetched(path, executor)).status).toBe(403);
});

test('nonsense in the address is refused, and what is taken out is written down', async () => {
  for (const wrong of [{ as: 'exe' }, { language: 'xx' }, { from: 'yesterday' }, { any: 'thing' }])
    expect((await fetched(list(wrong), clerk)).status).toBe(422);
  const audited = await b.sql<{ record: string }>(`select record from ledger_entry where kind = 'audit'`);
  expect(audited.some(({ record }) => record.includes('papers.list-taken-out'))).toBe(true);
});

test('a list longer than a file holds says so', async () => {
  for (let at = 0; at < 3; at += 1) await letter();
  const before = mostRows.csv;
  Object.assign(mostRows, { csv: 3 });
  const { text } = await fetched(list(), clerk);
  Object.assign(mostRows, { csv: before });
  expect(text).toContain('Only the first 3 rows are here');
  expect(text.trim().split('\r\n')).toHaveLength(6);
  expect((await fetched(list(), cleared)).text).not.toContain('Only the first');
});
