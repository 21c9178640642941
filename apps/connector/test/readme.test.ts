// SPDX-License-Identifier: Apache-2.0
/** The examples of the README, as they stand there, before real systems. */
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import * as contract from '@stoa/exchange/contract';
import { readSettings, startConnector } from '../src/index.ts';
import { landId, taxesId, transferType } from './drop-world.ts';
import { consumerId, log, startExchangeWorld } from './fixture.ts';

const { b, consumer } = await startExchangeWorld();
const client = contract.connectorClient(consumer.connector.url, consumerId);
const system = { kind: 'system' } as const;
const vehiclesId = 'XM/GOV/1003/VEHICLES';
const text = (en: string) => ({ en });
for (const id of [taxesId, vehiclesId, landId])
  await b.call(contract.registerSubsystem, { id, name: text(id), memberName: text(id) }, system);
for (const [subsystemId, code] of [
  [taxesId, 'debts'],
  [vehiclesId, 'vehicles'],
] as const) {
  await b.call(contract.publishService, { subsystemId, code, name: text(code) }, system);
  const right = {
    consumerId,
    target: `${subsystemId}/${code}`,
    method: '*',
    pathPattern: '/**',
    purpose: 'Reading on',
  };
  await b.call(contract.grantRight, right, system);
}
await b.call(
  contract.publishInformationType,
  { id: transferType, providerId: taxesId, name: text('Transfer'), requestSchema: {}, responseSchema: {} },
  system,
);
await b.call(contract.grantRight, { consumerId: landId, target: transferType, purpose: 'Taxing transfers' }, system);

const data = await mkdtemp(join(tmpdir(), 'stoa-readme-'));
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  await rm(data, { recursive: true, force: true });
});
const housing = randomUUID();
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

/** Starts the connector of the example under that heading. */
async function startExample(heading: string, subsystemId: string, env: Record<string, string> = {}) {
  const section = readme.slice(readme.indexOf(`## ${heading}\n`));
  const yaml = /```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  const { token } = await b.call(contract.allowEnrolment, { subsystemId }, system);
  const [settings] = readSettings(yaml, {
    PORT: '0',
    PLATFORM_URL: b.platform.url,
    DATA: data,
    TAXES_TOKEN: token,
    HOUSING_TOKEN: housing,
    BOOKKEEPING_TOKEN: `${housing}-2`,
    VEHICLES_TOKEN: token,
    LAND_TOKEN: token,
    ...env,
  });
  if (!settings) throw new Error('no settings');
  const connector = await startConnector(settings, log);
  closing.push(() => connector.close());
  return { connector, section };
}

test('Who may speak for the department', async () => {
  const { connector, section } = await startExample('Who may speak for the department', taxesId);
  const command = /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  const ask = async (token: string) => {
    const env = { ...process.env, HOUSING_TOKEN: token };
    const there = command.replace('curl', 'curl -s').replace('http://127.0.0.1:8310', connector.url);
    return (await promisify(execFile)('sh', ['-c', there], { env })).stdout;
  };
  expect(await ask(housing)).toContain('LABOUR');
  expect(await ask('')).toContain('client.unauthenticated');
});

test('REST', async () => {
  const own = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { tin } = JSON.parse(body) as { tin: string };
    expect([request.method, request.url, request.headers['x-api-key']]).toEqual([
      'POST',
      '/api/v1/taxpayers/query?year=2026',
      'key-1',
    ]);
    if (tin === '0') return response.writeHead(204).end();
    return response.end(JSON.stringify({ record: { tin, kopecks: 700 } }));
  });
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  closing.push(() => own.close());
  const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
  await startExample('REST', taxesId, { TAX_SYSTEM_URL: url, TAX_SYSTEM_KEY: 'key-1' });
  const service = `${taxesId}/debts`;
  expect((await client.call(service, '/debts/77?year=2026')).body).toEqual({ inn: '77', debtMinor: 700 });
  await expect(client.call(service, '/debts/0?year=2026')).rejects.toMatchObject({ status: 404 });
});

test('SQL', async () => {
  const database = `readme_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client(process.env.STOA_TEST_DATABASE_URL);
  await admin.connect();
  await admin.query(`create database ${database}`);
  const url = new URL(process.env.STOA_TEST_DATABASE_URL ?? '');
  url.pathname = database;
  const own = new pg.Client(url.href);
  await own.connect();
  await own.query(
    'create table vehicle (plate text primary key, make text, year integer, wanted boolean default false)',
  );
  await own.query(
    "insert into vehicle values ('A1', 'Lada', 2001), ('B2', 'MAN', 2010), ('C3', 'Lada', 2011), ('D4', 'Niva', 2012)",
  );
  await own.end();
  await startExample('SQL', vehiclesId, { VEHICLE_DATABASE_URL: url.href });
  const service = `${vehiclesId}/vehicles`;
  expect((await client.call(service, '/vehicles/A1')).body).toEqual({ plate: 'A1', make: 'Lada', year: 2001 });
  const first = (await client.call(service, '/vehicles?since=2005')).body as { items: unknown[]; next: string };
  expect(first).toEqual({
    items: [
      { plate: 'B2', title: 'MAN B2' },
      { plate: 'C3', title: 'Lada C3' },
    ],
    next: 'C3',
  });
  const rest = await client.call(service, `/vehicles?since=2005&after=${first.next}`);
  expect(rest.body).toEqual({ items: [{ plate: 'D4', title: 'Niva D4' }] });
  const id = randomUUID();
  for (let times = 0; times < 2; times++) {
    const answer = await client.call(service, '/vehicles/A1/wanted', { method: 'POST', body: { wanted: true }, id });
    expect(answer.body).toEqual({ changed: 1 });
  }
  closing.push(async () => {
    await admin.query(`drop database ${database} with (force)`);
    await admin.end();
  });
});

