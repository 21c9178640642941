// SPDX-License-Identifier: Apache-2.0
/**
 * A year of Meridia's treasury from a fixed seed: child benefits every month with payments that came back, fees of services, bank
 * charges; statements of the bank that say the same but for four places, of which three stand open.
 */
import { namedPeople } from './named-people.ts';
import { people } from './people.ts';
import type { Person } from './person.ts';
import { Draw } from './random.ts';
import { localDate } from './calendar.ts';
import type { StatementEntry, StatementToWrite } from './treasury-statements.ts';

/** Check digits by ISO 7064, MOD 97-10. */
function ibanOf(account: string): string {
  const digits = [...`${account}XM00`].map((sign) => Number.parseInt(sign, 36)).join('');
  return `XM${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${account}`;
}
export const treasuryAccounts: Readonly<Record<'payouts' | 'fees' | 'transfers', string>> = {
  payouts: ibanOf('TRSR0000000000001010'),
  fees: ibanOf('TRSR0000000000001020'),
  /** Where payers transfer money to. */
  transfers: ibanOf('STOA0000000000012345'),
};
/** With what the bank goes on after the year: where the year ends. */
export const treasuryBalances: Readonly<Record<string, number>> = {
  [treasuryAccounts.payouts]: 48_250_000_00,
  [treasuryAccounts.fees]: 3_120_400_00,
  [treasuryAccounts.transfers]: 64_800_00,
};
/** Of a citizen at Meridia Bank; the last four figures say what happens to a payment there (`demo/src/treasury/payments.ts`). */
export const citizenIban = (serial: number): string => ibanOf(`MBNK${String(serial).padStart(12, '0')}${ends(serial)}`);
const ends = (serial: number) => String(1000 + ((serial * 37) % 8000));
export const closedIban = (serial: number): string => ibanOf(`MBNK${String(serial).padStart(12, '0')}0404`);

const inEach = (en: string, ru: string, kk: string, uk: string, ar: string) => ({ en, ru, kk, uk, ar });
const currency = 'EUR';
export const treasuryProgrammes = [
  {
    ...{ code: 'child-benefit', account: '5100', bankAccount: '1010', debtorIban: treasuryAccounts.payouts, currency },
    title: inEach('Child benefit', 'Детское пособие', 'Балаға арналған жәрдемақы', 'Допомога на дитину', 'إعانة طفل'),
    ...{ mostRowMinor: 600_00, mostMonthMinor: 1200_00, budgetYearMinor: 900_000_00, voucherDays: 90, active: true },
  },
  {
    ...{ code: 'school-start', account: '5300', bankAccount: '1010', debtorIban: treasuryAccounts.payouts, currency },
    title: inEach(
      ...(['Help for the start of school', 'Помощь к началу учебного года', 'Оқу жылының басына көмек'] as const),
      ...(['Допомога до початку навчального року', 'مساعدة بدء العام الدراسي'] as const),
    ),
    ...{ mostRowMinor: 250_00, mostMonthMinor: 500_00, budgetYearMinor: 200_000_00, voucherDays: 60, active: true },
  },
  {
    // Refunds are owed already: they settle a liability of the books.
    ...{ code: 'fee-refunds', account: '2200', bankAccount: '1010', debtorIban: treasuryAccounts.payouts, currency },
    title: inEach(
      ...(['Refunds of fees', 'Возврат сборов', 'Алымдарды қайтару', 'Повернення зборів', 'استرداد الرسوم'] as const),
    ),
    ...{
      mostRowMinor: 5000_00,
      mostMonthMinor: 20_000_00,
      budgetYearMinor: 500_000_00,
      voucherDays: 180,
      active: true,
    },
  },
];
const byName = namedPeople.bookkeeper.nameLatin;
const approverName = namedPeople['chief-accountant'].nameLatin;

interface Posting {
  account: string;
  amountMinor: number;
  region?: string;
  bankReference?: string;
}
interface Entry {
  key: string;
  kind: string;
  bookedAt: string;
  reference: string;
  currency: string;
  postings: Posting[];
}
interface Row {
  person: string;
  amountMinor: number;
  endToEndId: string;
  returned?: { reason: string; on: string };
  repeats?: string;
}
interface Paid {
  programme: string;
  period: string;
  paidOn: string;
  reason: ReturnType<typeof inEach>;
  rows: Row[];
}

const monthsBack = 12;
const perMonth = 240;
const dayMs = 86_400_000;
const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
const regions = ['XM-01', 'XM-02', 'XM-03'];
const services = ['work-permit', 'visit-visa', 'residence-permit', 'vehicle-register'];

