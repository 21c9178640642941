// SPDX-License-Identifier: Apache-2.0
import {
  decide,
  getTrialBalance,
  listDifferences,
  listEntries,
  listStatements,
  propose,
  reconcileAccount,
  statementEntry,
} from '@stoa/books/contract';
import { citizenIban, closedIban } from '@stoa/country-xm';
import { ownDataOperation } from '@stoa/kernel';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { sendFile } from '../src/bank/sending.ts';
import { ibanOf } from '../src/beneficiaries/iban.ts';
import { snils, treasury } from './world.ts';

const w = await treasury();
const { b, clerk, approver, anna, rahul, pays, make, row, letGo, until } = w;
const balanceOf = async (account: string) => {
  const { rows } = await b.call(getTrialBalance, { from: '2020-01-01', to: '2099-12-31' }, clerk);
  return rows.find((one) => one.account === account)?.closingMinor ?? 0;
};
const rowsOf = async (batchId: string) => (await b.call(contract.listPayouts, { batchId }, clerk)).items;
await pays(anna, citizenIban(1));
await pays(rahul, citizenIban(2));

const firstDay = b.module.country.calendar.localDate(b.clock.now());

test('a batch of two persons goes to the bank, is settled, and stands in the books and at the bank alike', async () => {
  const { id } = await make([row(snils.anna), row(snils.rahul, '"120,50"')]);
  expect(await letGo(id)).toMatchObject({ state: 'approved' });
  const done = await until(id, { paid: 2 });
  expect(done).toMatchObject({ state: 'done', sumMinor: 200_50, files: [{ rows: 2, state: 'answered' }] });
  expect(await balanceOf('5100')).toBe(200_50);
  expect(await balanceOf('2100')).toBe(0);
  expect(await balanceOf('1010')).toBe(-200_50);
  await eventually(async () => {
    b.clock.advance({ minutes: 1 });
    await b.drain();
    const { items } = await b.call(listStatements, {}, clerk);
    expect(items[0]).toMatchObject({ account: '1010', fresh: 2, gap: false });
  });
  expect(await b.call(reconcileAccount, { account: '1010' }, clerk)).toMatchObject({ found: 0 });
  const own = await b.call(contract.listOwn, {}, anna);
  expect(own.items).toMatchObject([{ state: 'paid', amountMinor: 80_00, iban: expect.stringContaining('••••') }]);
});

test('what came back closes the account, is paid again after it was corrected, and balances', async () => {
  await pays(anna, closedIban(3));
  const { id } = await make([row(snils.anna, '90')], '2026-10');
  await letGo(id);
  await until(id, { returned: 1 });
  const [returned] = await rowsOf(id);
  expect(returned).toMatchObject({ state: 'returned', bankReason: 'AC04' });
  await b.drain();
  expect(await balanceOf('2110')).toBe(-90_00);
  expect((await b.call(contract.listOwn, {}, anna)).account).toMatchObject({ closed: true });
  const { batchId } = await b.call(contract.repeatPayout, { id: returned?.id ?? '' }, clerk);
  expect((await rowsOf(batchId))[0]).toMatchObject({ state: 'faulty', faults: ['account-closed'] });
  await expect(b.call(contract.submitBatch, { id: batchId }, clerk)).rejects.toMatchObject({
    code: 'payouts.batch-faulty',
  });
  // Left out, it has come back as before, and is repeated when there is an account.
  await b.call(contract.leaveOut, { id: batchId }, clerk);
  expect((await rowsOf(id))[0]).toMatchObject({ state: 'returned' });
  await pays(anna, citizenIban(4));
  await b.call(contract.repeatPayout, { id: returned?.id ?? '' }, clerk);
  await b.call(contract.checkBatch, { id: batchId }, clerk);
  await letGo(batchId);
  await until(batchId, { 'left-out': 1, paid: 1 });
  await b.drain();
  expect([await balanceOf('2110'), await balanceOf('2100')]).toEqual([0, 0]);
  await expect(b.call(contract.repeatPayout, { id: returned?.id ?? '' }, clerk)).rejects.toMatchObject({
    code: 'payouts.payout-elsewhere',
  });
  await b.call(reconcileAccount, { account: '1010' }, clerk);
  expect((await b.call(listDifferences, { state: 'open' }, clerk)).items).toEqual([]);
});

