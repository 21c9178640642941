// SPDX-License-Identifier: Apache-2.0
/** Files of a system before: a ZIP of its folder, each file to the card whose row names it. */
import * as register from '@stoa/documents/contract';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { chancery, labour } from './world.ts';

const { b, clerk, executor, elsewhere } = await chancery();
const code = (name: string) => ({ code: name });
const head = 'key;kind;subject;state;author;number;date;correspondents;executed;files';
const row = (n: number, files: string) =>
  `card-${n};incoming;Matter ${n} of the year;executed;Ivan Clerk;${n};05.05.2026;Northern Depot;06.05.2026;"${files}"`;
const imported = async (lines: readonly string[], run = true) => {
  const text = [head, ...lines].join('\n');
  const { id } = await b.call(
    contract.tryImport,
    { institutionId: labour, source: 'delo', fileName: 'cards.csv', text },
    clerk,
  );
  if (run) {
    await b.call(contract.runImport, { id }, clerk);
    await b.drain();
  }
  return id;
};
const pack = (files: Readonly<Record<string, string>>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))).toString(
    'base64',
  );
const give = (id: string, content: string, who = clerk) => b.call(contract.importFiles, { id, content }, who);
const documentOf = async (subject: string) => {
  const { items } = await b.call(register.listDocuments, { institutionId: labour, search: subject, limit: 10 }, clerk);
  return b.call(register.getDocument, { id: items[0]?.id ?? '' }, clerk);
};

test('each file of the folder comes to the card that names it, once, and what nobody names is said', async () => {
  const id = await imported([row(1, 'letter.txt;scans\\plan.txt'), row(2, 'shared.txt'), row(3, 'shared.txt')]);
  const folder = { 'Delo/letter.txt': 'A letter', 'scans/PLAN.txt': 'A plan', 'shared.txt': 'Both', 'other.txt': 'x' };
  expect(await give(id, pack(folder))).toEqual({ added: 4, known: 0, refused: [], unnamed: ['other.txt'] });
  expect((await documentOf('Matter 1')).files).toMatchObject([
    { name: 'letter.txt', role: 'main' },
    { name: 'plan.txt', role: 'annex' },
  ]);
  expect(await give(id, pack(folder))).toMatchObject({ added: 0, known: 4 });
  expect((await b.call(contract.getImport, { id }, clerk)).import).toMatchObject({ files: 4, filesTaken: 4 });
});

test('a file that is not what it says is refused by its name, and the others come', async () => {
  const id = await imported([row(11, 'fine.txt;bad.pdf')]);
  const { added, refused } = await give(id, pack({ 'fine.txt': 'Fine', 'bad.pdf': 'MZ not a PDF' }));
  expect(added).toBe(1);
  expect(refused).toMatchObject([{ name: 'bad.pdf', code: 'documents.file-refused' }]);
});

test('no folder is taken that is none, too large, too early, or of somebody else', async () => {
  const id = await imported([row(21, 'one.txt')], false);
  await expect(give(id, pack({ 'one.txt': 'x' }))).rejects.toMatchObject(code('papers.import-not-done'));
  await b.call(contract.runImport, { id }, clerk);
  await b.drain();
  await expect(give(id, Buffer.from('no zip').toString('base64'))).rejects.toMatchObject(
    code('papers.folder-unreadable'),
  );
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`${at}.txt`, 'x']));
  await expect(give(id, pack(many))).rejects.toMatchObject(code('papers.folder-too-large'));
  const bomb = pack({ 'one.txt': ' '.repeat(65 * 1024 * 1024) });
  expect(bomb.length).toBeLessThan(200_000);
  await expect(give(id, bomb)).rejects.toMatchObject(code('papers.folder-too-large'));
  for (const who of [executor, elsewhere])
    await expect(give(id, pack({ 'one.txt': 'x' }), who)).rejects.toMatchObject({ kind: 'forbidden' });
  const file = { institutionId: labour, source: 'delo', role: 'main', name: 'a.txt', content: 'eA==' } as const;
  await expect(b.call(register.importFile, { ...file, key: 'unheard' }, clerk)).rejects.toMatchObject(
    code('documents.document-unknown'),
  );
  await expect(b.call(register.importFile, { ...file, key: 'card-21' }, elsewhere)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  for (let n = 0; n < 50; n += 1)
    await b.call(register.importFile, { ...file, key: 'card-21', name: `${n}.txt` }, clerk);
  await expect(b.call(register.importFile, { ...file, key: 'card-21' }, clerk)).rejects.toMatchObject(
    code('documents.too-many-files'),
  );
});