/** Who gets a child benefit, each with an account. */
function beneficiaries(): { person: Person; iban: string }[] {
  const named: readonly Person[] = [namedPeople.aigerim, namedPeople.worker, namedPeople.accountant];
  const others = people().filter(({ snils }) => !named.some((one) => one.snils === snils));
  return [...named, ...others].slice(0, perMonth).map((person, at) => ({ person, iban: citizenIban(100_000 + at) }));
}

class Year {
  readonly entries: Entry[] = [];
  readonly batches: Paid[] = [];
  /** Of each account and day what the bank booked. */
  readonly booked = new Map<string, StatementEntry[]>();
  private readonly draw = new Draw(20_261_130);
  readonly today: string;
  constructor(now: number) {
    this.today = localDate(new Date(now));
  }
  private post(day: string, kind: string, reference: string, postings: Posting[], key = `${kind} ${reference}`): void {
    this.entries.push({ key: `demo ${key}`, kind, bookedAt: day, reference, currency, postings });
  }
  private book(account: '1010' | '1020', day: string, entry: Omit<StatementEntry, 'currency'>): void {
    const key = `${account} ${day}`;
    this.booked.set(key, [...(this.booked.get(key) ?? []), { ...entry, currency }]);
  }
  funding(month: string): void {
    const [day, reference] = [`${month}-02`, `FUND-${month}`];
    const amountMinor = 60_000_00;
    this.post(day, 'funding', reference, [
      { account: '1010', amountMinor, bankReference: reference },
      { account: '2000', amountMinor: -amountMinor },
    ]);
    this.book('1010', day, { name: reference, endToEndId: reference, amountMinor });
  }
  /** Some come back two days later, and are paid again a week after that, but for those of this month. */
  benefit(month: string, last: boolean): void {
    const reason = inEach(
      `Child benefit ${month}`,
      `Детское пособие ${month}`,
      `Балаға арналған жәрдемақы ${month}`,
      `Допомога на дитину ${month}`,
      `إعانة طفل ${month}`,
    );
    const day = `${month}-05`;
    const back = daysAfter(day, 2);
    const rows: Row[] = beneficiaries().map(({ person }, at) => ({
      ...{
        person: person.snils,
        amountMinor: 80_00 + 40_00 * (at % 4),
        endToEndId: `D${month.replace('-', '')}N${at}`,
      },
    }));
    for (const at of [7, 31 + this.draw.whole(0, 40), 90 + this.draw.whole(0, 100)]) {
      const row = rows[at];
      if (row) row.returned = { reason: at === 7 ? 'AC04' : this.draw.from(['AC04', 'AC06', 'MS03']), on: back };
    }
    this.paid(month, day, rows, reason, false);
    const returned = rows.filter((row) => row.returned);
    for (const { endToEndId, amountMinor, returned: why } of returned) {
      this.post(back, 'payout-returned', endToEndId, [
        { account: '1010', amountMinor, bankReference: endToEndId },
        { account: '2110', amountMinor: -amountMinor },
      ]);
      this.book('1010', back, { name: `R${endToEndId}`, endToEndId, amountMinor, returned: why?.reason ?? 'AC04' });
    }
    if (last) return;
    const again = returned.map(({ person, amountMinor, endToEndId }) => ({
      ...{ person, amountMinor, endToEndId: `${endToEndId}R`, repeats: endToEndId },
    }));
    this.paid(month, daysAfter(day, 8), again, reason, true);
  }
  private paid(period: string, paidOn: string, rows: Row[], reason: Paid['reason'], again: boolean): void {
    const sum = rows.reduce((total, { amountMinor }) => total + amountMinor, 0);
    const reference = `child-benefit ${period}${again ? ' repeated' : ''}`;
    this.post(paidOn, 'payouts-sent', reference, [
      { account: again ? '2110' : '5100', amountMinor: sum },
      { account: '2100', amountMinor: -sum },
    ]);
    this.post(paidOn, 'payouts-settled', reference, [
      { account: '2100', amountMinor: sum },
      ...rows.map(({ endToEndId, amountMinor }) => ({
        ...{ account: '1010', amountMinor: -amountMinor, bankReference: endToEndId },
      })),
    ]);
    for (const { endToEndId, amountMinor } of rows)
      this.book('1010', paidOn, { name: endToEndId, endToEndId, amountMinor: -amountMinor });
    this.batches.push({ programme: 'child-benefit', period, paidOn, reason, rows });
  }
  /** What services took on a day, each service in one sum. */
  fees(day: string): void {
    if (new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0) return;
    for (const service of services.slice(0, 2 + this.draw.whole(0, 2))) {
      const amountMinor = this.draw.whole(8, 90) * 35_00 + this.draw.whole(0, 99);
      const reference = `FEE-${day}-${service}`;
      const region = this.draw.from(regions);
      this.post(day, 'fee', reference, [
        { account: '1020', amountMinor, bankReference: reference },
        { account: `4100.${service}`, amountMinor: -amountMinor, region },
      ]);
      this.book('1020', day, { name: reference, endToEndId: reference, amountMinor });
    }
  }
  /** The bank books a fee of its own that we have not posted, writes another sum, and has not what we posted. */
  differ(days: readonly [string, string, string], earlier: string): void {
    this.book('1020', days[0], { name: `CHARGE-${days[0]}`, amountMinor: -25_00, text: 'Account fee' });
    this.book('1020', days[1], {
      name: `FEE-${days[1]}-fines`,
      endToEndId: `FEE-${days[1]}-fines`,
      amountMinor: 1_210_00,
    });
    const fine = (day: string, amountMinor: number) =>
      this.post(day, 'fine', `FEE-${day}-fines`, [
        { account: '1020', amountMinor, bankReference: `FEE-${day}-fines` },
        { account: '4200', amountMinor: -amountMinor, region: 'XM-02' },
      ]);
    fine(days[1], 1_120_00);
    fine(days[2], 430_00);
    this.book('1020', earlier, { name: `CHARGE-${earlier}`, amountMinor: -18_00, text: 'Card fee' });
  }
}

