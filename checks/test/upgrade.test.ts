// SPDX-License-Identifier: Apache-2.0
/** The database of an earlier release, filled, comes to this one step by step, and what was under way there goes on. */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as cases from '@stoa/cases/contract';
import { findDutyHolder } from '@stoa/identity/contract';
import { createLog, startEmbeddedPostgres } from '@stoa/kernel';
import { fileKeys } from '@stoa/kernel/keys';
import { databaseSource, ledgerSchemas, verifyLedger } from '@stoa/kernel/ledger';
import { benchOn, ensureModuleAccess, migrate } from '@stoa/kernel/testing';
import { listInbox } from '@stoa/notifications/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { openSurvey, startSurvey } from '@stoa/quality/contract';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { departments } from '../../modules/cases/test/departments.ts';
import { namedPeople, steppeBuild } from '@stoa/country-xm';
import { readModules, root } from '../src/inventory.ts';
import { type Archive, readArchive, restore } from '../src/releases/archive.ts';
import { writeKeys } from '../src/releases/keys.ts';

const archive = readArchive(join(root, 'checks/releases/before-sealing.json.gz'));
const circuit = 'production';

// A server of its own: the roles of the circuit "production" are one set a server.
const folder = await mkdtemp(join(tmpdir(), 'stoa-upgrade-'));
const server = await startEmbeddedPostgres(folder, createLog('fatal', 'test'));
process.env.STOA_TEST_DATABASE_URL = server.url;
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const folderOf = (schema: string, set: string) =>
  join(root, set === 'kernel' ? 'kernel/migrations' : `modules/${schema}/migrations`);

/** A folder with the first so many migrations of another. */
async function firstOf(source: string, count: number): Promise<URL> {
  const target = await mkdtemp(join(folder, 'migrations-'));
  const names = (await readdir(source)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of names.slice(0, count)) await cp(join(source, name), join(target, name));
  return pathToFileURL(`${target}/`);
}

type Counts = Record<string, number>;
async function rowsOf(client: pg.Client): Promise<Counts> {
  const counts: Counts = {};
  for (const { schema, name } of archive.tables) {
    const { rows } = await client.query<{ here: boolean }>('select to_regclass($1) is not null as here', [
      `${schema}.${name}`,
    ]);
    if (!rows[0]?.here) continue;
    const { rows: found } = await client.query<{ count: string }>(`select count(*) from ${schema}.${name}`);
    counts[`${schema}.${name}`] = Number(found[0]?.count);
  }
  return counts;
}

/** What a later release did away with on purpose. */
const dropped: Readonly<Record<string, string>> = {};

