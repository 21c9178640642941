// SPDX-License-Identifier: Apache-2.0
import { bench } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { compare, type Ours } from '../src/days/matching.ts';
import books from '../src/index.ts';
import { minorUnits, readCamt } from '../src/statements/camt.ts';
import { camt, payments, world } from './world.ts';

const b = await bench(books);
const w = await world(b);
const { accountant, chief } = w;
const take = (xml: string) => b.call(contract.takeStatement, { xml }, accountant);
let serial = 0;
const fee = (amountMinor: number, bankReference: string, bookedAt: string, account = '4100') =>
  b.call(
    contract.post,
    {
      ...{ key: `fee ${serial++}`, kind: 'fee', reference: bankReference, bankReference, currency: 'EUR', bookedAt },
      postings: [
        { account: '1020', amountMinor },
        { account, amountMinor: -amountMinor },
      ],
    },
    payments,
  );
const [first, second, third] = [w.day(-4), w.day(-3), w.day(-2)];
const line = (name: string, amount: string, more: object = {}) => ({
  ...{ name, amount, day: first, credit: true, reference: name, ...more },
});
const monday = [
  line('A1', '10.00'),
  line('A2', '20.50'),
  line('A3', '5.00', { credit: false, reference: undefined, text: 'Account fee of Anna' }),
];
const mondayXml = camt(monday, { day: first, opening: '100.00', closing: '125.50' });

test('a statement is taken once, however often its file comes, in either version', async () => {
  expect(await take(mondayXml)).toMatchObject({ again: false, items: [{ account: '1020', entries: 3, fresh: 3 }] });
  expect(await take(mondayXml)).toMatchObject({ again: true });
  const older = camt(monday, { day: first, opening: '100.00', closing: '125.50', version: '02' });
  expect(await take(older)).toMatchObject({ items: [{ version: '02', fresh: 0 }] });
  expect(await b.sql('select 1 from statement_entry')).toHaveLength(3);
  await b.drain();
  const told = b
    .events('books.statement-entry.v1')
    .map(({ data }) => data as { amountMinor: number; endToEndId?: string });
  expect(told.map(({ amountMinor, endToEndId }) => [amountMinor, endToEndId])).toEqual([
    [10_00, 'A1'],
    [20_50, 'A2'],
    [-5_00, undefined],
  ]);
});

test('of two statements that overlap each entry is taken once; entries without a name are told apart by their number', async () => {
  const bare = { day: second, amount: '7.00', credit: true, text: 'Cash' };
  const both = [monday[1] ?? line('', ''), bare, bare];
  expect(await take(camt(both, { day: second, opening: '100.00', closing: '134.50', name: 'O1' }))).toMatchObject({
    items: [{ entries: 3, fresh: 2 }],
  });
  expect(await take(camt([bare, bare], { day: second, opening: '0.00', closing: '14.00', name: 'O2' }))).toMatchObject({
    items: [{ fresh: 0 }],
  });
});

test('of the same file sent by two at once one counts', async () => {
  const xml = camt([line('T1', '1.00', { day: second })], {
    day: second,
    opening: '134.50',
    closing: '135.50',
    name: 'T',
  });
  const both = await Promise.all([take(xml), take(xml)]);
  expect(both.map(({ again }) => again).sort()).toEqual([false, true]);
});

test('a statement that does not add up, contradicts, is of another account or no statement is refused', async () => {
  for (const [xml, code] of [
    [camt(monday, { day: first, opening: '100.00', closing: '125.51' }), 'books.statement-unbalanced'],
    [camt([line('A1', '11.00')], { day: first, opening: '0.00', closing: '11.00' }), 'books.statement-contradicts'],
    [
      camt([], { day: first, opening: '0.00', closing: '0.00', iban: 'XM00OTHER0000000001' }),
      'books.statement-account-unknown',
    ],
    ['<a', 'books.statement-unreadable'],
    ['<a/>', 'books.statement-unreadable'],
    [`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${mondayXml}`, 'books.statement-unreadable'],
    [mondayXml.replace('<IBAN>', '<Other>').replace('</IBAN>', '</Other>'), 'books.statement-unreadable'],
    [mondayXml.replace('10.00', '10,00'), 'books.statement-unreadable'],
    [mondayXml.replace('CRDT', 'BOTH'), 'books.statement-unreadable'],
    [mondayXml.replace('OPBD', 'XXXX'), 'books.statement-unreadable'],
    ['<a>'.repeat(60) + '</a>'.repeat(60), 'books.statement-unreadable'],
  ] as const)
    await expect(take(xml)).rejects.toMatchObject({ code });
  expect(await b.sql(`select 1 from statement_entry where name = 'A1'`)).toHaveLength(1);
});

