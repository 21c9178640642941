// SPDX-License-Identifier: Apache-2.0
import { benchWith } from '@stoa/kernel/testing';
import type { ModuleRuntime } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { Directory } from '../src/directory/directory.ts';
import { exchangeOf } from '../src/exchange.ts';
import exchange from '../src/index.ts';
import { enrolDirectly } from './direct.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const operator = b.person({ duties: ['platform.operator'] });

test('whoever has enrolled is known to the hub by the time of the answer', async () => {
  for (const n of [1, 2, 3]) {
    const { signingKeyId } = await enrolDirectly(b, `XM/GOV/1/S${n}`);
    expect(exchangeOf(b.module).directory.key(signingKeyId)?.subsystem).toBe(`XM/GOV/1/S${n}`);
  }
  const audited = await b.sql<{ record: string }>(`select record from ledger_entry where kind = 'audit'`);
  expect(audited.filter(({ record }) => record.includes('exchange.connector-enrolled'))).toHaveLength(3);
});

test('a reading that began before a revocation does not bring the key back', async () => {
  const { signingKeyId } = await enrolDirectly(b, 'XM/GOV/1/SLOW');
  // The first reading is held up after it has read, as a slow connection would hold it up.
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let hasRead: () => void = () => {};
  const read = new Promise<void>((resolve) => {
    hasRead = resolve;
  });
  let readings = 0;
  const slow = {
    clock: b.module.clock,
    tx: async (...[principal, work]: Parameters<ModuleRuntime['tx']>) => {
      const first = ++readings === 1;
      return b.module.tx(principal, (tx) =>
        work({
          ...tx,
          query: async (...asked: Parameters<typeof tx.query>) => {
            const rows = await tx.query(...asked);
            if (first && asked[0].includes('from certificate')) {
              hasRead();
              await held;
            }
            return rows;
          },
        } as typeof tx),
      );
    },
  } as unknown as ModuleRuntime;
  const directory = new Directory(slow);
  const before = directory.refresh();
  await read;
  await b.call(contract.revokeCertificate, { keyId: signingKeyId, reason: 'keyCompromise' }, operator);
  const after = directory.refresh();
  // Time for the second reading to overtake the first, if anything lets it.
  await Promise.race([after, new Promise((resolve) => setTimeout(resolve, 500))]);
  release();
  await Promise.all([before, after]);
  expect(readings).toBe(2);
  expect(directory.key(signingKeyId)).toBeUndefined();
});

test('a reading that failed is followed by one that works', async () => {
  let fail = true;
  const flaky = {
    clock: b.module.clock,
    tx: (...args: Parameters<ModuleRuntime['tx']>) =>
      fail ? Promise.reject(new Error('the database is away')) : b.module.tx(...args),
  } as unknown as ModuleRuntime;
  const directory = new Directory(flaky);
  await expect(directory.refresh()).rejects.toThrow('the database is away');
  fail = false;
  await directory.refresh();
  const { signingKeyId } = await enrolDirectly(b, 'XM/GOV/1/LATE');
  await directory.refresh();
  expect(directory.key(signingKeyId)?.subsystem).toBe('XM/GOV/1/LATE');
});
