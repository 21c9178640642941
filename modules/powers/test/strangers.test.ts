// SPDX-License-Identifier: Apache-2.0
/** What somebody tries with powers: in the name of others, twice, and with days that are none. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { acting, agency, b, director, heldBy, keyOf, numbers, worker } from './world.ts';

const toWorker = { kind: 'person' as const, number: numbers.worker, name: 'Rahul Sharma' };
const draft = (more: object = {}) =>
  b.call(contract.draftPower, { taker: toWorker, role: 'accountant', further: false, ...more }, director);
async function given(): Promise<string> {
  const { id } = await draft();
  await b.call(contract.offerPower, { id }, director);
  await b.call(contract.answerPower, { id, accepted: true }, worker);
  await b.drain();
  return id;
}

test('who holds a power lays it down as themselves, not in the name of a company they act for', async () => {
  const id = await given();
  const elsewhere = acting(worker, agency);
  const shown = await b.call(contract.getPower, { id }, elsewhere);
  expect(shown.may).toEqual([]);
  await expect(b.call(contract.withdrawPower, { id }, elsewhere)).rejects.toMatchObject({
    code: 'powers.not-in-charge',
  });
  expect(heldBy(keyOf(numbers.worker))).toHaveLength(1);
  await b.call(contract.withdrawPower, { id }, worker);
  expect(await b.call(contract.getPower, { id }, director)).toMatchObject({ endedBy: 'taker' });
  await b.drain();
});

test('days at the ends of the calendar, and days that are none, are a clear refusal or a power', async () => {
  const http = b.http(director);
  const days = ['9999-12-31', '0000-01-01', '0001-01-01', '2026-02-30', '+010000-01-01', '9999-12-31T23:59:59Z'];
  for (const day of days)
    for (const more of [{ until: day }, { from: day }, { from: day, until: day }]) {
      const body = { taker: toWorker, role: 'accountant', further: false, ...more };
      const { status } = await http.post('/api/powers', body);
      expect([more, status < 500]).toEqual([more, true]);
    }
});

test('a power that was pressed twice in two tabs is offered once and signed once', async () => {
  const { id } = await draft();
  const offers = await Promise.allSettled([0, 1].map(() => b.call(contract.offerPower, { id }, director)));
  expect(offers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const entries = await b.sql<{ record: string }>(
    `select record from ledger_entry where record like '%powers.power-offered%' and record like $1`,
    [`%${id}%`],
  );
  expect(entries).toHaveLength(1);
  await b.call(contract.withdrawPower, { id }, director);
});
