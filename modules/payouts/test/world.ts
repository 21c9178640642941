// SPDX-License-Identifier: Apache-2.0
/** A treasury with its bank, who works there, and people who are paid. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import books from '@stoa/books';
import { enterDemoBooks, getChart } from '@stoa/books/contract';
import { treasuryAccounts, treasuryProgrammes } from '@stoa/country-xm';
import { startTreasuryBank } from '@stoa/demo';
import { benchWith, eventually } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import { afterAll } from 'vitest';
import { chooseAccount, decideBatch, enterDemoPayouts, getBatch, makeBatch, submitBatch } from '../src/contract.ts';
import payouts from '../src/index.ts';

export const snils = { anna: '11223344595', rahul: '14567890105' } as const;
const key = 'treasury-test-key';

export async function treasury() {
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-treasury-'));
  let bank = await startTreasuryBank({ dataDir, key, settleMs: 1, returnMs: 1 });
  const port = Number(new URL(bank.url).port);
  afterAll(() => bank.close());
  const env = { STOA_TREASURY_BANK_URL: bank.url, STOA_TREASURY_BANK_KEY: key };
  const b = await benchWith(env, payouts, books);
  b.stub(notify, async () => ({ id: '01970000-0000-7000-8000-000000000001' }));
  const clerk = b.person({ name: 'Aliya Nur', duties: ['payouts.clerk', 'books.accountant'] });
  const approver = b.person({ name: 'Boris Chen', duties: ['payouts.approver', 'books.chief-accountant'] });
  const anna = b.person({ name: 'Anna Lee', snils: snils.anna });
  const rahul = b.person({ name: 'Rahul Sharma', snils: snils.rahul });
  const demo = { kind: 'service', id: 'demo' } as const;
  const by = { byName: 'A', approverName: 'B' };
  const { accounts, sharings } = await b.call(getChart, {}, clerk);
  const chart = {
    ...{ validFrom: '2001-01-01', sharings },
    accounts: accounts.map((one) => {
      const iban = { 1010: treasuryAccounts.payouts, 1020: treasuryAccounts.fees }[one.code];
      return iban ? { ...one, iban, currency: 'EUR' } : one;
    }),
  };
  await b.call(enterDemoBooks, { part: 'accounts', chart, entries: [], statements: [], ...by }, demo);
  const programmes = structuredClone(treasuryProgrammes);
  await b.call(enterDemoPayouts, { part: 'programmes', programmes, accounts: [], batches: [], ...by }, demo);
  const pays = (who: typeof anna, iban: string) =>
    b.call(chooseAccount, { way: 'iban', iban, name: who.name ?? 'X' }, who);
  let serial = 0;
  const make = (rows: string[], period = '2026-11', head = 'person,amount,reference') =>
    b.call(
      makeBatch,
      { programme: 'child-benefit', period, fileName: 'rows.csv', text: [head, ...rows].join('\n') },
      clerk,
    );
  const row = (number: string, amount = '80.00') => `${number},${amount},ref ${serial++}`;
  const letGo = async (id: string) => {
    await b.call(submitBatch, { id }, clerk);
    return b.call(decideBatch, { id, approve: true }, approver);
  };
  /** Jobs and the bank go on until the batch is where it is expected. */
  const until = (id: string, states: Record<string, number>) =>
    eventually(async () => {
      b.clock.advance({ minutes: 1 });
      await b.drain();
      const batch = await b.call(getBatch, { id }, clerk);
      const found = Object.fromEntries(batch.states.map(({ state, count }) => [state, count]));
      if (JSON.stringify(found) !== JSON.stringify(states)) throw new Error(JSON.stringify([found, batch.files]));
      return batch;
    });
  const restartBank = async () => {
    await bank.close();
    bank = await startTreasuryBank({ dataDir, key, port, settleMs: 1, returnMs: 1 });
  };
  return {
    b,
    clerk,
    approver,
    anna,
    rahul,
    demo,
    by,
    pays,
    make,
    row,
    letGo,
    until,
    restartBank,
    bankUrl: bank.url,
    key,
  };
}
