// SPDX-License-Identifier: Apache-2.0
import { localDate } from './calendar.ts';
import { treasuryAccounts, treasuryBalances } from './treasury.ts';
import type { StatementToWrite } from './treasury-statements.ts';

const currency = 'EUR';
const dayMs = 86_400_000;

/** What payers transferred of late and named no invoice by, or none that there is: it waits until somebody says whose it is. */
export function transfersOfLate(now: number): StatementToWrite {
  const day = (ago: number) => localDate(new Date(now - ago * dayMs));
  const entries = [
    { name: 'T1', bookedOn: day(4), amountMinor: 35_00, text: 'diploma of my wife' },
    { name: 'T2', bookedOn: day(3), amountMinor: 9_00, text: 'RF18 5390 0754 7034' },
    { name: 'T3', bookedOn: day(2), amountMinor: 120_00, text: 'work permit, second instalment' },
  ].map((one) => ({ ...one, currency }));
  const closingMinor = treasuryBalances[treasuryAccounts.transfers] ?? 0;
  const openingMinor = entries.reduce((left, { amountMinor }) => left - amountMinor, closingMinor);
  return {
    id: 'T1030',
    iban: treasuryAccounts.transfers,
    openingMinor,
    closingMinor,
    day: day(2),
    from: day(4),
    entries,
  };
}
