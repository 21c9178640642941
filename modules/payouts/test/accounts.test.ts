// SPDX-License-Identifier: Apache-2.0
import books from '@stoa/books';
import { getTrialBalance } from '@stoa/books/contract';
import { citizenIban } from '@stoa/country-xm';
import { personJoined } from '@stoa/identity/contract';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import payouts from '../src/index.ts';
import { snils, treasury } from './world.ts';

const w = await treasury();
const { b, clerk, approver, anna, rahul, pays, make, letGo } = w;
const balanceOf = async (account: string) => {
  const { rows } = await b.call(getTrialBalance, { from: '2020-01-01', to: '2099-12-31' }, clerk);
  return rows.find((one) => one.account === account)?.closingMinor ?? 0;
};
await pays(anna, citizenIban(1));
await pays(rahul, citizenIban(2));

test('who has no account gets a voucher: activated, redeemed in part, ended by two, expired', async () => {
  await b.call(contract.chooseAccount, { way: 'voucher' }, anna);
  const { id } = await make([`${snils.anna},60,v1`, `${snils.anna},30,v2`, `${snils.anna},20,v3`], '2026-01');
  expect(await letGo(id)).toMatchObject({ state: 'done' });
  await b.drain();
  const { vouchers } = await b.call(contract.listOwn, {}, anna);
  const [third, second, first] = vouchers;
  const redeem = (code: string, key: string, amountMinor?: number) =>
    b.call(contract.redeemVoucher, { code, key, place: 'Shop 1', ...(amountMinor ? { amountMinor } : {}) }, clerk);
  const code = vouchers.find(({ amountMinor }) => amountMinor === 60_00)?.code ?? '';
  const whole = vouchers.find(({ amountMinor }) => amountMinor === 60_00)?.id ?? '';
  await expect(redeem(code, 'a')).rejects.toMatchObject({ code: 'payouts.voucher-closed' });
  await expect(b.call(contract.activateVoucher, { id: whole }, rahul)).rejects.toMatchObject({
    code: 'payouts.voucher-unknown',
  });
  await b.call(contract.activateVoucher, { id: whole }, anna);
  expect(await redeem(code.toLowerCase().replaceAll('-', ' '), 'a', 25_00)).toMatchObject({ leftMinor: 35_00 });
  expect(await redeem(code, 'a', 25_00)).toMatchObject({ redeemedMinor: 25_00, leftMinor: 35_00 });
  await expect(redeem(code, 'a', 26_00)).rejects.toMatchObject({ code: 'payouts.key-taken' });
  await expect(redeem(code, 'b', 40_00)).rejects.toMatchObject({ code: 'payouts.voucher-too-little' });
  await expect(redeem('AAAA-BBBB-CCCC-DDDD', 'c')).rejects.toMatchObject({ code: 'payouts.voucher-unknown' });
  const other = vouchers.find(({ amountMinor }) => amountMinor === 30_00)?.id ?? '';
  const end = { kind: 'voucher' as const, voucherId: other };
  const { id: asked } = await b.call(contract.request, { asked: end, reason: 'Lost it' }, clerk);
  await b.call(contract.decideRequest, { id: asked, approve: true }, approver);
  b.clock.advance({ days: 120 });
  await b.drain();
  const after = await b.call(contract.listVouchers, {}, clerk);
  expect(after.items.map(({ state }) => state).sort()).toEqual(['cancelled', 'expired', 'expired']);
  expect([await balanceOf('2300'), await balanceOf('2310')]).toEqual([0, -25_00]);
  expect([third, second, first].every(Boolean)).toBe(true);
});

