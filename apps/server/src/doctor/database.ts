// SPDX-License-Identifier: Apache-2.0
/** What the database says of itself. It is only read. */
import { type Config, type MigrationState, type ModuleDefinition, migrationState, runningDatabase } from '@stoa/kernel';
import { ledgerSchemas } from '@stoa/kernel/ledger';
import pg from 'pg';
import { otherHost, urlOf } from '../safety/places.ts';
import { age } from './age.ts';
import { fault, type Finding, messageOf, ok, unasked, warning } from './finding.ts';
import { ledgersAndWork } from './waiting.ts';

type Client = Pick<pg.Client, 'query'>;

/** Major versions of PostgreSQL: below the first nothing works, below the second nothing is tested. */
const [leastMajor, testedMajor] = [17, 18];
/** Tokens of others are taken up to ten seconds ahead (FAPI 2.0, section 5.3.2.1). */
const [offWarning, offFault] = [1, 10];

/** Findings about the database of these settings, wherever it is; those that need it are said to be unasked while it is away. */
export async function askDatabase(config: Config, modules: readonly ModuleDefinition[]): Promise<Finding[]> {
  const url = config.databaseUrl ?? (await runningDatabase(config.dataDir));
  if (!url)
    return [
      unasked(
        'database',
        'the embedded database does not run, so nothing in it was asked',
        'Ask again while the platform runs.',
      ),
    ];
  const client = new pg.Client({
    connectionString: url,
    application_name: 'stoa doctor',
    connectionTimeoutMillis: 5000,
    statement_timeout: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const mend = 'Start the server, or correct DATABASE_URL; look into its log for why it refuses.';
    return [fault('database', `does not answer: ${messageOf(error)}`, mend)];
  }
  try {
    await client.query('begin isolation level repeatable read read only');
    return [
      await version(client),
      await timeOffset(client),
      ...(await safety(client, config)),
      await connections(client),
      await migrations(client, modules),
      ...(await ledgersAndWork(client, await ledgerSchemas(client), config)),
      await archive(client),
    ];
  } catch (error) {
    return [fault('database', `did not answer a question: ${messageOf(error)}`, 'Look into the log of the server.')];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function row<R extends object>(client: Client, sql: string): Promise<R> {
  const { rows } = await client.query<R & pg.QueryResultRow>(sql);
  return rows[0] as R;
}

async function version(client: Client): Promise<Finding> {
  const { number, text } = await row<{ number: number; text: string }>(
    client,
    `select current_setting('server_version_num')::integer as number, current_setting('server_version') as text`,
  );
  const major = Math.floor(number / 10_000);
  const says = `PostgreSQL ${text}`;
  if (major < leastMajor) return fault('database-version', says, `Upgrade it to PostgreSQL ${testedMajor}.`);
  if (major < testedMajor)
    return warning('database-version', says, `Stoa is tested with ${testedMajor}: plan the upgrade.`);
  return ok('database-version', says);
}

async function timeOffset(client: Client): Promise<Finding> {
  const before = Date.now();
  const { ms } = await row<{ ms: number }>(client, 'select extract(epoch from clock_timestamp())::float8 * 1000 as ms');
  const seconds = (ms - (before + Date.now()) / 2) / 1000;
  return offsetFinding(seconds);
}

/** @param seconds how far the database's clock is ahead of this machine's */
export function offsetFinding(seconds: number): Finding {
  const says = `the clocks of this machine and of the database are ${Math.abs(seconds).toFixed(1)} s apart`;
  const mend = 'Let both follow a time server (chrony), and find out which of them is wrong.';
  if (Math.abs(seconds) >= offFault) return fault('clock', says, mend);
  return Math.abs(seconds) >= offWarning ? warning('clock', says, mend) : ok('clock', says);
}

/** What makes a commit hold: with any of these off a power cut takes back what was acknowledged. */
async function safety(client: Client, config: Config): Promise<Finding[]> {
  const { off, checksums, tls } = await row<{ off: string[]; checksums: boolean; tls: boolean | null }>(
    client,
    `select array(select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')
                    and setting = 'off' order by name) as off,
            current_setting('data_checksums') = 'on' as checksums,
            (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as tls`,
  );
  const durable = 'database-durable';
  const host = otherHost(urlOf(config.databaseUrl));
  return [
    off.length > 0
      ? fault(durable, `what is acknowledged may be lost: ${off.join(', ')} off`, 'Switch it on in postgresql.conf.')
      : ok(durable, 'a commit is on the disk before it is acknowledged'),
    checksums
      ? ok('database-checksums', 'pages carry checksums')
      : warning('database-checksums', 'pages carry no checksums', 'Run pg_checksums --enable while it is stopped.'),
    ...(host && !tls
      ? [
          fault(
            'database-tls',
            `the connection to ${host} is not encrypted`,
            'Add sslmode=verify-full to DATABASE_URL.',
          ),
        ]
      : []),
  ];
}

async function connections(client: Client): Promise<Finding> {
  const { used, most } = await row<{ used: number; most: number }>(
    client,
    `select (select count(*) from pg_stat_activity where backend_type = 'client backend')::integer as used,
            current_setting('max_connections')::integer as most`,
  );
  const says = `${used} of ${most} connections are used`;
  const mend = 'Raise max_connections (six a module and process, twelve for exchange), or put fewer processes on it.';
  return used > most * 0.8 ? warning('database-connections', says, mend) : ok('database-connections', says);
}

async function migrations(client: Client, modules: readonly ModuleDefinition[]): Promise<Finding> {
  const code = 'migrations';
  const states = new Map<string, MigrationState>();
  for (const module of modules) states.set(module.name, await migrationState(client, module));
  const named = (kind: keyof MigrationState) =>
    [...states].flatMap(([name, state]) => state[kind].map((file) => `${name}/${file}`));
  const few = (names: string[]) => names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '');
  const [changed, unknown, waiting] = [named('changed'), named('unknown'), named('waiting')];
  if (changed.length > 0)
    return fault(code, `changed after they ran: ${few(changed)}`, 'Run the release whose files these are.');
  if (unknown.length > 0)
    return fault(code, `the database is of a newer release: ${few(unknown)}`, 'Run that release, or restore a copy.');
  if (waiting.length > 0)
    return warning(code, `${waiting.length} have not run yet: ${few(waiting)}`, 'The next start runs them.');
  return ok(code, `the schemas of ${modules.length} modules are up to date`);
}

async function archive(client: Client): Promise<Finding> {
  const { mode, seconds, failing } = await row<{ mode: string; seconds: number | null; failing: boolean | null }>(
    client,
    `select current_setting('archive_mode') as mode, extract(epoch from now() - last_archived_time)::float8 as seconds,
            last_failed_time > coalesce(last_archived_time, '-infinity') as failing
     from pg_stat_archiver`,
  );
  const code = 'archive';
  const mend = 'Look into the log of the server for what archive_command says, and make room or rights there.';
  if (mode === 'off')
    return warning(
      code,
      'the server keeps no archive of its log',
      'Set STOA_ARCHIVE, or archive_command of your server.',
    );
  if (failing) return fault(code, 'the newest segment of the log could not be archived', mend);
  return ok(code, seconds === null ? 'nothing had to be archived yet' : `the last segment went ${age(seconds)} ago`);
}