test('any amount that a bank writes is read to the last digit, and nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9e12 }), (minor) => {
      const text = String(minor).padStart(3, '0');
      expect(minorUnits(`${text.slice(0, -2)}.${text.slice(-2)}`, 'EUR')).toBe(minor);
    }),
  );
  for (const wrong of ['', '-1', '1.001', '1e3', 'NaN', '99999999999999999', '1.'])
    expect(minorUnits(wrong, 'EUR')).toBeUndefined();
  expect([minorUnits('5', 'JPY'), minorUnits('1.234', 'KWD'), minorUnits('1.5', 'EUR')]).toEqual([5, 1234, 150]);
});

test('payments that a bank booked together are told apart by their own amounts', () => {
  const part = (id: string, amount: string) =>
    `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt></TxDtls>`;
  const whole = camt([line('B1', '30.00', { credit: false })], { day: first, opening: '30.00', closing: '0.00' });
  const xml = whole.replace(/<TxDtls>[\s\S]*<\/TxDtls>/, part('E1', '10.00') + part('E2', '20.00'));
  const [{ entries } = { entries: [] }] = readCamt(xml);
  expect(entries.map(({ name, amountMinor, endToEndId }) => [name, amountMinor, endToEndId])).toEqual([
    ['B1/1', -1000, 'E1'],
    ['B1/2', -2000, 'E2'],
  ]);
});

test('a day is compared: what agrees is matched, and each difference has its kind', async () => {
  await fee(10_00, 'A1', first);
  await fee(20_00, 'A2', first);
  await fee(3_00, 'NEVER', first);
  await fee(1_00, 'T1', second);
  await fee(1_00, 'T1', second);
  await b.call(contract.reconcileAccount, { account: '1020' }, accountant);
  const { items } = await b.call(contract.listDifferences, { state: 'open', limit: 50 }, accountant);
  const found = items.map(({ kind, bankReference, oursMinor, theirsMinor }) => [
    kind,
    bankReference,
    oursMinor,
    theirsMinor,
  ]);
  expect(found).toContainEqual(['other-amount', 'A2', 20_00, 20_50]);
  expect(found).toContainEqual(['missing-at-bank', 'NEVER', 3_00, undefined]);
  expect(found).toContainEqual(['twice', 'T1', 1_00, undefined]);
  expect(found).toContainEqual(['missing-with-us', undefined, undefined, -5_00]);
  const { items: days } = await b.call(contract.listDays, { account: '1020' }, accountant);
  expect(days.find(({ day }) => day === first)).toMatchObject({ matched: 1, closed: false });
  await expect(b.call(contract.reconcileAccount, { account: '4100' }, accountant)).rejects.toMatchObject({
    code: 'books.account-unknown',
  });
});

test('whatever there is to compare, each movement is matched or differs, once', () => {
  const movement = fc.record({
    amountMinor: fc.constantFrom(-300, -100, 100, 300),
    currency: fc.constantFrom('EUR', 'USD'),
    day: fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-20'),
    reference: fc.constantFrom('R1', 'R2', undefined),
  });
  const side = fc.array(movement, { maxLength: 12 });
  fc.assert(
    fc.property(side, side, (ours, theirs) => {
      const named = (all: typeof ours, name: string): Ours[] => all.map((one, at) => ({ ...one, id: `${name}${at}` }));
      const [a, c] = [named(ours, 'o'), named(theirs, 't')];
      const { matched, found } = compare(a, c, new Set());
      const seen = [
        ...matched.flatMap((one) => [one.ours.id, one.theirs.id]),
        ...found.flatMap((one) => [one.ours?.id, one.theirs?.id]),
      ].filter(Boolean);
      expect(seen.sort()).toEqual([...a, ...c].map(({ id }) => id).sort());
      for (const one of matched)
        expect([one.ours.amountMinor, one.ours.currency, one.ours.reference]).toEqual([
          one.theirs.amountMinor,
          one.theirs.currency,
          one.theirs.reference,
        ]);
    }),
  );
});

test('a difference is explained by one, or booked by two, and its history says who', async () => {
  const { items } = await b.call(contract.listDifferences, { state: 'open', limit: 50 }, accountant);
  const of = (kind: string) => items.find((one) => one.kind === kind)?.id ?? '';
  await b.call(contract.resolveDifference, { id: of('missing-at-bank'), reason: 'Entered twice by hand' }, accountant);
  await expect(
    b.call(contract.resolveDifference, { id: of('missing-at-bank'), reason: 'Again' }, accountant),
  ).rejects.toMatchObject({ code: 'books.difference-settled' });
  await expect(b.call(contract.resolveDifference, { id: chief.id, reason: 'None' }, accountant)).rejects.toMatchObject({
    code: 'books.difference-unknown',
  });
  const charge = items.find(({ theirsMinor }) => theirsMinor === -5_00)?.id ?? '';
  const entry = {
    ...{ kind: 'bank-charge', reference: 'A3', currency: 'EUR', bookedAt: third },
    postings: [
      { account: '5900', amountMinor: 5_00 },
      { account: '1020', amountMinor: -5_00 },
    ],
  };
  const asked = { kind: 'resolution' as const, differenceId: charge, entry };
  const { id } = await b.call(contract.propose, { asked, reason: 'A charge of the bank' }, accountant);
  await b.call(contract.decide, { id, approve: false }, chief);
  await w.byTwo(asked, 'A charge of the bank, after all');
  const { steps, state } = await b.call(contract.getDifference, { id: charge }, accountant);
  expect([state, steps.map(({ what }) => what)]).toEqual([
    'resolved',
    ['found', 'asked', 'refused', 'asked', 'posted'],
  ]);
  expect(steps.at(-1)).toMatchObject({ byName: 'Boris Chen', entryId: expect.any(String) });
});