test('programmes and accounts of others are changed by two', async () => {
  const [programme] = (await b.call(contract.listProgrammes, {}, clerk)).items;
  const { usedMinor: _, paid: __, back: ___, ...facts } = programme as NonNullable<typeof programme>;
  const ask = (asked: contract.Asked) => b.call(contract.request, { asked, reason: 'Order 7' }, clerk);
  await expect(ask({ kind: 'programme', programme: { ...facts, account: '1010' } })).rejects.toMatchObject({
    code: 'payouts.programme-account-unknown',
  });
  const { id } = await ask({ kind: 'programme', programme: { ...facts, mostRowMinor: 700_00 } });
  const both = b.person({ id: clerk.id, duties: ['payouts.clerk', 'payouts.approver'] });
  await expect(b.call(contract.decideRequest, { id, approve: true }, both)).rejects.toMatchObject({
    code: 'payouts.own-request',
  });
  await b.call(contract.decideRequest, { id, approve: true }, approver);
  await expect(b.call(contract.decideRequest, { id, approve: true }, approver)).rejects.toMatchObject({
    code: 'payouts.request-decided',
  });
  await expect(b.call(contract.decideRequest, { id: clerk.id, approve: true }, approver)).rejects.toMatchObject({
    code: 'payouts.request-unknown',
  });
  const account = { kind: 'account' as const, person: snils.rahul, iban: citizenIban(20), name: 'Rahul Sharma' };
  await expect(ask({ ...account, iban: 'XM00 1234 5678 9012 345' })).rejects.toMatchObject({
    code: 'payouts.iban-wrong',
  });
  await expect(ask({ ...account, person: '12' })).rejects.toMatchObject({ code: 'payouts.beneficiary-unknown' });
  const changed = await ask(account);
  await b.call(contract.decideRequest, { id: changed.id, approve: true }, approver);
  const own = await b.call(contract.listOwn, {}, rahul);
  expect(own.changes[0]).toMatchObject({ what: 'by-two', byName: 'Aliya Nur, Boris Chen' });
  const { items } = await b.call(contract.listRequests, { state: 'done' }, clerk);
  expect(items[0]).toMatchObject({ kind: 'account', subject: expect.stringContaining('••••'), own: true });
});

test('account numbers with wrong check digits, and nameless ones, are refused', async () => {
  const choose = (iban: string, name = 'Anna Lee') => b.call(contract.chooseAccount, { way: 'iban', iban, name }, anna);
  await expect(choose('XM00 1234 5678 9012 345')).rejects.toMatchObject({
    kind: 'invalid',
    code: 'payouts.iban-wrong',
  });
  await expect(choose(citizenIban(1), '')).rejects.toMatchObject({ code: 'payouts.name-missing' });
  const weak = { ...anna, assurance: 1 };
  await expect(b.call(contract.chooseAccount, { way: 'voucher' }, weak)).rejects.toMatchObject({
    code: 'kernel.stronger-sign-in-needed',
  });
});

test('files that are none are refused', async () => {
  await expect(make(['a'], '2026-01', 'one,two')).rejects.toMatchObject({ code: 'payouts.file-unreadable' });
  await expect(make([`${snils.anna},"80,a`], '2026-01')).rejects.toMatchObject({ code: 'payouts.file-unreadable' });
  const many = Array.from({ length: 100_001 }, () => '1,1,1');
  await expect(make(many)).rejects.toMatchObject({ code: 'payouts.file-too-large' });
  await expect(b.call(contract.getBatch, { id: clerk.id }, clerk)).rejects.toMatchObject({
    code: 'payouts.batch-unknown',
  });
});

test('nobody sees or moves money without the duty, or that of others', async () => {
  const stranger = b.person({ duties: ['labour.permit-officer'] });
  for (const refused of [
    () => b.call(contract.listBatches, {}, stranger),
    () => b.call(contract.listBatches, {}, anna),
    () => b.call(contract.redeemVoucher, { code: 'AAAABBBBCCCC', key: 'x', place: 'x' }, approver),
    () => b.call(contract.decideBatch, { id: clerk.id, approve: true }, clerk),
    () => b.call(contract.listOwn, {}, stranger),
    () =>
      b.call(contract.enterDemoPayouts, { part: 'year', programmes: [], accounts: [], batches: [], ...w.by }, approver),
  ])
    await expect(refused()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('account numbers and names stand nowhere in the database, and follow who got another pseudonym', async () => {
  const dump = await b.dump('payouts.beneficiary', 'payouts.payout', 'payouts.request', 'payouts.voucher');
  for (const secret of [citizenIban(20), citizenIban(1), 'Anna Lee', 'Rahul Sharma'])
    expect(dump).not.toContain(secret);
  const later = b.person({ name: 'Rahul Sharma', snils: '10120230379' });
  await b.deliver(personJoined, { from: rahul.personKey ?? '', to: later.personKey ?? '' });
  expect((await b.call(contract.listOwn, {}, later)).account).toMatchObject({ way: 'iban' });
});

test('without the demo nothing of it is entered', async () => {
  const other = await benchWith({ STOA_DEMO: '0' }, payouts, books);
  const part = { part: 'year', programmes: [], accounts: [], batches: [], ...w.by };
  await expect(other.call(contract.enterDemoPayouts, part, w.demo)).rejects.toMatchObject({ code: 'payouts.demo-off' });
});
