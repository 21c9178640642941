// SPDX-License-Identifier: Apache-2.0
/** Tables of cards: tried row by row, taken in part by part, each row with its outcome, and only once. */
import * as register from '@stoa/documents/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { wordsIn } from '../src/words.ts';
import { readTable } from '../src/imports/rows.ts';
import { chancery, labour } from './world.ts';

const { b, clerk, executor, elsewhere, fetched } = await chancery();
const code = (name: string) => ({ code: name });
const head = 'key;kind;subject;state;author;number;date;correspondents;executed';
const tried = async (lines: readonly string[], source = 'delo', who = clerk) =>
  (
    await b.call(
      contract.tryImport,
      { institutionId: labour, source, fileName: 'cards.csv', text: [head, ...lines].join('\n') },
      who,
    )
  ).id;
const get = (id: string, outcome?: 'fits' | 'taken' | 'refused') =>
  b.call(contract.getImport, { id, ...(outcome ? { outcome } : {}) }, clerk);
const card = (n: number, more = '05.05.2026') =>
  `card-${n};incoming;Matter ${n} of the year;executed;Ivan Clerk;${n};${more};Northern Depot;06.05.2026`;

test('a table is tried whole: what fits, and of each other row why it does not', async () => {
  const id = await tried([
    card(1),
    card(1),
    card(2, '31.02.2026'),
    'card-3;unheard;A matter of some kind;executed;Ivan Clerk;3;05.05.2026;;',
    'card-4;incoming;x;executed;Ivan Clerk;4;05.05.2026;;',
    'card-5;incoming;=HYPERLINK("x");executed;Ivan Clerk;1;05.05.2026;;06.05.2026',
  ]);
  const { import: found, items: rows } = await get(id, 'refused');
  expect(found).toMatchObject({ state: 'tried', fits: 1, refused: 5, taken: 0, known: 0, byName: 'Clara Clerk' });
  expect(rows.map((row) => [row.line, row.code])).toEqual([
    [3, 'key-twice'],
    [4, 'date-unclear'],
    [5, 'kind-unknown'],
    [6, 'value-invalid'],
    [7, 'number-taken'],
  ]);
  const report = await fetched(contract.importReportPath(id, 'ru'), clerk);
  expect(report.text).toContain('Строка,Ключ');
  // In the reader's words; what a value is not is named beside them.
  expect(report.text).toContain(wordsIn('ru').fault('kind-unknown', ''));
  expect(report.text).not.toMatch(/The (key|instruction)|This place/);
  expect(report.text).toContain('31.02.2026');
  expect(report.text).toContain(`"'=HYPERLINK(""x"")"`);
  expect((await b.call(register.listDocuments, { institutionId: labour, limit: 100 }, clerk)).items).toEqual([]);
});

test('what fits is taken in part by part, once, with a report', async () => {
  const lines = Array.from({ length: 450 }, (_, at) => card(at + 10));
  const id = await tried(lines);
  await b.call(contract.runImport, { id }, clerk);
  await expect(b.call(contract.runImport, { id }, clerk)).rejects.toMatchObject(code('papers.import-begun'));
  await b.drain();
  expect((await get(id)).import).toMatchObject({ state: 'done', taken: 450, fits: 0, refused: 0 });
  const { text } = await fetched(contract.importReportPath(id, 'en'), clerk);
  expect(text.match(/,taken in,/g)).toHaveLength(450);
  const again = await tried(lines);
  expect((await get(again)).import).toMatchObject({ known: 450, fits: 450 });
  await b.call(contract.runImport, { id: again }, clerk);
  await b.drain();
  const { items: books } = await b.call(register.listJournals, { institutionId: labour }, clerk);
  expect(books).toMatchObject([{ code: 'incoming', taken: 450 }]);
  await expect(b.call(contract.runImport, { id: again }, clerk)).rejects.toMatchObject(code('papers.nothing-fits'));
  const { items } = await b.call(contract.listImports, { institutionId: labour, limit: 1 }, clerk);
  expect(items).toMatchObject([{ id: again, state: 'done' }]);
});

test('what another took meanwhile is refused in the run, and the others are taken in', async () => {
  const first = await tried([card(901)], 'other');
  const second = await tried([card(901), card(902)], 'third');
  for (const id of [first, second]) {
    await b.call(contract.runImport, { id }, clerk);
    await b.drain();
  }
  const settled = [(await get(first)).import, (await get(second)).import];
  expect(settled.map(({ taken, refused, state }) => [taken + refused, state])).toEqual([
    [1, 'done'],
    [2, 'done'],
  ]);
  expect(settled.reduce((all, { taken }) => all + taken, 0)).toBe(2);
});

test('a table that is none is refused in a sentence, and only clerks of the institution import', async () => {
  const give = (text: string, who = clerk) =>
    b.call(contract.tryImport, { institutionId: labour, source: 'delo', fileName: 'x.csv', text }, who);
  await expect(give('key;kind\n1;2')).rejects.toMatchObject(code('papers.columns-missing'));
  await expect(give(`${head}\n"open`)).rejects.toMatchObject(code('papers.table-unreadable'));
  await expect(give(head)).rejects.toMatchObject(code('papers.too-many-rows'));
  for (const who of [executor, elsewhere])
    await expect(tried([card(1)], 'delo', who)).rejects.toMatchObject({ kind: 'forbidden' });
  const unknown = '01919191-0000-7000-8000-0000000000d1';
  await expect(get(unknown)).rejects.toMatchObject(code('papers.import-unknown'));
  const id = await tried([card(2000)]);
  await expect(b.call(contract.getImport, { id }, elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(JSON.stringify(await b.sql('select * from import_row'))).not.toContain('Matter 2000');
});

test('columns stand in any order, with either separator, and a row keeps its line', () => {
  const read = readTable(
    '\ufeffauthor,state,subject,kind,key\nAnn,received,"A matter,\nof two lines",incoming,1\n\nBob,received,Second matter,incoming,2',
  );
  expect(read).toMatchObject({
    rows: [
      { line: 2, key: '1', row: { subject: 'A matter,\nof two lines', authorName: 'Ann', correspondents: [] } },
      { line: 5, key: '2', row: { authorName: 'Bob' } },
    ],
  });
});
