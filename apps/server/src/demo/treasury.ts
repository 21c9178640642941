// SPDX-License-Identifier: Apache-2.0
/** A year of the treasury, in parts that a request can carry. */
import { type DemoBooks, enterDemoBooks, getChart } from '@stoa/books/contract';
import { transfersOfLate, treasuryAccounts, treasuryProgrammes, treasuryYear, writeStatement } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import { type DemoPayouts, enterDemoPayouts } from '@stoa/payouts/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
/** The country's lists are read only. */
const own = <T>(value: unknown): T => structuredClone(value) as T;
const part = 200;

export async function enterTreasury({ call }: Platform, now: number): Promise<void> {
  const year = treasuryYear(now);
  const { byName, approverName, closeUntil } = year;
  const by = { byName, approverName };
  const books = (more: Partial<DemoBooks>) =>
    call(enterDemoBooks, { part: 'year', entries: [], statements: [], ...by, ...more }, as);
  const { accounts, sharings } = await call(
    getChart,
    { version: 1 },
    { principal: { kind: 'service', id: 'payouts' } },
  );
  const { payouts: ofPayouts, fees, transfers } = treasuryAccounts;
  const ibans: Readonly<Record<string, string>> = { 1010: ofPayouts, 1020: fees, 1030: transfers };
  const kept = accounts.map((one) =>
    ibans[one.code] ? { ...one, iban: ibans[one.code] ?? '', currency: 'EUR' } : one,
  );
  await books({ part: 'accounts', chart: { validFrom: '2001-01-01', sharings, accounts: kept } });
  for (let at = 0; at < year.entries.length; at += part)
    await books({ entries: own<DemoBooks['entries']>(year.entries.slice(at, at + part)) });
  const payouts = (more: Partial<DemoPayouts>) => {
    const programmes = own<DemoPayouts['programmes']>(treasuryProgrammes);
    const known = own<DemoPayouts['accounts']>(year.accounts);
    return call(enterDemoPayouts, { part: 'year', programmes, accounts: known, batches: [], ...by, ...more }, as);
  };
  for (const batch of year.batches) await payouts({ batches: own<DemoPayouts['batches']>([batch]) });
  for (const statement of year.statements) await books({ statements: [writeStatement(statement)] });
  await books({ part: 'transfers', statements: [writeStatement(transfersOfLate(now))] });
  await books({ part: 'closed', closeUntil, explain: 'Card fees of the bank, posted with the next month' });
}
