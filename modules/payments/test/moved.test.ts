// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { ownDataOperation } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import payments from '../src/index.ts';

const b = await bench(payments);
const [before, after] = [b.person({ snils: '14567890105' }), b.person({ snils: '11223344595' })];

test('whoever is known under another pseudonym pays and sees what they owed under the one before', async () => {
  const lines = [{ code: 'visa', title: { en: 'Visa fee' }, amountMinor: 1500 }];
  const payerId = before.personKey ?? '';
  const { id } = await b.call(
    contract.createInvoice,
    { reference: 'case:moved', payerId, lines, currency: 'EUR', returnPath: '/cases/1/paid' },
    { kind: 'service', id: 'cases' },
  );
  await b.deliver(personJoined, { from: payerId, to: after.personKey ?? '' });
  expect(await b.call(contract.getInvoice, { id }, after)).toMatchObject({ payerId: after.personKey });
  await expect(b.call(contract.getInvoice, { id }, before)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('the copy of one’s data has one’s own invoices, and nobody else’s', async () => {
  const own = ownDataOperation('payments');
  const { items } = await b.call(own, {}, after);
  expect(items).toMatchObject([{ what: 'invoices', data: { reference: 'case:moved', amountMinor: 1500 } }]);
  expect((await b.call(own, {}, before)).items).toEqual([]);
});
