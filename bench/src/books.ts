// SPDX-License-Identifier: Apache-2.0
/** Postings a second against the same rows into plain tables of the same database; a batch of payouts from file to approval. */
import books from '@stoa/books';
import { enterDemoBooks, getChart, post } from '@stoa/books/contract';
import { people, treasuryAccounts, treasuryProgrammes, citizenIban } from '@stoa/country-xm';
import { newId, startPlatform } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import payouts from '@stoa/payouts';
import { decideBatch, enterDemoPayouts, makeBatch, submitBatch } from '@stoa/payouts/contract';
import pg from 'pg';
import { type Measurement, measurement } from './measurement.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

/** `STOA_BENCH_PAYOUTS`: rows of the batch. */
const rows = Number(process.env.STOA_BENCH_PAYOUTS || 100_000);
const seconds = 5;
const atOnce = 8;
const by = { byName: 'A', approverName: 'B' };
const demo = { kind: 'service', id: 'demo' } as const;
const official = (name: string, ...duties: string[]): Principal => ({
  ...{ kind: 'person', id: newId(), name, assurance: 2, authenticatedAt: '9999-12-31T00:00:00.000Z' },
  duties: duties.map((code) => ({ code, organisationId: 'bench' })),
});

export const benchBooks = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const platform = await startPlatform({
      ...{ config: place.config(), modules: [books, payouts], databaseUrl: place.databaseUrl, log: place.log },
      manual: true,
    });
    place.atEnd(() => platform.close());
    const clerk = official('Clerk', 'payouts.clerk', 'books.accountant');
    const { accounts, sharings } = await platform.call(getChart, {}, { principal: clerk });
    const kept = accounts.map((one) =>
      one.code === '1010' ? { ...one, iban: treasuryAccounts.payouts, currency: 'EUR' } : one,
    );
    const chart = { validFrom: '2001-01-01', sharings, accounts: kept };
    const part = { part: 'accounts', chart, entries: [], statements: [], ...by };
    await platform.call(enterDemoBooks, part, { principal: demo });
    return [await postings(place, platform), await batch(platform, clerk)];
  });

type Platform = Awaited<ReturnType<typeof startPlatform>>;
async function perSecond(work: (serial: number) => Promise<unknown>): Promise<number> {
  let done = 0;
  let serial = 0;
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < until) {
        serial += 1;
        await work(serial);
        done += 1;
      }
    }),
  );
  return done / seconds;
}

/** Two postings an entry, divided between three budgets. */
async function postings(place: Workplace, { call }: Platform): Promise<Measurement> {
  const raw = new pg.Pool({ connectionString: place.databaseUrl, max: atOnce });
  place.atEnd(() => raw.end());
  await raw.query(`create table plain_entry (id uuid primary key, key text unique, kind text, day date, reference text, currency text);
    create table plain_posting (entry_id uuid, line integer, account text, amount_minor bigint, primary key (entry_id, line))`);
  const plain = await perSecond(async (serial) => {
    const client = await raw.connect();
    const id = newId();
    await client.query('begin');
    await client.query(`insert into plain_entry values ($1, $2, 'fee', current_date, 'case', 'EUR')`, [
      id,
      `fee ${serial}`,
    ]);
    await client.query(`insert into plain_posting values ($1, 1, '1100', 100), ($1, 2, '4100', -100)`, [id]);
    await client.query('commit');
    client.release();
  });
  const own = await perSecond((serial) =>
    call(
      post,
      {
        ...{ key: `fee ${serial}`, kind: 'fee', reference: `case ${serial}`, currency: 'EUR' },
        postings: [
          { account: '1100', amountMinor: 100 },
          { account: '4100', amountMinor: -100 },
        ],
      },
      { principal: { kind: 'service', id: 'payments' } },
    ),
  );
  const peer = { name: 'the same rows into plain tables', value: plain * 2 };
  return measurement('books', `postings, ${atOnce} at once`, own * 2, 'postings/s', {}, peer);
}

/** Read, checked, submitted, approved: its files are written and wait for the bank. */
async function batch({ call }: Platform, clerk: Principal): Promise<Measurement> {
  const known = people().slice(0, 300);
  const accounts = known.map(({ snils, nameLatin }, at) => ({ person: snils, name: nameLatin, iban: citizenIban(at) }));
  const largest = 9_000_000_000_000;
  const programmes = treasuryProgrammes.map((one) => ({ ...one, mostMonthMinor: largest, budgetYearMinor: largest }));
  const part = { part: 'bench', programmes: structuredClone(programmes), accounts, batches: [], ...by };
  await call(enterDemoPayouts, part, { principal: demo });
  const lines = Array.from({ length: rows }, (_, at) => `${known[at % known.length]?.snils},10.00,ref ${at}`);
  const text = ['person,amount,reference', ...lines].join('\n');
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await run();
    times[name] = (performance.now() - began) / 1000;
    return result;
  };
  const asked = { programme: 'child-benefit', period: '2026-11', fileName: 'bench.csv', text };
  const { id } = await timed('read', () => call(makeBatch, asked, { principal: clerk }));
  await timed('submit', () => call(submitBatch, { id }, { principal: clerk }));
  const approver = official('Approver', 'payouts.approver');
  await timed('approve', () => call(decideBatch, { id, approve: true }, { principal: approver }));
  const whole = Object.values(times).reduce((sum, one) => sum + one, 0);
  return measurement('books', `payouts of a batch of ${rows}`, rows / whole, 'rows/s', times);
}
