// SPDX-License-Identifier: Apache-2.0
/** Tables behind REST paths: one statement an operation, read only unless it says otherwise. */
import { hash } from 'node:crypto';
import type { Log } from '@stoa/kernel';
import type { SqlOperation, SqlParameter, SqlSettings } from '../../settings/sql.ts';
import {
  type Adapter,
  type AdapterAnswer,
  type AdapterRequest,
  jsonAnswer,
  noSuchPath,
  refusal,
  systemAway,
} from '../adapter.ts';
import { compileExpression, type Expression } from '../expression.ts';
import { matcher, parameterNames } from '../match.ts';
import { readTls } from '../system-client.ts';
import { type Database, isAway, meaningOf, type Result, type Row, type Run, sqlState } from './database.ts';
import { readParameters, type SqlValue } from './parameters.ts';
import { looksLikeReading, parseStatement, type Statement } from './statement.ts';

/** Throws a sentence when the settings cannot work. A database that is away now is asked at the first request. */
export async function sqlAdapter(settings: SqlSettings, log: Log): Promise<Adapter> {
  const operations = settings.operations.map(compile);
  const open = await driver(settings.database);
  const database = open({
    url: settings.database,
    ssl: settings.tls && readTls(settings.tls),
    connections: settings.connections ?? 4,
    statementTimeoutMs: settings.statementTimeoutMs ?? 5000,
    doneSchema: settings.doneSchema ?? 'stoa_connector',
  });
  let checked = false;
  const check = async () => {
    if (operations.some(({ write }) => write)) await createDone(database);
    for (const { match, statement, write } of operations)
      await database.check(statement, write).catch((cause: unknown) => {
        if (isAway(cause)) throw cause;
        throw new Error(`${match}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      });
    checked = true;
  };
  await check().catch(async (error: unknown) => {
    if (isAway(error)) return log.warn({ code: sqlState(error) }, 'the database does not answer yet');
    await database.close();
    throw error;
  });

  const adapter = async (request: AdapterRequest): Promise<AdapterAnswer> => {
    for (const operation of operations) {
      const matched = operation.matches(request);
      if (!matched) continue;
      const read = readParameters(operation.parameters, request, matched);
      if ('refused' in read) return read.refused;
      try {
        if (!checked) await check();
        return await answer(database, operation, request, read.values);
      } catch (error) {
        return failed(error, operation.match, log);
      }
    }
    return noSuchPath();
  };
  return Object.assign(adapter, { close: () => database.close() });
}

/** Loaded when it is used: a connector pays for its own database's driver alone. */
const driver = async (url: string) =>
  url.startsWith('postgres:') ? (await import('./postgres.ts')).postgres : (await import('./mariadb.ts')).mariadb;

interface Operation {
  readonly match: string;
  readonly matches: ReturnType<typeof matcher>;
  readonly statement: Statement;
  readonly parameters: Readonly<Record<string, SqlParameter>>;
  readonly toAnswer: (result: Result, values: Readonly<Record<string, SqlValue>>) => Promise<AdapterAnswer>;
  /** Most rows of a page. */
  readonly limit: number | undefined;
  readonly write: boolean;
}

function compile(operation: SqlOperation): Operation {
  const { match, statement: sql, answer: kind, page, write = false } = operation;
  const wrong = (what: string) => new Error(`${match}: ${what}`);
  if (!write && !looksLikeReading(sql)) throw wrong('the statement is no SELECT: say "write: true" if it changes data');
  if ((kind === 'many') !== (page !== undefined)) throw wrong('"answer: many" and "page" go together');
  if (kind === 'changed' && !write) throw wrong('"answer: changed" needs "write: true"');
  const parameters = { ...operation.parameters };
  if (page) {
    parameters.limit = { from: 'query.limit', type: 'integer', optional: true };
    parameters.after = { from: 'query.after', type: page.type ?? 'text', optional: true };
  }
  const types = Object.fromEntries(Object.entries(parameters).map(([name, { type }]) => [name, type]));
  const statement = parseStatement(sql, types);
  const unused = Object.keys(parameters).find((name) => !statement.names.includes(name));
  if (unused) throw wrong(`the statement has no parameter :${unused}`);
  const undeclared = statement.names.find((name) => !Object.hasOwn(parameters, name));
  if (undeclared) throw wrong(`the parameter :${undeclared} of the statement is not declared`);
  const lost = Object.values(parameters).find(
    ({ from }) => from.startsWith('path.') && !parameterNames(match).includes(from.slice('path.'.length)),
  );
  if (lost) throw wrong(`${lost.from} is not in the match`);
  const shape = operation.shape ? compileExpression(operation.shape, `${match}: shape`) : undefined;
  const toAnswer = answers[kind](shape, page?.by ?? '');
  return { match, matches: matcher(match), statement, parameters, toAnswer, limit: page?.limit, write };
}

const shaped = (shape: Expression | undefined, row: Row) => (shape ? shape(row) : row);

type Answer = (shape: Expression | undefined, by: string) => Operation['toAnswer'];
const answers: Record<SqlOperation['answer'], Answer> = {
  one: (shape) => async (result) => {
    const row = result.rows[0];
    return row
      ? jsonAnswer(200, (await shaped(shape, row)) ?? null)
      : refusal(404, 'nothing-found', 'The register has nothing for this request.');
  },
  many: (shape, by) => async (result, values) => {
    const size = Number(values.limit) - 1;
    const rows = result.rows.slice(0, size);
    const items: unknown[] = [];
    for (const row of rows) items.push((await shaped(shape, row)) ?? null);
    return jsonAnswer(200, { items, ...(result.rows.length > size ? { next: rows.at(-1)?.[by] } : {}) });
  },
  changed: () => async (result) => jsonAnswer(200, { changed: result.changed }),
};

async function answer(
  database: Database,
  operation: Operation,
  request: AdapterRequest,
  given: Record<string, SqlValue>,
): Promise<AdapterAnswer> {
  const { statement, limit, toAnswer, write } = operation;
  const values = { ...given };
  if (limit !== undefined) {
    const asked = typeof given.limit === 'number' ? given.limit : limit;
    // One row more than asked for tells whether there is another page.
    values.limit = Math.min(Math.max(asked, 1), limit) + 1;
  }
  const work = async (run: Run) => toAnswer(await run(statement, values), values);
  return database.transaction(write, (run) => (write ? once(database, request, run, () => work(run)) : work(run)));
}

const digest = (...parts: (string | Buffer)[]) =>
  hash('sha256', Buffer.concat(parts.map((p) => Buffer.from(p))), 'hex');

/** A message that comes again gets the answer it had: the mark and the change commit together. */
async function once(
  database: Database,
  { headers, method, path, body }: AdapterRequest,
  run: Run,
  work: () => Promise<AdapterAnswer>,
): Promise<AdapterAnswer> {
  const sent = headers['x-road-id'];
  if (!sent) return refusal(400, 'message-id-missing', 'X-Road-Id is missing.');
  const id = digest(`${headers['x-road-client'] ?? ''} ${sent}`);
  const requestDigest = digest(`${method} ${path}\n`, body);
  const { claim, find, keep } = database.done;
  if ((await run(parseStatement(claim), { id, digest: requestDigest })).changed === 0) {
    const known = (await run(parseStatement(find), { id })).rows[0];
    if (known?.request_digest !== requestDigest)
      return refusal(409, 'message-id-taken', 'This message id was used for another request. Make a new one.');
    const { status, body: kept } = JSON.parse(String(known.answer)) as { status: number; body: unknown };
    return jsonAnswer(status, kept);
  }
  const made = await work();
  const kept = JSON.stringify({ status: made.status, body: JSON.parse(made.body.toString()) as unknown });
  await run(parseStatement(keep), { id, answer: kept });
  return made;
}

async function createDone(database: Database): Promise<void> {
  const { find, claim, keep, create } = database.done;
  const check = async () => {
    for (const statement of [find, claim, keep]) await database.check(parseStatement(statement), true);
  };
  try {
    await check();
  } catch (missing) {
    if (isAway(missing)) throw missing;
    try {
      await database.execute(...create);
      await check();
    } catch (cause) {
      if (isAway(cause)) throw cause;
      throw new Error(
        `an operation writes, but the table of messages done cannot be used (${sqlState(cause)}): let the user create the schema or make the table; see the README`,
        { cause },
      );
    }
  }
}

/** The log names the statement and the kind of error; messages of databases quote values. */
function failed(error: unknown, operation: string, log: Log): AdapterAnswer {
  log.warn({ operation, code: sqlState(error) || (error as Error).name }, 'the database did not do a statement');
  switch (meaningOf(error)) {
    case 'conflict':
      return refusal(409, 'conflict', 'The register holds something that does not go together with this request.');
    case 'unsuitable':
      return refusal(400, 'value-unsuitable', 'The register cannot take one of the values.');
    default:
      return systemAway();
  }
}