test('one that came back after the day was closed stands on the next open day', async () => {
  const { id } = await make([row(snils.anna, '70')], '2026-09');
  await letGo(id);
  await until(id, { paid: 1 });
  await b.call(reconcileAccount, { account: '1010' }, clerk);
  const today = b.module.country.calendar.localDate(b.clock.now());
  // Around midnight the tests before it stood on the day before.
  for (const day of new Set([firstDay, today])) {
    const { id: asked } = await b.call(propose, { asked: { kind: 'day', day }, reason: 'Over' }, clerk);
    await b.call(decide, { id: asked, approve: true }, approver);
  }
  const [payout] = await rowsOf(id);
  const said = { entryId: clerk.id, account: '1010', bookedOn: today, amountMinor: 70_00, currency: 'EUR' };
  const back = { ...said, endToEndId: payout?.endToEndId ?? '', returnReason: 'MS03' };
  await b.deliver(statementEntry, { ...back, amountMinor: 69_00 });
  expect((await rowsOf(id))[0]).toMatchObject({ state: 'paid' });
  await b.deliver(statementEntry, back);
  await b.deliver(statementEntry, back);
  expect((await rowsOf(id))[0]).toMatchObject({ state: 'returned', bankReason: 'MS03', returnedOn: today });
  const { items } = await b.call(listEntries, { kind: 'payout-returned', search: payout?.reference ?? '' }, clerk);
  expect(items).toMatchObject([{ askedOn: today, amountMinor: 70_00 }]);
  expect((items[0]?.bookedOn ?? '') > today).toBe(true);
  await b.call(contract.giveUp, { id: payout?.id ?? '', reason: 'Nobody there' }, approver);
  await b.drain();
  expect(await balanceOf('2110')).toBe(0);
  // The bank of this test never said so: its statements know nothing of the return.
  await b.sql(`update books.difference set state = 'resolved' where state = 'open'`);
});

test('rows that cannot be paid are told each by its line, or by what they lack', async () => {
  const made = await make(
    [
      '123,80,a',
      `${snils.anna},0,b`,
      `${snils.anna},-5,c`,
      `${snils.anna},1.234,d`,
      ',80,e',
      `${snils.anna},80,same`,
      `${snils.anna},80,same`,
      `${snils.rahul},601,f`,
    ],
    '2026-08',
  );
  expect(made).toMatchObject({ rows: 2, bad: 6, faulty: 1 });
  const { bad } = await b.call(contract.getBatch, { id: made.id }, clerk);
  expect(bad.map(({ line, code }) => [line, code])).toEqual([
    [2, 'person-wrong'],
    [3, 'amount-wrong'],
    [4, 'amount-wrong'],
    [5, 'amount-wrong'],
    [6, 'who-missing'],
    [8, 'twice-in-file'],
  ]);
  const faulty = await b.call(contract.listPayouts, { batchId: made.id, state: 'faulty' }, clerk);
  expect(faulty.items).toMatchObject([{ faults: ['over-row-limit'] }]);
  expect(await b.call(contract.leaveOut, { id: made.id }, clerk)).toMatchObject({ faulty: 0 });
});