export interface TreasuryYear {
  readonly entries: readonly Entry[];
  readonly statements: readonly StatementToWrite[];
  readonly batches: readonly Paid[];
  readonly accounts: readonly { person: string; name: string; iban?: string }[];
  readonly closeUntil: string;
  readonly byName: string;
  readonly approverName: string;
}

export function treasuryYear(now: number): TreasuryYear {
  const year = new Year(now);
  const { today } = year;
  const [thisYear = 0, thisMonth = 0] = today.split('-').map(Number);
  const months = Array.from({ length: monthsBack }, (_, at) =>
    new Date(Date.UTC(thisYear, thisMonth - 1 - (monthsBack - 1 - at), 1)).toISOString().slice(0, 7),
  );
  const yesterday = daysAfter(today, -1);
  // A month whose payday, return and repetition are over by yesterday is whole; of the newest one returns stand open.
  const whole = months.filter((month) => `${month}-14` <= yesterday);
  for (const month of whole) {
    year.funding(month);
    year.benefit(month, month === whole.at(-1));
  }
  for (let day = `${months[0]}-01`; day <= yesterday; day = daysAfter(day, 1)) year.fees(day);
  const closeUntil = daysAfter(today, -9);
  year.differ([daysAfter(today, -4), daysAfter(today, -5), daysAfter(today, -3)], daysAfter(today, -70));
  return {
    entries: year.entries.sort((a, b) => (a.bookedAt < b.bookedAt ? -1 : a.bookedAt > b.bookedAt ? 1 : 0)),
    statements: statementsOf(year.booked, yesterday),
    batches: year.batches,
    accounts: beneficiaries().map(({ person, iban }) => ({ person: person.snils, name: person.nameLatin, iban })),
    ...{ closeUntil, byName, approverName },
  };
}

/** One for each account and month that has entries, the last one up to yesterday; they end where the bank goes on. */
function statementsOf(booked: ReadonlyMap<string, readonly StatementEntry[]>, until: string): StatementToWrite[] {
  return (['payouts', 'fees'] as const).flatMap((name) => {
    const account = name === 'payouts' ? '1010' : '1020';
    const iban = treasuryAccounts[name];
    const own = [...booked].filter(([key]) => key.startsWith(`${account} `)).sort(([a], [b]) => (a < b ? -1 : 1));
    const byMonth = Map.groupBy(own, ([key]) => key.slice(5, 12));
    const net = own.flatMap(([, entries]) => entries).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    let openingMinor = (treasuryBalances[iban] ?? 0) - net;
    return [...byMonth].map(([month, days]) => {
      const entries = days.flatMap(([key, of]) => of.map((one) => ({ ...one, bookedOn: key.slice(5) })));
      const closingMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, openingMinor);
      const last = lastOf(month);
      const day = last < until ? last : until;
      const statement = {
        id: `Y${account}-${month}`,
        iban,
        openingMinor,
        closingMinor,
        day,
        from: `${month}-01`,
        entries,
      };
      openingMinor = closingMinor;
      return statement;
    });
  });
}
const lastOf = (month: string) => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};
