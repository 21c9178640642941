// SPDX-License-Identifier: Apache-2.0
import { bench, benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import books from '../src/index.ts';
import { payments, world } from './world.ts';

const b = await bench(books);
const w = await world(b);
const { accountant } = w;

test('lists are taken out as CSV and XLSX, without formulas, and the ledger of a month as SAF-T', async () => {
  const client = b.http(accountant);
  await b.call(
    contract.post,
    {
      ...{ key: 'formula', kind: 'fee', reference: '=1+1', currency: 'EUR' },
      postings: [
        { account: '1100', amountMinor: 5 },
        { account: '4900', amountMinor: -5 },
      ],
    },
    payments,
  );
  for (const list of contract.lists) {
    const csv = await client.get(
      contract.listPath(list, { as: 'csv', language: 'ar', account: list === 'account' ? '1020' : undefined }),
    );
    expect([list, csv.status]).toEqual([list, 200]);
    expect((await client.get(contract.listPath(list, { as: 'xlsx' }))).status).toBe(200);
  }
  const entries = String((await client.get(contract.listPath('entries', { as: 'csv' }))).body.text);
  expect(entries).toContain("'=1+1");
  const month = w.today().slice(0, 7);
  const xml = String((await client.get(contract.treasuryPath(month, 'xml'))).body.text);
  expect(xml).toContain('<AuditFile xmlns="urn:OECD:StandardAuditFile-Tax:2.00"><Header>');
  const total = (name: string) => new RegExp(`<${name}>([\\d.]+)</${name}>`).exec(xml)?.[1];
  expect(total('TotalDebit')).toBe(total('TotalCredit'));
  expect(xml.match(/<Transaction>/g)?.length).toBe(Number(total('NumberOfEntries')));
  expect((await client.get('/api/books/treasury/2099-01/xml')).status).toBe(422);
  expect((await client.get('/api/books/treasury/never/xml')).status).toBe(422);
  expect((await b.http(b.person()).get(contract.treasuryPath(month, 'csv'))).status).toBe(403);
});

test('without the demo nothing of it is entered', async () => {
  const other = await benchWith({ STOA_DEMO: '0' }, books);
  const part = { part: 'year', entries: [], statements: [], byName: 'A', approverName: 'B' };
  await expect(other.call(contract.enterDemoBooks, part, { kind: 'service', id: 'demo' })).rejects.toMatchObject({
    code: 'books.demo-off',
  });
});