test('limits of a month, the budget of a year, unknown accounts and a second payment of the same are found', async () => {
  const stranger = b.person({ snils: '10120230379' });
  expect(stranger.personKey).toBeTruthy();
  const { id } = await make([`${snils.rahul},600,a`, `${snils.rahul},600,b`, `${snils.rahul},500,c`], '2026-07');
  const over = await rowsOf(id);
  expect(over.map(({ faults }) => faults)).toEqual([['over-month-limit'], ['over-month-limit'], ['over-month-limit']]);
  const first = await make([`${snils.rahul},50,twice`], '2026-06');
  await letGo(first.id);
  const second = await make([`${snils.rahul},50,twice`], '2026-06');
  expect((await rowsOf(second.id))[0]).toMatchObject({ faults: ['paid-twice'] });
  await b.sql(`update programme set budget_year_minor = 1 where code = 'child-benefit'`);
  const poor = await make([row(snils.rahul)], '2026-05');
  expect((await rowsOf(poor.id))[0]).toMatchObject({ faults: ['over-budget'] });
  await b.sql(`update programme set budget_year_minor = 90000000 where code = 'child-benefit'`);
});

test('who prepared a batch does not let it go, and nothing changes between the two persons', async () => {
  const both = b.person({ duties: ['payouts.clerk', 'payouts.approver'] });
  const { id } = await make([row(snils.rahul, '10')], '2026-04');
  await b.call(contract.submitBatch, { id }, both);
  await expect(b.call(contract.decideBatch, { id, approve: true }, both)).rejects.toMatchObject({
    code: 'payouts.own-batch',
  });
  await pays(rahul, citizenIban(6));
  await expect(b.call(contract.decideBatch, { id, approve: true }, approver)).rejects.toMatchObject({
    code: 'payouts.batch-changed',
  });
  await expect(b.call(contract.decideBatch, { id, approve: false }, approver)).rejects.toMatchObject({
    code: 'payouts.note-missing',
  });
  const back = await b.call(contract.decideBatch, { id, approve: false, note: 'Another account' }, approver);
  expect(back.state).toBe('draft');
  await letGo(id);
  await expect(b.call(contract.checkBatch, { id }, clerk)).rejects.toMatchObject({ code: 'payouts.batch-elsewhere' });
  await expect(b.sql(`update payout set amount_minor = 1 where batch_id = $1`, [id])).rejects.toThrow('is approved');
  const empty = await make(['1,1,a'], '2026-04');
  await expect(b.call(contract.submitBatch, { id: empty.id }, clerk)).rejects.toMatchObject({
    code: 'payouts.batch-empty',
  });
});

test('a file that went out twice pays once: the bank knows its message id', async () => {
  const { id } = await make([row(snils.rahul, '11')], '2026-03');
  await letGo(id);
  await until(id, { paid: 1 });
  const [{ messageId = '' } = {}] = (await b.call(contract.getBatch, { id }, clerk)).files;
  // As after a crash between the bank's answer and our note of it.
  await b.sql(`update file set state = 'made' where message_id = $1`, [messageId]);
  await b.sql(`update payout set state = 'approved', paid_on = null where message_id = $1`, [messageId]);
  await w.restartBank();
  const before = (await b.sql('select 1 from books.statement')).length;
  await b.module.tx({ kind: 'system' }, (tx) => sendFile.enqueue(tx, { messageId }));
  await until(id, { paid: 1 });
  expect(await b.sql('select 1 from books.statement')).toHaveLength(before);
  await b.call(reconcileAccount, { account: '1010' }, clerk);
  const { items } = await b.call(listDifferences, { state: 'open', kind: 'twice' }, clerk);
  expect(items).toEqual([]);
});

test('the bank refuses what it does not know, and the money is free again', async () => {
  const before = await balanceOf('5100');
  const { id } = await make([row(snils.rahul, '12')], '2026-02');
  const blocked = citizenIban(8).slice(4, -4);
  await pays(rahul, ibanOf('XM', `${blocked}0606`));
  await b.call(contract.checkBatch, { id }, clerk);
  await letGo(id);
  await until(id, { failed: 1 });
  await b.drain();
  expect(await balanceOf('5100')).toBe(before);
  const [failed] = await rowsOf(id);
  expect(failed).toMatchObject({ bankReason: 'AC06' });
  expect(await b.call(contract.giveUp, { id: failed?.id ?? '', reason: 'Moved abroad' }, approver)).toMatchObject({
    state: 'given-up',
  });
  await expect(b.call(contract.giveUp, { id: clerk.id, reason: 'Nobody' }, approver)).rejects.toMatchObject({
    code: 'payouts.payout-unknown',
  });
  await pays(rahul, citizenIban(9));
});

