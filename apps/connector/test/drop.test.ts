// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { appendFile, readFile, symlink, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { connectorClient } from '@stoa/exchange/contract';
import { completeness } from '../src/drops/completeness.ts';
import { type Drop, openDrop } from '../src/drops/drop.ts';
import { type DropSettings, landId, startDropWorld, taxesId, transferType } from './drop-world.ts';
import { log } from './fixture.ts';

const { b, connect, allow, at, settings, drop, names, json, received, until } = await startDropWorld();
const land = connectorClient((await connect(landId)).connector.url, landId);
const taxes = connectorClient((await connect(taxesId)).connector.url, taxesId);

let open: Drop | undefined;
const start = async (more: Partial<DropSettings> = {}) => {
  open = await openDrop(landId, settings(more), log);
  open.start(land);
};
afterEach(async () => {
  await open?.close();
  open = undefined;
  await b.sql('delete from mailbox_response');
  await b.sql('delete from mailbox_request');
});
const finished = (file: string, where: 'done' | 'quarantine' = 'done') =>
  until(async () => expect(await names(where)).toContain(file));

test('a right that is still missing keeps the file waiting', async () => {
  await start();
  await drop('early.csv', 'Parcel,Price\n1,1\n');
  await until(async () =>
    expect(await b.sql("select from message where code = 'exchange.access-denied'")).not.toEqual([]),
  );
  expect([await names('work'), await received()]).toEqual([['early.csv'], []]);
  await allow();
  await finished('early.csv');
  expect(await received()).toHaveLength(1);
});