const steps: string[] = [];
async function upgrade(databaseUrl: string, dataDir: string): Promise<Date> {
  writeKeys(join(dataDir, 'keys'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const ran = (of: Archive['migrations'][string], set: string) => of.filter((one) => one.set === set).length;
  for (const [schema, applied] of Object.entries(archive.migrations)) {
    await ensureModuleAccess(client, databaseUrl, circuit, schema, 'as then');
    for (const set of ['kernel', 'module'] as const)
      await migrate(client, schema, await firstOf(folderOf(schema, set), ran(applied, set)), set);
    const { rows } = await client.query(`select "set", name, digest from ${schema}.migration order by "set", name`);
    // A migration that was changed after its release would leave other installations behind.
    expect(rows).toEqual(applied);
  }
  await restore(client, archive);
  let before = await rowsOf(client);
  for (const [schema, applied] of Object.entries(archive.migrations))
    for (const set of ['kernel', 'module'] as const) {
      const source = folderOf(schema, set);
      const all = (await readdir(source)).filter((name) => name.endsWith('.sql')).sort();
      for (let count = ran(applied, set) + 1; count <= all.length; count += 1) {
        await migrate(client, schema, await firstOf(source, count), set);
        const now = await rowsOf(client);
        const lost = Object.entries(before).filter(([table, rows]) => !dropped[table] && (now[table] ?? -1) < rows);
        expect({ step: `${schema} ${all[count - 1]}`, lost }).toEqual({
          step: `${schema} ${all[count - 1]}`,
          lost: [],
        });
        steps.push(`${schema} ${all[count - 1]}`);
        before = now;
      }
    }
  await client.end();
  return new Date(Date.parse(archive.takenAt) + 60_000);
}

const world = await departments();
const modules = (await readModules()).map(({ definition }) => definition);
// The hub would listen; what departments say comes from the world above.
const quiet = modules.map(({ start, ...rest }) => (start && rest.name !== 'exchange' ? { ...rest, start } : rest));
const b = await benchOn(
  upgrade,
  { STOA_CIRCUIT: circuit, STOA_CONNECTOR_URL: world.url, STOA_MINIMUM_ANSWERS: '1' },
  ...quiet,
).catch(async (error: unknown) => {
  // What is to be done at the end of a file is not done for one that could not be loaded.
  await server.stop();
  throw error;
});
await b.drain();

const company = { kind: 'organisation', id: steppeBuild.inn, name: steppeBuild.name.en } as const;
const employer = b.person({ name: 'Aigerim Seitkali', snils: '11223344595', actingFor: company });
const worker = b.person({ name: 'Rahul Sharma', snils: namedPeople.worker.snils });
const officer = b.person({ name: 'Daniyar Omarov', duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });
b.stub(findDutyHolder, async () => ({ name: officer.name }));

test('every step since that release was taken, and no row was lost in one', () => {
  expect(steps.length).toBeGreaterThan(10);
});

test('what stood readable then is sealed', async () => {
  for (let minute = 0; minute < 5; minute += 1) {
    b.clock.advance({ seconds: 61 });
    await b.drain();
  }
  for (const { name, sealed = {} } of modules)
    for (const [table, { columns }] of Object.entries(sealed)) {
      const clear = columns.map((column) => `${column} is not null`).join(' or ');
      const rows = await b.sql(`select 1 from ${name}.${table} where ${clear}`);
      expect({ table: `${name}.${table}`, clear: rows.length }).toEqual({ table: `${name}.${table}`, clear: 0 });
    }
});

test('every ledger holds, from entries of that release on', async () => {
  const keys = fileKeys(join(b.platform.config.dataDir, 'keys'));
  const client = new pg.Client({ connectionString: b.databaseUrl });
  await client.connect();
  const verdicts = [];
  for (const schema of await ledgerSchemas(client)) {
    const source = await databaseSource(client, schema, circuit, new Map());
    const checking = { publicKey: keys.publicKey('ledger'), sealKey: keys.secretKey('ledger-seal') };
    verdicts.push(await verifyLedger(source, checking));
  }
  await client.end();
  expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  expect(verdicts.reduce((sum, { entries }) => sum + entries, 0)).toBeGreaterThan(300);
});

test('cases that were decided then are read, and their documents verified', async () => {
  const { items } = await b.call(cases.listCases, {}, employer);
  expect(items.length).toBe(3);
  for (const { id } of items) {
    const page = await b.call(cases.getCase, { id }, employer);
    for (const { verificationCode } of page.outputs)
      expect(await b.call(cases.verifyOutput, { code: verificationCode })).toMatchObject({
        code: verificationCode,
        state: 'valid',
      });
  }
});

test('the case that waited for an officer then is decided now', async () => {
  const { items } = await b.call(cases.listQueue, {}, officer);
  const task = items[0];
  expect(items.length).toBe(1);
  await b.call(cases.claimTask, { id: task?.id ?? '' }, officer);
  await b.call(
    cases.decideTask,
    { id: task?.id ?? '', outcome: 'grant', text: 'Everything fits.' },
    officer,
    'key-of-the-decision',
  );
  await b.drain();
  const page = await b.call(cases.getCase, { id: task?.caseId ?? '' }, employer);
  expect(page.outputs).toHaveLength(1);
});

test('whoever held a duty then holds it now, by a post of their own in the directory', async () => {
  const [auditor] = await b.sql<{ id: string; post: string | null }>(
    `select a.person_id as id, (select p.title ->> 'en' from organisations.holding h join organisations.post p on p.id = h.post_id
       where h.person_id = a.person_id and p.organisation_id = 'XM-AUDIT-CHAMBER') as post
     from identity.account a where a.login = 'auditor'`,
  );
  expect(auditor?.post).toBe('Auditor');
  const held = await b.sql('select code, organisation_id from identity.held_duty where person_id = $1', [auditor?.id]);
  expect(held).toEqual([{ code: 'audit.auditor', organisation_id: 'XM-AUDIT-CHAMBER' }]);
  expect(await b.sql('select 1 from identity.duty where handed_over_at is null')).toEqual([]);
  expect((await b.call(getOrganisation, { id: steppeBuild.inn })).name).toMatchObject({ en: steppeBuild.name.en });
});

test('what was sent then is in the inbox, and a survey that was answered then is not answered again', async () => {
  const { items } = await b.call(listInbox, {}, worker);
  const tokens = items.flatMap(({ link }) => (link?.startsWith('/survey/') ? [link.slice('/survey/'.length)] : []));
  expect(tokens).toHaveLength(2);
  for (const token of tokens) {
    expect(await b.call(openSurvey, { token })).toMatchObject({ state: 'used', receiptNo: expect.any(String) });
    await expect(b.call(startSurvey, { token })).rejects.toMatchObject({ code: 'quality.already-answered' });
  }
});