test('a service pays out what it granted, once, and hears of it', async () => {
  const cases = { kind: 'service', id: 'cases' } as const;
  const asked = {
    ...{ key: 'case:1', programme: 'school-start', amountMinor: 100_00, currency: 'EUR', reference: 'case:1' },
    ...{ beneficiary: { personKey: anna.personKey ?? '' }, reason: { en: 'Help for school' } },
  };
  await pays(anna, citizenIban(10));
  const first = await b.call(contract.pay, asked, cases);
  expect(await b.call(contract.pay, asked, cases)).toMatchObject({ id: first.id });
  await expect(b.call(contract.pay, { ...asked, amountMinor: 1 }, cases)).rejects.toMatchObject({
    code: 'payouts.key-taken',
  });
  await expect(b.call(contract.pay, { ...asked, programme: 'nothing' }, cases)).rejects.toMatchObject({
    code: 'payouts.programme-unknown',
  });
  await letGo(first.batchId);
  await until(first.batchId, { paid: 1 });
  await b.drain();
  expect(b.events('payouts.paid.v1')).toMatchObject([{ data: { payoutId: first.id, reference: 'case:1' } }]);
});

test('who asked hears that a payout was left out or became a voucher, and asks anew under another key', async () => {
  const payments = { kind: 'service', id: 'payments' } as const;
  const olga = b.person({ name: 'Olga Kim', snils: '10120230379' });
  const ask = (key: string) =>
    b.call(
      contract.pay,
      {
        ...{ key, programme: 'fee-refunds', amountMinor: 9_00, currency: 'EUR', reference: 'fee-refund 1' },
        ...{ beneficiary: { personKey: olga.personKey ?? '' }, reason: { en: 'Refund of an invoice' } },
      },
      payments,
    );
  const heard = (type: string) =>
    b.events(type).flatMap(({ data }) => ((data as { reference: string }).reference === 'fee-refund 1' ? [data] : []));
  const first = await ask('a');
  expect((await rowsOf(first.batchId))[0]).toMatchObject({ state: 'faulty', faults: ['account-unknown'] });
  await b.call(contract.leaveOut, { id: first.batchId }, clerk);
  await b.drain();
  expect(heard('payouts.failed.v1')).toMatchObject([{ payoutId: first.id, reason: 'left-out', givenUp: true }]);
  await b.call(contract.chooseAccount, { way: 'voucher' }, olga);
  const second = await ask('b');
  expect(await letGo(second.batchId)).toMatchObject({ state: 'done' });
  await b.drain();
  expect(heard('payouts.paid.v1')).toMatchObject([{ payoutId: second.id, amountMinor: 9_00 }]);
  // Out of what is owed already: no expense.
  expect(await balanceOf('2200')).toBe(9_00);
});

test('the copy of one’s data has what one was paid with the account, and nobody else’s', async () => {
  const [own, nina] = [ownDataOperation('payouts'), b.person({ name: 'Nina Berg', snils: '20000000119' })];
  await pays(nina, citizenIban(77));
  await letGo((await make([row('20000000119')], '2026-07')).id);
  const { items } = await b.call(own, {}, nina);
  expect(items).toMatchObject([
    {
      what: 'payouts',
      data: { programme: 'child-benefit', amountMinor: 80_00, iban: citizenIban(77), name: 'Nina Berg' },
    },
  ]);
  expect((await b.call(own, {}, b.person({ snils: '10120230348' }))).items).toEqual([]);
});