test('days are closed one after another by two, once their differences are settled, and stay closed', async () => {
  const day = (on: string) => ({ kind: 'day' as const, day: on });
  await expect(w.byTwo(day(w.day(1)))).rejects.toMatchObject({ code: 'books.day-not-over' });
  await expect(w.byTwo(day(second))).rejects.toMatchObject({ code: 'books.day-not-next' });
  await expect(w.byTwo(day(first))).rejects.toMatchObject({ code: 'books.differences-open' });
  const { items } = await b.call(contract.listDifferences, { state: 'open', limit: 50 }, accountant);
  for (const { id } of items) await b.call(contract.resolveDifference, { id, reason: 'Told to the bank' }, accountant);
  const { resultId = '' } = await w.byTwo(day(first));
  expect(await b.call(contract.checkClosing, { id: resultId }, accountant)).toMatchObject({ same: true });
  await expect(w.byTwo(day(first))).rejects.toMatchObject({ code: 'books.day-closed' });
  const late = await fee(9_00, 'LATE', first);
  expect(late).toMatchObject({ bookedOn: second, askedOn: first });
  const entry = {
    kind: 'late',
    reference: 'x',
    currency: 'EUR',
    bookedAt: first,
    postings: [
      { account: '1100', amountMinor: 1 },
      { account: '2000', amountMinor: -1 },
    ],
  };
  await expect(w.byTwo({ kind: 'entry', entry })).rejects.toMatchObject({ code: 'books.day-closed' });
  expect(await b.call(contract.checkClosing, { id: resultId }, accountant)).toMatchObject({ same: true });
  await expect(
    b.sql(`insert into entry (id, key, digest, kind, booked_on, reference, currency, made_by, posted_at)
      values (gen_random_uuid(), 'past', '', 'fee', '${first}', 'x', 'EUR', 'x', now())`),
  ).rejects.toThrow('is closed');
  const [{ record } = { record: '' }] = await b
    .sql<{ record: string }>(`select record from ledger_entry where kind = 'closing'`)
    .catch(() => b.sql<{ record: string }>(`select '' as record`));
  const { items: closings, openFrom } = await b.call(contract.listClosings, {}, accountant);
  expect([closings[0]?.until, openFrom]).toEqual([first, second]);
  if (record) expect(record).toContain(closings[0]?.digest);
  await expect(b.call(contract.checkClosing, { id: chief.id }, accountant)).rejects.toMatchObject({
    code: 'books.closing-unknown',
  });
});

test('a month is closed when its days are', async () => {
  const month = first.slice(0, 7);
  await expect(w.byTwo({ kind: 'period', month: w.day(40).slice(0, 7) })).rejects.toMatchObject({
    code: 'books.period-open',
  });
  b.clock.advance({ days: 40 });
  const last = (await b.call(contract.listClosings, {}, accountant)).openFrom ?? '';
  for (let on = last; on.startsWith(month); on = new Date(Date.parse(on) + 86_400_000).toISOString().slice(0, 10)) {
    const { items } = await b.call(contract.listDifferences, { state: 'open', to: on }, accountant);
    for (const { id } of items) await b.call(contract.resolveDifference, { id, reason: 'Settled' }, accountant);
    await w.byTwo({ kind: 'day', day: on });
  }
  await w.byTwo({ kind: 'period', month });
  await expect(w.byTwo({ kind: 'period', month })).rejects.toMatchObject({ code: 'books.period-closed' });
  const { items } = await b.call(contract.listClosings, { kind: 'period' }, accountant);
  expect(items).toMatchObject([{ kind: 'period', from: `${month}-01` }]);
});

test('statements are read by those who may, and their words stand nowhere in clear', async () => {
  const { items } = await b.call(contract.listStatements, { account: '1020' }, accountant);
  const id = items.find(({ name, version }) => name === `S-${first}` && version === '08')?.id ?? '';
  const { items: entries } = await b.call(contract.getStatement, { id }, accountant);
  expect(entries.map(({ text }) => text).filter(Boolean)).toEqual(['Account fee of Anna']);
  expect(await b.dump('books.statement_entry')).not.toContain('Anna');
  await expect(b.call(contract.getStatement, { id: chief.id }, accountant)).rejects.toMatchObject({
    code: 'books.statement-unknown',
  });
});
