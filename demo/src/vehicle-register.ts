// SPDX-License-Identifier: Apache-2.0
/** The vehicle register of the Ministry of the Interior: nothing but a table, and a user who may read it. */
import { randomBytes } from 'node:crypto';
import { companies, namedPeople, people } from '@stoa/country-xm';
import pg from 'pg';

const makes = [
  ['Lada', 'Niva'],
  ['Toyota', 'Camry'],
  ['KamAZ', '5490'],
  ['Hyundai', 'Porter'],
  ['MAN', 'TGX'],
] as const;
const letters = 'ABCEHKMOPTXY';

/** Plate, make, model, year, wanted, owner (SNILS or INN), date of registration. The first ones belong to named people. */
function vehicles(): [string, string, string, number, boolean, string, string][] {
  const named = Object.values(namedPeople).map((person) => person.snils);
  const owners = [
    ...named,
    ...companies().map((company) => company.inn),
    ...people()
      .slice(0, 150)
      .map((p) => p.snils),
  ];
  return owners.map((owner, index) => {
    const [make, model] = makes[index % makes.length] ?? makes[0];
    const plate = `${String(100 + index)}${letters[index % 12]}${letters[(index * 5) % 12]}${letters[(index * 7) % 12]}01`;
    return [plate, make, model, 2005 + (index % 20), index % 37 === 36, owner, `20${String(10 + (index % 15))}-06-01`];
  });
}

/** Makes database, table and reader where they are missing, at the server of `adminUrl`; answers the reader's URL. */
export async function createVehicleRegister(adminUrl: string): Promise<string> {
  const url = new URL(adminUrl);
  const database = `${url.pathname.slice(1)}_vehicle_register`;
  const reader = `${url.pathname.slice(1)}_vehicle_reader`;
  const password = randomBytes(18).toString('hex');
  const own = new URL(url);
  own.pathname = database;
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  });
  await withClient(own.href, async (client) => {
    const name = client.escapeIdentifier(reader);
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [reader]);
    await client.query('begin');
    if (rowCount === 0) await client.query(`create role ${name} login`);
    await client.query(`alter role ${name} password ${client.escapeLiteral(password)}`);
    await client.query(`create table if not exists ts (nomer text primary key, marka text not null, model text not null,
      god integer not null, rozysk boolean not null, vladelec text not null, data_reg date not null)`);
    await client.query('create index if not exists ts_vladelec on ts (vladelec, nomer)');
    for (const vehicle of vehicles())
      await client.query('insert into ts values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing', vehicle);
    await client.query(`grant select on ts to ${name}`);
    await client.query('commit');
  });
  Object.assign(own, { username: reader, password });
  return own.href;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

// Run by itself it makes the register and ends: `VEHICLE_REGISTER_ADMIN_URL`; prints the reader's URL.
if (import.meta.main)
  process.stdout.write(
    `${JSON.stringify({ url: await createVehicleRegister(process.env.VEHICLE_REGISTER_ADMIN_URL ?? '') })}\n`,
  );
