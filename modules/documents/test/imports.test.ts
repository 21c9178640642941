// SPDX-License-Identifier: Apache-2.0
/** Cards of the system before: tried, taken in once, each refused row with its reason. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { chancery, labour } from './world.ts';

const { b, clerk, leader, elsewhere, letter } = await chancery();
const row = (n: number, more: object = {}): contract.ImportRow => ({
  ...{ key: `old-${n}`, kind: 'incoming', subject: `An old letter ${n}`, state: 'filed', n, numberedOn: '2025-03-01' },
  ...{
    correspondents: [{ name: 'An old partner' }],
    executedOn: '2025-03-10',
    fileIndex: '01-01',
    authorName: 'Olga Old',
  },
  ...more,
});
const run = (rows: contract.ImportRow[], dryRun = false, as = clerk) =>
  b.call(contract.importDocuments, { institutionId: labour, source: 'old-system', dryRun, rows }, as);

test('a trial says what would happen and leaves nothing; the second time everything is known', async () => {
  const rows = [row(7), row(9)];
  expect(await run(rows, true)).toMatchObject({ taken: 2, known: 0, refused: [] });
  expect((await b.call(contract.listDocuments, { search: 'old letter' }, clerk)).items).toEqual([]);
  expect(await run(rows)).toMatchObject({ taken: 2, known: 0 });
  expect(await run(rows)).toMatchObject({ taken: 0, known: 2 });
  const { items } = await b.call(contract.listDocuments, { search: 'old letter' }, clerk);
  expect(items.map(({ number, state, numberedOn }) => [number, state, numberedOn])).toEqual([
    ['01-9/25', 'filed', '2025-03-01'],
    ['01-7/25', 'filed', '2025-03-01'],
  ]);
});

test('each wrong row has its reason, and the others are taken in', async () => {
  const { taken, refused } = await run([
    row(20, { kind: 'unheard' }),
    row(21, { label: 3, kind: 'letter' }),
    row(22, { card: { unheard: 'x' } }),
    row(23, { state: 'received' }),
    row(24, { numberedOn: undefined }),
    row(25, { numberedOn: '2999-01-01' }),
    row(26, { executedOn: '2025-02-01' }),
    row(27, { fileIndex: '99-99' }),
    row(7, { key: 'another' }),
    row(28),
    row(28, { key: 'the same place' }),
  ]);
  expect(taken).toBe(1);
  expect(refused.map(({ row: at, code }) => [at, code])).toEqual([
    ...[
      [1, 'kind-unknown'],
      [2, 'label-too-high'],
      [3, 'card-field-unknown'],
      [4, 'number-too-early'],
    ],
    ...[
      [5, 'number-missing'],
      [6, 'date-impossible'],
      [7, 'executed-too-early'],
      [8, 'file-index-unknown'],
    ],
    ...[
      [9, 'number-taken'],
      [11, 'number-taken'],
    ],
  ]);
});

test('numbers of this year go on after those that came in, and what is open is told as registered', async () => {
  const year = b.clock.now().getUTCFullYear();
  await run([row(40, { key: 'open', state: 'registered', numberedOn: `${year}-01-15`, executedOn: undefined })]);
  await b.drain();
  expect(b.events('documents.registered.v1')).toMatchObject([
    { data: { source: 'import', number: expect.stringContaining('01-40/') } },
  ]);
  const { id } = await letter('next', { subject: 'The first one of the new system' });
  const { number } = await b.call(contract.registerDocument, { id, noDouble: true }, clerk);
  expect(number).toContain('01-41/');
});

test('only clerks of the institution take in what it had', async () => {
  for (const as of [leader, elsewhere])
    await expect(run([row(60)], true, as)).rejects.toMatchObject({ kind: 'forbidden' });
});