test('each row of a file becomes a message; the receipt names them and the file is put away', async () => {
  await start();
  await drop('a.csv', '\uFEFFParcel,Price\n"01:2,3",100\n04:5,0\n');
  await finished('a.csv');
  const messages = await received();
  expect(messages.map((m) => m.content)).toEqual([
    { parcel: '01:2,3', price: 100 },
    { parcel: '04:5', price: 0 },
  ]);
  const receipt = await json('receipts', 'a.csv.json');
  expect(receipt).toMatchObject({ file: 'a.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), wrong: 0 });
  expect(receipt.messages).toEqual([1, 2].map((row) => ({ row, messageId: messages[row - 1]?.message_id })));
  expect(await names('work')).toEqual([]);
});

test('a file dropped again sends nothing again; another of its name is kept beside it', async () => {
  await start();
  await drop('b.csv', 'Parcel,Price\n1,1\n');
  await finished('b.csv');
  const [first] = await received();
  await drop('b.csv', 'Parcel,Price\n1,1\n');
  await until(async () => expect((await names('')).filter((name) => name === 'b.csv')).toEqual([]));
  await until(async () => expect(await names('work')).toEqual([]));
  expect(await received()).toEqual([first]);
  await drop('b.csv', 'Parcel,Price\n2,2\n');
  await until(async () => expect((await names('done')).filter((name) => name.startsWith('b-'))).toHaveLength(1));
  expect(await received()).toHaveLength(2);
  expect(await readFile(at('done', 'b.csv'), 'utf8')).toContain('1,1');
});

test('bad rows are told one by one, the good ones are sent', async () => {
  await start();
  await drop('c.csv', 'Parcel,Price\n1,1\n2,many\n3\n4,-4\n5,5\n');
  await finished('c.csv', 'quarantine');
  expect((await received()).map((m) => m.content.parcel)).toEqual(['1', '5']);
  expect(await json('quarantine', 'c.csv.error.json')).toMatchObject({
    file: 'c.csv',
    wrong: [
      { row: 2, message: expect.stringContaining('The mapping failed') },
      { row: 3, message: 'The row has 1 fields, the header 2.' },
      { row: 4, code: 'exchange.content-invalid', message: expect.stringContaining('/price') },
    ],
    more: 0,
  });
  expect(await json('receipts', 'c.csv.json')).toMatchObject({ wrong: 3, messages: [{ row: 1 }, { row: 5 }] });
});

describe('a file that cannot be read to its end sends nothing', () => {
  test.each([
    ['no text', 'csv', Buffer.from([0x50, 0x0a, 0xff, 0xfe]), 'The file is not text in utf-8.'],
    ['an empty file', 'csv', '', 'The file is empty'],
    [
      'a quote that stays open',
      'csv',
      'Parcel,Price\n1,1\n"2,2\n',
      'The file is no CSV: CSV_QUOTE_NOT_CLOSED after row 1.',
    ],
    ['a header that names a column twice', 'csv', 'a,a\n1,1\n', 'The header names "a" twice.'],
    ['too many rows', 'csv', `Parcel,Price\n${'1,1\n'.repeat(6)}`, 'The file has more than 5 rows.'],
    ['a row too long', 'csv', `Parcel,Price\n1,${'1'.repeat(400)}\n`, 'CSV_MAX_RECORD_SIZE'],
    ['too large a file', 'csv', `Parcel,Price\n${'\n'.repeat(2000)}`, 'The file is larger than 1500 bytes.'],
    ['XML that breaks off', 'xml', '<T><R><Parcel>1</Parcel><Price>1</Price></R>', 'The file is no XML'],
    ['a DTD', 'xml', '<!DOCTYPE T [<!ENTITY x "y">]><T><R>&x;</R></T>', 'The file has a DTD, which is not accepted.'],
    ['an entity XML does not have', 'xml', '<T><R>&nbsp;</R></T>', 'The file is no XML'],
    ['no such element', 'xml', '<T><Q/></T>', 'The file has no element T.R.'],
    ['JSON that breaks off', 'json', '[{"Parcel":', 'The file is no JSON.'],
    ['nothing at the path', 'json', '{"T":{}}', 'The file has nothing at T.R.'],
  ] as const)('%s', async (_name, format, content, message) => {
    const rows = format === 'csv' ? {} : { rows: 'T.R' };
    await start({ format, ...rows, limits: { rows: 5, rowLength: 300, fileBytes: 1500 } });
    const file = `bad-${randomUUID()}.${format}`;
    await drop(file, content);
    await finished(file, 'quarantine');
    expect(JSON.stringify(await json('quarantine', `${file}.error.json`))).toContain(message.replaceAll('"', '\\"'));
    expect(await received()).toEqual([]);
  });
});

test.each([
  [
    'xml',
    'T.R',
    '<x:T xmlns:x="u"><R id="7"><Parcel> 1 </Parcel><Price>5</Price></R><R><Parcel><![CDATA[<2>]]></Parcel><Price>6</Price></R></x:T>',
  ],
  ['json', 'T.R', '{"T":{"R":[{"Parcel":"1","Price":"5"},{"Parcel":"<2>","Price":6}]}}'],
  ['jsonl', undefined, '{"Parcel":"1","Price":"5"}\n\n{"Parcel":"<2>","Price":6}'],
] as const)('rows of %s are read too', async (format, rows, content) => {
  await start({ format, ...(rows ? { rows } : {}) });
  await drop(`rows.${format}`, content);
  await finished(`rows.${format}`);
  expect((await received()).map((m) => m.content)).toEqual([
    { parcel: '1', price: 5 },
    { parcel: '<2>', price: 6 },
  ]);
});

test('a row nested too deep is told', async () => {
  await start({ format: 'jsonl', limits: { depth: 3 } });
  await drop('deep.jsonl', '{"a":{"b":{"c":{}}}}\n{"Parcel":"1","Price":1}\n{"a":\n');
  await finished('deep.jsonl', 'quarantine');
  expect(await json('quarantine', 'deep.jsonl.error.json')).toMatchObject({
    wrong: [
      { row: 1, message: 'The row is nested deeper than 3.' },
      { row: 3, message: 'The line is no JSON.' },
    ],
  });
});

test('a file in an old encoding with semicolons becomes one message', async () => {
  await start({
    message: 'file',
    encoding: 'windows-1251',
    delimiter: ';',
    content: '{ "parcel": $join(Участок, "+"), "price": $sum(Цена.$number()) }',
  });
  const cyrillic = (text: string) =>
    Buffer.from([...text].map((c) => (c >= 'А' ? c.charCodeAt(0) - 0x350 : c.charCodeAt(0))));
  await drop('cp1251.csv', cyrillic('Участок;Цена\nА;1\nБ;2\n'));
  await finished('cp1251.csv');
  expect((await received()).map((m) => m.content)).toEqual([{ parcel: 'А+Б', price: 3 }]);
});

test('a file still being written is left alone until it is complete', async () => {
  await writeFile(at('slow.csv'), 'Parcel,Price\n1,1\n');
  await start({ complete: 'done-file' });
  await drop('other.csv', 'Parcel,Price\n9,9\n');
  await drop('other.csv.done', '');
  await finished('other.csv');
  expect(await names('')).toContain('slow.csv');
  await appendFile(at('slow.csv'), '2,2\n');
  await drop('slow.csv.done', '');
  await finished('slow.csv');
  expect((await received()).map((m) => m.content.parcel)).toEqual(['1', '2', '9']);
  expect((await names('')).filter((name) => name.endsWith('.done'))).toEqual([]);
});

test('a file is taken when its size and time are the same at two looks', () => {
  const look = completeness({ format: 'csv', complete: 'unchanged' });
  const file = (sizeBytes: number, changedAtMs: number) => [{ name: 'x.CSV', sizeBytes, changedAtMs }];
  expect(look(file(1, 1))).toEqual([]);
  expect(look(file(2, 1))).toEqual([]);
  expect(look(file(2, 2))).toEqual([]);
  expect(look([])).toEqual([]);
  expect(look(file(2, 2))).toEqual([]);
  expect(look(file(2, 2))).toEqual(['x.CSV']);
});

test('names are not trusted, links are not followed, other files are left alone', async () => {
  await symlink('/etc/passwd', at('link.csv'));
  await drop('x\n..\\;.csv', 'Parcel,Price\n1,1\n');
  await drop(`${'ж'.repeat(110)}.csv`, 'Parcel,Price\n1,1\n');
  await drop('.hidden.csv', 'Parcel,Price\n1,1\n');
  await drop('readme.txt', 'x');
  await start();
  await until(async () =>
    expect((await names('quarantine')).filter((name) => /^unnamed-[0-9a-f]{12}\.csv$/.test(name))).toHaveLength(2),
  );
  await drop('after.csv', 'Parcel,Price\n2,2\n');
  await finished('after.csv');
  expect(await names('')).toEqual(expect.arrayContaining(['link.csv', 'readme.txt']));
  expect((await received()).map((m) => m.content.parcel)).toEqual(['2']);
});

test('answers are written down and taken off the mailbox', async () => {
  await start();
  await drop('asked.csv', 'Parcel,Price\n1,1\n');
  await finished('asked.csv');
  const request = await taxes.nextRequest(transferType);
  const answerId = randomUUID();
  await taxes.sendResponse({ messageId: answerId, to: request?.replyTo ?? '', content: { due: 13 } });
  await until(async () => expect(await names('answers')).toContain(`${answerId}.json`));
  expect(await json('answers', `${answerId}.json`)).toMatchObject({
    requestId: request?.messageId,
    content: { due: 13 },
  });
  await until(async () => expect((await land.status(request?.messageId ?? '')).status).toBe('messageIsDelivered'));
});

test.each([
  [{ encoding: 'klingon' }, 'the encoding klingon is not known'],
  [{ rows: 'a' }, '"rows" has no meaning for csv'],
  [{ content: '{' }, /^content is no JSONata/],
])('settings that cannot work are refused', async (more, message) => {
  await expect(openDrop(landId, settings(more), log)).rejects.toThrow(message);
});
