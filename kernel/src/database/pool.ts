// SPDX-License-Identifier: Apache-2.0
import pg from 'pg';
import type { Log } from '../log.ts';

const { builtins } = pg.types;
const asNumber = (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 out of the safe range: ${text}`);
  return value;
};
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, asNumber],
  [builtins.DATE, (text: string) => text],
]);
const types = {
  getTypeParser: (oid: number, format?: string) =>
    format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : (parsers.get(oid) ?? pg.types.getTypeParser(oid, 'text')),
} as pg.CustomTypesConfig;

/** A pool whose connections read `int8` as number, `date` as `YYYY-MM-DD`; broken idle connections are dropped quietly. */
export function createPool(url: string, max: number, name: string, log: Log, waitMs = 10_000): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: `stoa ${name}`,
    types,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    // Statements that do not wait for each other leave together.
    pipeline: true,
    options: '-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000 -c lock_timeout=10000',
  });
  // The pool listens to its idle connections alone: one lost between two queries of a transaction would end the process.
  // The transaction's next query tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (err) => log.debug({ err, pool: name }, 'an idle database connection was lost'));
  return pool;
}

/** Errors that mean: the database is away for a moment, nothing is wrong with the statement. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(08|57P0)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}

/**
 * Whether the server has no disk, memory or connection left (SQLSTATE class 53), or somebody else holds a row for longer than is waited
 * (55P03): what was asked was not done, and may be asked again.
 */
export const isExhausted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(53|55P03$)/.test(String(error.code));
