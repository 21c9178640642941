// SPDX-License-Identifier: Apache-2.0
/** The vehicle register of the Ministry of the Interior: nothing but a table, a user who may read it, and one who enters owners. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { companies, namedPeople, people, steppeBuild } from '@stoa/country-xm';
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

/** Plate, owner, and what stands in the way of a sale: each once, so that every answer can be seen. */
const encumbered: readonly [string, string, 'pledged' | 'arrested' | 'shared' | 'wanted' | 'free'][] = [
  ['701AAT01', namedPeople.aigerim.snils, 'pledged'],
  ['702AAT01', namedPeople.aigerim.snils, 'arrested'],
  ['703AAT01', namedPeople.aigerim.snils, 'shared'],
  ['704AAT01', namedPeople.aigerim.snils, 'wanted'],
  ['705AAT01', steppeBuild.inn, 'free'],
];

export interface VehicleRegister {
  /** Of whoever may read the table, as the department's connector. */
  readonly readerUrl: string;
  /** Of whoever enters another owner, as the vehicle office. */
  readonly clerkUrl: string;
}

/** Makes database, table, reader and clerk where they are missing, at the server of `adminUrl`. */
export async function createVehicleRegister(adminUrl: string): Promise<VehicleRegister> {
  const url = new URL(adminUrl);
  const database = `${url.pathname.slice(1)}_vehicle_register`;
  const [reader, clerk] = ['reader', 'clerk'].map((who) => ({
    username: `${url.pathname.slice(1)}_vehicle_${who}`,
    password: randomBytes(18).toString('hex'),
  })) as [User, User];
  const own = new URL(url);
  own.pathname = database;
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  });
  await withClient(own.href, async (client) => {
    await client.query('begin');
    for (const user of [reader, clerk]) await makeUser(client, user);
    await client.query(`create table if not exists ts (nomer text primary key, marka text not null, model text not null,
      god integer not null, rozysk boolean not null, vladelec text not null, data_reg date not null)`);
    // Pledge, arrest, co-owner, and the contract by which the owner got it.
    await client.query(`alter table ts add column if not exists zalog boolean not null default false,
      add column if not exists arest boolean not null default false,
      add column if not exists sovladelec text, add column if not exists dogovor text`);
    await client.query('create index if not exists ts_vladelec on ts (vladelec, nomer)');
    for (const vehicle of vehicles())
      await client.query('insert into ts values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing', vehicle);
    for (const [plate, owner, standing] of encumbered)
      await client.query(
        `insert into ts (nomer, marka, model, god, rozysk, vladelec, data_reg, zalog, arest, sovladelec)
         values ($1, 'Lada', 'Niva', 2019, $3, $2, '2021-06-01', $4, $5, $6) on conflict do nothing`,
        [
          ...[plate, owner, standing === 'wanted', standing === 'pledged', standing === 'arrested'],
          standing === 'shared' ? namedPeople.accountant.snils : null,
        ],
      );
    await client.query(`grant select on ts to ${client.escapeIdentifier(reader.username)}`);
    const clerkName = client.escapeIdentifier(clerk.username);
    await client.query(`grant select, insert, update (vladelec, sovladelec, data_reg, dogovor) on ts to ${clerkName}`);
    await client.query('commit');
  });
  const urlOf = (user: User) => Object.assign(new URL(own), user).href;
  return { readerUrl: urlOf(reader), clerkUrl: urlOf(clerk) };
}

interface User {
  readonly username: string;
  readonly password: string;
}

async function makeUser(client: pg.Client, { username, password }: User): Promise<void> {
  const name = client.escapeIdentifier(username);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [username]);
  if (rowCount === 0) await client.query(`create role ${name} login`);
  await client.query(`alter role ${name} password ${client.escapeLiteral(password)}`);
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

// Run by itself it makes the register and ends: `VEHICLE_REGISTER_ADMIN_URL`; prints the reader's URL, and writes the clerk's
// into `VEHICLE_REGISTER_CLERK_FILE`, which only its owner may read.
if (import.meta.main) {
  const { readerUrl, clerkUrl } = await createVehicleRegister(process.env.VEHICLE_REGISTER_ADMIN_URL ?? '');
  const { VEHICLE_REGISTER_CLERK_FILE: file } = process.env;
  if (file) await writeFile(file, clerkUrl, { mode: 0o600 });
  process.stdout.write(`${JSON.stringify({ url: readerUrl })}\n`);
}
