// SPDX-License-Identifier: Apache-2.0
/** Settlements: transfers that name their invoices arrive as events, against the same rows written raw. */
import { statementEntry } from '@stoa/books/contract';
import { newId, startPlatform } from '@stoa/kernel';
import { createInvoice, type Invoice } from '@stoa/payments/contract';
import { modules } from '@stoa/server/src/modules.ts';
import pg from 'pg';
import { type Measurement, measurement } from './measurement.ts';
import { withWorkplace } from './workplace.ts';

const count = Number(process.env.BENCH_SETTLEMENTS ?? 2000);
const amountMinor = 12_000;

export const benchPayments = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const platform = await startPlatform({
      ...{ config: place.config(), modules: modules.filter(({ name }) => name === 'payments') },
      ...{ databaseUrl: place.databaseUrl, log: place.log, manual: true },
    });
    place.atEnd(() => platform.close());
    const payments = platform.modules.get('payments');
    if (!payments) throw new Error('the platform has no payments');
    const invoices: Invoice[] = [];
    for (let at = 0; at < count; at += 1)
      invoices.push(
        await platform.call(
          createInvoice,
          {
            ...{ reference: `bench:${at}`, payerId: '0105234510', currency: 'EUR', returnPath: '/cabinet/payments' },
            lines: [{ code: 'permit', title: { en: 'Permit fee' }, amountMinor }],
          },
          { principal: { kind: 'service', id: 'cases' } },
        ),
      );
    const told = invoices.map(({ creditorReference }) => ({
      ...{ specversion: '1.0' as const, id: newId(), type: statementEntry.type, source: '/bench' },
      ...{ time: new Date().toISOString(), datacontenttype: 'application/json' as const },
      data: {
        ...{
          entryId: newId(),
          account: '1030',
          bookedOn: '2026-11-20',
          amountMinor,
          currency: 'EUR',
          creditorReference,
        },
      },
    }));
    const began = performance.now();
    for (let at = 0; at < told.length; at += 200) await payments.receive(told.slice(at, at + 200));
    while ((await payments.step()) > 0);
    const seconds = (performance.now() - began) / 1000;
    const client = new pg.Client({ connectionString: place.databaseUrl });
    await client.connect();
    place.atEnd(() => client.end());
    const { rows } = await client.query<{ paid: number; postings: number }>(
      `select (select count(*)::int from payments.invoice where state = 'paid') as paid,
         (select count(*)::int from payments.posting) as postings`,
    );
    if (rows[0]?.paid !== count || rows[0].postings !== 4 * count)
      throw new Error(`not all is settled: ${JSON.stringify(rows)}`);
    const raw = await rawSettlements(client, invoices);
    return [
      measurement(
        'payments',
        'settlements of transfers',
        count / seconds,
        'settlements/s',
        { count, seconds },
        {
          name: 'the same rows written raw, one transaction each',
          value: raw,
        },
      ),
    ];
  });

/** Rows of the same kinds and number, by one connection, into tables without anything around them. */
async function rawSettlements(client: pg.Client, invoices: readonly Invoice[]): Promise<number> {
  await client.query(`create schema if not exists raw;
    create table raw.transfer (like payments.transfer including all); create table raw.checkout (like payments.checkout including all);
    create table raw.allotment (like payments.allotment including all); create table raw.journal_entry (like payments.journal_entry including all);
    create table raw.posting (like payments.posting including all); create table raw.invoice as select * from payments.invoice;
    alter table raw.invoice add primary key (id)`);
  const began = performance.now();
  for (const [at, { id }] of invoices.entries()) {
    const [arrival, entry] = [newId(), newId()];
    await client.query('begin');
    await client.query(
      `insert into raw.transfer (entry_id, account, booked_on, amount_minor, currency, state, at) values ($1, 'XM', '2026-11-20', $2, 'EUR', 'matched', now())`,
      [`raw-${at}`, amountMinor],
    );
    await client.query(
      `insert into raw.checkout (invoice_id, attempt, state, created_at, amount_minor, currency) values ($1, 1, 'paid', now(), $2, 'EUR')`,
      [id, amountMinor],
    );
    await client.query(
      'insert into raw.allotment (lead_id, attempt, invoice_id, amount_minor, settled_minor) values ($1, 1, $1, $2, $2)',
      [id, amountMinor],
    );
    await client.query(
      `insert into raw.journal_entry (id, invoice_id, kind, at, key) values ($1, null, 'transfer', now(), $4), ($2, $3, 'payment', now(), $5)`,
      [arrival, entry, id, `raw transfer ${at}`, `raw ${at}`],
    );
    await client.query(
      `insert into raw.posting (entry_id, account, currency, amount_minor)
       values ($1, 'bank:transfers', 'EUR', $3), ($1, 'suspense:transfers', 'EUR', -$3::bigint),
         ($2, 'suspense:transfers', 'EUR', $3), ($2, 'revenue:permit', 'EUR', -$3::bigint)`,
      [arrival, entry, amountMinor],
    );
    await client.query(`update raw.invoice set state = 'paid', paid_minor = $2, paid_at = now() where id = $1`, [
      id,
      amountMinor,
    ]);
    await client.query('commit');
  }
  return (invoices.length * 1000) / (performance.now() - began);
}
