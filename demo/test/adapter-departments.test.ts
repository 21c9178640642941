// SPDX-License-Identifier: Apache-2.0
/** The departments that the connector's adapters bring onto the exchange: tables, an RPC of its own, files. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { companies, namedPeople } from '@stoa/country-xm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createVehicleRegister,
  enterVehicle,
  type RunningService,
  startLandRegister,
  startTaxRegister,
  taxTransfer,
  transferVehicle,
} from '../src/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-departments-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the vehicle register is a table its reader may read and not change, also after a second start', async () => {
  const admin = process.env.STOA_TEST_DATABASE_URL ?? '';
  await createVehicleRegister(admin);
  const reader = new pg.Client((await createVehicleRegister(admin)).readerUrl);
  await reader.connect();
  const { rows } = await reader.query('select nomer, marka from ts where vladelec = $1 order by nomer', [
    namedPeople.aigerim.snils,
  ]);
  expect(rows[0]).toEqual({ nomer: '100AAA01', marka: 'Lada' });
  await expect(reader.query("update ts set marka = 'x'")).rejects.toThrow('permission denied');
  await expect(reader.query('create table x (a int)')).rejects.toThrow('permission denied');
  await reader.end();
});

test("a sale enters the buyer once, and only while the vehicle is the seller's and free; a first entry takes it from nobody", async () => {
  const { clerkUrl, readerUrl } = await createVehicleRegister(process.env.STOA_TEST_DATABASE_URL ?? '');
  const [seller, buyer] = [namedPeople.aigerim.snils, namedPeople.worker.snils];
  const sale = { plate: '703AAT01', seller, buyer, on: '2026-11-20', contract: 'VT-2026-000001' };
  const reader = new pg.Client(readerUrl);
  await reader.connect();
  const owned = async (plate: string) =>
    (await reader.query('select vladelec, sovladelec from ts where nomer = $1', [plate])).rows[0];
  const [once, again] = [await transferVehicle(clerkUrl, sale), await transferVehicle(clerkUrl, sale)];
  expect([once, again]).toEqual([1, 2].map(() => ({ content: { plate: '703AAT01', contract: 'VT-2026-000001' } })));
  expect(await owned('703AAT01')).toEqual({ vladelec: buyer, sovladelec: null });
  const other = { ...sale, contract: 'VT-2026-000002' };
  const said = async (content: object) => (await transferVehicle(clerkUrl, content)).rejection?.description;
  expect(await said(other)).toBe('The vehicle is not entered for the seller.');
  expect(await said({ ...other, plate: '999AAA99' })).toBe('The vehicle is not entered for the seller.');
  expect(await said({ ...other, plate: '701AAT01' })).toBe('The vehicle is arrested or pledged.');
  expect(await said({ ...other, plate: '702AAT01' })).toBe('The vehicle is arrested or pledged.');
  expect(await said({ ...other, plate: '704AAT01' })).toBe('The vehicle is searched for.');
  expect(await said({ ...other, buyer: 'x' })).toMatch(/^Give plate/);
  expect(await owned('701AAT01')).toMatchObject({ vladelec: seller });
  const first = { plate: '777AAA77', entered: true, owner: seller, make: 'Lada Niva Legend', year: 2026 };
  for (const content of [first, { ...first, owner: buyer }, { ...first, plate: '778AAA77', owner: null }])
    await enterVehicle(clerkUrl, content, '2026-11-20');
  expect(await owned('777AAA77')).toEqual({ vladelec: seller, sovladelec: null });
  expect(await owned('778AAA77')).toBeUndefined();
  const clerk = new pg.Client(clerkUrl);
  await clerk.connect();
  await expect(clerk.query('update ts set zalog = false')).rejects.toThrow('permission denied');
  await Promise.all([clerk.end(), reader.end()]);
});

describe('the tax register', () => {
  let register: RunningService;
  beforeAll(async () => {
    register = await startTaxRegister({
      connectorUrl: 'http://127.0.0.1:1',
      dataDir: folder,
      apiKey: 'k',
      pollMs: 60_000,
    });
  });
  afterAll(() => register.close());
  const ask = async (body: unknown, key = 'k') => {
    const headers = { 'content-type': 'application/json', 'x-api-key': key };
    const response = await fetch(`${register.url}/rpc/GetDebt`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return [response.status, await response.json()] as [number, Record<string, unknown>];
  };

  test('debtors have a debt, others none', async () => {
    for (const { inn, taxDebt } of companies().slice(0, 20)) {
      const [status, answer] = await ask({ tin: inn });
      expect(status).toBe(200);
      expect(answer).toMatchObject({ rc: 0, debt: { tin: inn, cur: 'EUR', asof: expect.stringMatching(/^\d{8}$/) } });
      expect(Number((answer.debt as { amt: string }).amt) > 0).toBe(taxDebt);
    }
  });

  test('who is unknown, no INN and a wrong key are told apart', async () => {
    expect((await ask({ tin: '1' }))[1]).toMatchObject({ rc: 3 });
    expect((await ask(null))[1]).toMatchObject({ rc: 3 });
    expect((await ask({ tin: '1' }, 'other'))[0]).toBe(401);
  });

  test('a transfer of land is taxed with two percent, due in 30 days', () => {
    const transfer = { buyerSnils: namedPeople.aigerim.snils, priceMinor: 1_000_050, registeredOn: '2026-02-01' };
    expect(taxTransfer(transfer)).toEqual({ content: { taxMinor: 20_001, dueOn: '2026-03-03' } });
    expect(taxTransfer({ ...transfer, buyerSnils: '1' })).toMatchObject({ rejection: { code: 'FAILURE' } });
    expect(taxTransfer(null)).toMatchObject({ rejection: { code: 'FAILURE' } });
  });
});

describe('the land register', () => {
  let register: RunningService;
  let drop: string;
  beforeAll(async () => {
    drop = join(folder, 'land');
    register = await startLandRegister({ folder: drop });
  });
  afterAll(() => register.close());
  const post = (body: unknown) =>
    fetch(`${register.url}/transfers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('it drops files in its old encoding, each with a companion, a first one by itself', async () => {
    expect(await readdir(drop)).toHaveLength(2);
    const transfer = { parcel: '01:02:000003:4', buyerSnils: namedPeople.aigerim.snils, price: 12.5 };
    const { file } = (await (await post(transfer)).json()) as { file: string };
    const text = new TextDecoder('windows-1251').decode(await readFile(join(drop, file)));
    expect(text).toMatch(
      /^Номер;Участок;Покупатель;Цена;Дата\r\n\S+\/1;01:02:000003:4;112-233-445 95;12,50;\d{2}\.\d{2}\.\d{4}\r\n$/,
    );
    expect(await readdir(drop)).toContain(`${file}.done`);
    expect(await (await fetch(`${register.url}/answers`)).json()).toEqual([]);
  });

  test('what is no transfer is refused', async () => {
    const transfer = { parcel: '01:02:000003:4', buyerSnils: namedPeople.aigerim.snils, price: 12.5 };
    for (const wrong of [{ parcel: '../x' }, { buyerSnils: '11111111111' }, { price: -1 }, { more: 1 }])
      expect((await post({ ...transfer, ...wrong })).status).toBe(400);
  });
});