test('dropped files', async () => {
  await mkdir(join(data, 'transfers'));
  await writeFile(join(data, 'transfers', 'a.csv'), 'Parcel;Price\n1;5\n');
  await startExample('Dropped files', landId);
  const receipt = join(data, 'transfers', 'receipts', 'a.csv.json');
  await eventually(async () => expect(await readFile(receipt, 'utf8')).toContain('messageId'));
  expect(await b.sql('select type, content from mailbox_request')).toEqual([
    { type: transferType, content: { parcel: '1', price: 5 } },
  ]);
});

test.each([
  ['- {}', '/0/subsystem is missing'],
  ['services: { a: { ftp: {} } }', '/0/services/a/ftp is not known'],
  ['services: { a: {} }', '/0/services/a must NOT have fewer than 1 properties'],
  [
    'drops: [{ folder: x, format: xls, type: t, message: row, complete: unchanged }]',
    '/0/drops/0/format must match pattern "^(csv|xml|json|jsonl)$"',
  ],
  [
    'services: { a: { sql: { database: "oracle://x", operations: [] } } }',
    '/0/services/a/sql/database must match pattern "^(postgres|mariadb)://"',
  ],
])('settings %j are refused with what is wrong', (yaml, message) => {
  const whole = yaml.startsWith('-')
    ? yaml
    : `- { subsystem: ${landId}, port: 0, platformUrl: 'http://x', dataDir: x, ${yaml} }`;
  expect(() => readSettings(whole, {})).toThrow(message);
});

test('two folders of one type, and a service that cannot work, are refused before the token is used', async () => {
  const settings = { subsystem: landId, port: 0, platformUrl: 'http://127.0.0.1:1', dataDir: join(data, 'x') };
  const drop = { folder: data, format: 'csv', type: transferType, message: 'row', complete: 'unchanged' } as const;
  await expect(startConnector({ ...settings, drops: [drop, { ...drop, folder: 'y' }] }, log)).rejects.toThrow(
    `${landId}: drop ${data}: its type has another folder: their answers could not be told apart`,
  );
  const services = { a: { rest: { url: 'http://x', tls: { ca: '/no/such.pem' } } } };
  await expect(startConnector({ ...settings, services }, log)).rejects.toThrow(
    /^XM\/GOV\/1007\/LAND: service a: tls\.ca cannot be read/,
  );
});
