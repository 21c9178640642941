// SPDX-License-Identifier: Apache-2.0
/** What the doctor finds: at a database that is well and at one that is not, at a machine, and while nothing runs. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLog, readConfig, startEmbeddedPostgres } from '@stoa/kernel';
import { benchOn } from '@stoa/kernel/testing';
import { patient } from '@stoa/kernel/patience';
import search from '@stoa/search';
import pg from 'pg';
import { afterAll, describe, expect, it, test } from 'vitest';
import { askDatabase, offsetFinding } from '../src/doctor/database.ts';
import { type Finding, secretsOf, withoutSecrets } from '../src/doctor/finding.ts';
import { examine } from '../src/doctor/index.ts';
import { certificateFinding, copies, nodeFinding, roomFinding } from '../src/doctor/machine.ts';
import { moduleNames } from '../src/modules.ts';

const folder = await mkdtemp(join(tmpdir(), 'stoa-doctor-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
// The database may run as another user.
await chmod(folder, 0o711);
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function stoa(env: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string }> {
  const options = { env: { PATH: process.env.PATH, ...env }, timeout: patient(240_000) };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'doctor', ...args], options, (error, out, err) =>
      // What was ended for its time has no code, and did not end well.
      resolve({ code: error ? Number(error.code ?? -1) : 0, out: out + err }),
    );
  });
}
const stateOf = (findings: readonly Finding[], code: string) => findings.find((one) => one.code === code)?.state;

describe('at the database of a platform', async () => {
  const b = await benchOn(async () => undefined, {}, search);
  const config = readConfig({ STOA_DATA: folder, DATABASE_URL: b.databaseUrl }, []);
  const ask = () => askDatabase(config, [search]);
  const sql = (text: string, values: readonly unknown[] = []) => {
    const client = new pg.Client({ connectionString: b.databaseUrl });
    return client
      .connect()
      .then(() => client.query(text, values as unknown[]))
      .finally(() => client.end());
  };

  it('finds version, clock, connections, migrations, evidence and work as they should be', async () => {
    const found = await ask();
    for (const code of [
      ...['database-version', 'clock', 'database-connections', 'migrations', 'ledger'],
      ...['given-up', 'failing', 'unsent'],
    ])
      expect([code, stateOf(found, code)]).toEqual([code, 'ok']);
    // The server of the tests forgets what a power cut takes: that is what it would find at a careless operator's.
    expect(stateOf(found, 'database-durable')).toBe('fault');
    expect(stateOf(found, 'archive')).toBe('warning');
  });

  const long = new Date(Date.now() - 3_600_000);
  const work = (state: string, failing: Date | null) =>
    sql(
      `insert into search.work (id, handler, source_id, is_event, data, meta, state, run_at, created_at, failing_since)
       values (gen_random_uuid(), 'search.fails', gen_random_uuid()::text, false, '{}', '{}', $1, now(), now(), $2)`,
      [state, failing],
    );
  it.each<[string, Finding['state'], () => Promise<unknown>, string]>([
    ['given-up', 'warning', () => work('dead', long), 'delete from search.work'],
    ['failing', 'fault', () => work('waiting', long), 'delete from search.work'],
    [
      'unsent',
      'fault',
      () => sql(`insert into search.outbox (id, type, at) values (gen_random_uuid(), 'search.x.v1', $1)`, [long]),
      'delete from search.outbox',
    ],
    [
      'ledger',
      'fault',
      () =>
        sql(
          `insert into search.ledger_entry (id, kind, at, record, leaf_hash, seal) values (gen_random_uuid(), 'x', $1, '{}', '', '')`,
          [long],
        ),
      'delete from search.ledger_entry',
    ],
    [
      'migrations',
      'warning',
      () => sql(`delete from search.migration where set = 'module' and name like '0001_%'`),
      `insert into search.migration (set, name, digest) values ('module', '0001_gone.sql', '')`,
    ],
    ['migrations', 'fault', async () => undefined, `delete from search.migration where name = '0001_gone.sql'`],
    [
      'migrations',
      'fault',
      () => sql(`update search.migration set digest = 'changed' where set = 'kernel' and name like '0001_%'`),
      'select 1',
    ],
  ])('finds %s as a %s', async (code, state, damage, undo) => {
    await damage();
    const found = (await ask()).find((one) => one.code === code);
    expect(found).toMatchObject({ state, mend: expect.any(String) as string });
    await sql(undo);
  });

  it('says that a database does not answer, and asks nothing of it', async () => {
    const away = readConfig({ STOA_DATA: folder, DATABASE_URL: 'postgres://stoa:canary@127.0.0.1:1/stoa' }, []);
    const found = await askDatabase(away, [search]);
    expect(found).toMatchObject([{ code: 'database', state: 'fault' }]);
    expect(JSON.stringify(found)).not.toContain('canary');
  });
});

test('it joins an embedded database that runs, and leaves one that does not as it is', async () => {
  const data = join(folder, 'embedded');
  const env = { STOA_DATA: data, STOA_DEMO: '0', PORT: '0', STOA_HUB_PORT: '0' };
  const before = await stoa(env, '--json');
  expect([before.code, stateOf(JSON.parse(before.out) as Finding[], 'database')]).toEqual([0, 'unasked']);
  await expect(rm(data, { recursive: true })).rejects.toThrow(/ENOENT/);
  const embedded = await startEmbeddedPostgres(data, createLog('silent', 'production'));
  try {
    const { code, out } = await stoa(env, '--json');
    const found = JSON.parse(out) as Finding[];
    expect(stateOf(found, 'database-durable')).toBe('ok');
    expect(stateOf(found, 'database-checksums')).toMatch(/ok|warning/);
    expect(found.find((one) => one.code === 'migrations')?.says).toMatch(/have not run yet/);
    expect(code).toBe(0);
  } finally {
    await embedded.stop();
  }
});

test('a fault ends it with 1, in text what is wrong stands first, and no secret is ever printed', async () => {
  const secrets = Object.fromEntries(
    [
      ...['STOA_METRICS_TOKEN', 'STOA_BANK_KEY', 'STOA_BANK_SECRET', 'STOA_STRIPE_KEY', 'STOA_MONITORING_SECRET'],
      ...['STOA_CONNECTOR_TOKEN', 'STOA_SIGNING_SERVICE_TOKEN'],
    ].map((name) => [name, `canary-${name}`]),
  );
  const env = {
    ...secrets,
    STOA_ENV: 'production',
    STOA_DATA: join(folder, 'nowhere'),
    PORT: '0',
    DATABASE_URL: 'postgres://stoa:canary-database@127.0.0.1:1/stoa',
    AMQP_URL: 'amqp://stoa:canary-broker@127.0.0.1:1',
    STOA_SMTP_URL: 'smtp://stoa:canary-mail@mail.example',
    STOA_MAILBOXES: '{"ONE":{"host":"imap.example","user":"one","password":"canary-box","tls":false}}',
    STOA_SMS_PROVIDERS: '[{"id":"one","kind":"smpp","url":"smpp://a:canary-sms@sms.example","key":"canary-key"}]',
  };
  const { code, out } = await stoa(env);
  expect(code).toBe(1);
  expect(out).toMatch(/^fault {4}/);
  for (const one of ['database', 'broker', 'public-address', 'addresses-in-clear', 'short-secrets'])
    expect(out).toMatch(new RegExp(`^fault {4}${one}: .+\n {9}→ .+$`, 'm'));
  expect(out).toMatch(/\d+ faults, \d+ warnings, \d+ not asked, \d+ ok\n$/);
  expect(out).not.toContain('canary');
  const everything = JSON.stringify(env);
  expect(withoutSecrets(everything, secretsOf(env))).not.toContain('canary');
});

test('settings that cannot be read are the one fault', async () => {
  expect(await examine({ PORT: 'many' })).toMatchObject([{ code: 'settings', state: 'fault' }]);
  expect(await examine({ STOA_ACCEPTED_RISKS: 'root,nonsense' })).toMatchObject([{ code: 'settings', state: 'fault' }]);
});

test('a port that another program has, a process that is away and a broker that is none are found', async () => {
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  try {
    const found = await examine({
      STOA_DATA: join(folder, 'nowhere'),
      PORT: String(port),
      STOA_HUB_PORT: String(port),
      AMQP_URL: `amqp://127.0.0.1:${port}`,
      STOA_MODULES: 'exchange',
      STOA_PEERS: moduleNames
        .filter((name) => name !== 'exchange')
        .map((name) => `${name}=http://127.0.0.1:1`)
        .join(','),
    });
    for (const code of ['port', 'port-hub', 'peer', 'broker'])
      expect([code, stateOf(found, code)]).toEqual([code, 'fault']);
  } finally {
    other.close();
  }
});

describe('at the machine', () => {
  const days = (count: number) => new Date(Date.now() + count * 86_400_000 + 3_600_000);
  it.each<[Finding, Finding['state']]>([
    [nodeFinding('24.21.0'), 'ok'],
    [nodeFinding('20.9.0'), 'fault'],
    [roomFinding('room', '/srv', 50, 100), 'ok'],
    [roomFinding('room', '/srv', 10, 100), 'warning'],
    [roomFinding('room', '/srv', 4, 100), 'fault'],
    [offsetFinding(0.2), 'ok'],
    [offsetFinding(-3), 'warning'],
    [offsetFinding(60), 'fault'],
    [certificateFinding('c', 'it', days(60)), 'ok'],
    [certificateFinding('c', 'it', days(13)), 'warning'],
    [certificateFinding('c', 'it', days(2)), 'fault'],
    [certificateFinding('c', 'it', days(-1)), 'fault'],
  ])('judges by the limits of the guide: %o', (finding, state) => expect(finding.state).toBe(state));

  it('knows how old the newest copy is, by the note of the last one or in the folder it is shown', async () => {
    const data = join(folder, 'copied');
    const shown = join(folder, 'copies');
    const config = readConfig({ STOA_DATA: data }, []);
    expect(await copies(config, undefined)).toMatchObject({
      state: 'warning',
      says: expect.stringContaining('no copy'),
    });
    expect(await copies(config, shown)).toMatchObject({ state: 'warning' });
    await mkdir(data);
    const note = (days: number) => JSON.stringify({ at: new Date(Date.now() - days * 86_400_000).toISOString() });
    for (const [age, state] of [
      [0.5, 'ok'],
      [2, 'warning'],
      [20, 'fault'],
    ] as const) {
      await writeFile(join(data, 'last-backup.json'), note(age));
      expect([age, (await copies(config, undefined)).state]).toEqual([age, state]);
    }
    for (const [name, age] of [
      ['stoa-old', 30],
      ['stoa-new', 0.1],
      ['stoa-half.partial', 0],
    ] as const) {
      await mkdir(join(shown, name), { recursive: true });
      await writeFile(join(shown, name, 'manifest.json'), note(age));
    }
    expect(await copies(config, shown)).toMatchObject({ state: 'ok', says: expect.stringContaining('2 h') });
    const external = readConfig({ STOA_DATA: data, DATABASE_URL: 'postgres://127.0.0.1/stoa' }, []);
    expect((await copies(external, undefined)).state).toBe('unasked');
  });
});

/** Keys that are no certificate are passed over: the folder of keys holds mostly those. */
test('a folder of keys without a certificate is no fault', async () => {
  const data = join(folder, 'keys-only');
  await mkdir(join(data, 'keys'), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeFile(join(data, 'keys', 'ledger.ed25519.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  });
  expect(stateOf(await examine({ STOA_DATA: data, STOA_DEMO: '0', PORT: '0' }), 'certificate-files')).toBe('unasked');
});
