// SPDX-License-Identifier: Apache-2.0
/** What waits in the queues is unreadable in the database, also where the release before left it clear. */
import { expect, test } from 'vitest';
import { newId, soughtMarks, wordMarks } from '../src/index.ts';
import { bench, benchWith } from '../testing/index.ts';
import { openBill, printed, sample, settleBill } from './sample/sample.ts';

const b = await bench(sample);
const kept = await benchWith({ STOA_CLEAR_COLUMNS: 'keep' }, sample);
const settledAt = async (at: typeof b) => {
  const cashier = at.person({ duties: ['treasury.cashier'] });
  const { id } = await at.call(openBill, { amountMinor: 4500 });
  await at.call(settleBill, { id, receiptNo: 'R-1' }, cashier);
  return id;
};

test('an event that waits keeps its data sealed, and work that is done keeps none', async () => {
  const id = await settledAt(b);
  const outbox = await b.sql<{ data: unknown; sealed: string }>('select data, sealed from outbox');
  expect(outbox.map(({ data }) => data)).toEqual([null, null]);
  for (const { sealed } of outbox) expect(sealed).toMatch(/^1\.[\w-]+$/);
  await b.drain();
  expect(await b.sql(`select data, sealed, about from work where state = 'done'`)).toEqual([
    { data: null, sealed: null, about: null },
  ]);
  expect(printed).toContain(id);
});

test('work and answers that the release before left clear are sealed, done and answered', async () => {
  const id = newId();
  await b.sql(
    `insert into work (id, handler, source_id, is_event, data, meta, run_at, created_at)
     values ($1, 'sample.print-receipt', 'old', false, $2, '{}', $3, $3)`,
    [newId(), { billId: id }, new Date(b.clock.now().getTime() + 600_000)],
  );
  const key = { 'idempotency-key': 'k-old' };
  const first = await b.http().post('/api/sample/bills', { amountMinor: 77 }, key);
  await b.sql('update idempotency set output = $1, sealed = null', [first.body]);
  const again = async () => (await b.http().post('/api/sample/bills', { amountMinor: 77 }, key)).body;
  expect(await again()).toEqual(first.body);
  b.clock.advance({ minutes: 2 });
  await b.drain();
  const [work] = await b.sql(`select data, sealed is not null as sealed from work where source_id = 'old'`);
  expect(work).toEqual({ data: null, sealed: true });
  expect(await b.sql('select output, sealed is not null as sealed from idempotency')).toEqual([
    { output: null, sealed: true },
  ]);
  expect(await again()).toEqual(first.body);
  expect(printed).not.toContain(id);
  b.clock.advance({ minutes: 10 });
  await b.drain();
  expect(printed).toContain(id);
});

test('while the release before runs it is left what it can read', async () => {
  const id = await settledAt(kept);
  const data = (await kept.sql<{ data: object }>('select data from outbox')).map((row) => row.data);
  expect(data).toEqual([{ billId: id }, { billId: id }]);
  await kept.drain();
  expect(printed).toContain(id);
});

test('a sealed text is found by the beginnings of its words, however they are written', () => {
  const marks = wordMarks(b.module, 'Айгерім СЕЙТҚАЛИ, ТОО Сүт');
  const finds = (words: string) => soughtMarks(b.module, words).every((mark) => marks.includes(mark));
  for (const words of ['айгерім', 'Сейт', 'сүт айг', 'СЕЙТҚАЛИ', 'тоо'])
    expect([words, finds(words)]).toEqual([words, true]);
  for (const words of ['герім', 'се', 'Сейтбек']) expect([words, finds(words)]).toEqual([words, false]);
  expect(soughtMarks(b.module, ' - ')).toEqual([]);
  expect(marks.join(' ')).not.toMatch(/сейт|айг/i);
});
