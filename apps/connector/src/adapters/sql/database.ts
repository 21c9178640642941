// SPDX-License-Identifier: Apache-2.0
/** What the SQL adapter asks of a database, and what its errors mean. */
import type { SqlValue } from './parameters.ts';
import type { Statement } from './statement.ts';

export type Row = Record<string, unknown>;

export interface Result {
  readonly rows: Row[];
  /** Rows changed by a statement that writes. */
  readonly changed: number;
}

export type Run = (statement: Statement, values: Readonly<Record<string, SqlValue>>) => Promise<Result>;

export interface Database {
  /** Statements that keep which messages were done, in this database's words; `:id`, `:digest`, `:answer`. */
  readonly done: DoneStatements;
  /** Throws a sentence when the statement is not one, not allowed to this user, or writes without leave. */
  check(statement: Statement, write: boolean): Promise<void>;
  /** Runs statements without parameters, each by itself. */
  execute(...statements: string[]): Promise<void>;
  /** Commits when `work` resolves, otherwise rolls back. */
  transaction<T>(write: boolean, work: (run: Run) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface DoneStatements {
  readonly create: readonly string[];
  /** Changes no row when the id is there already; waits for whoever is just adding it. */
  readonly claim: string;
  readonly find: string;
  readonly keep: string;
}

/** Standing of a database error for the caller, by its SQLSTATE. */
export function meaningOf(error: unknown): 'conflict' | 'unsuitable' | 'failure' {
  const state = sqlState(error);
  if (state.startsWith('23')) return 'conflict';
  return state.startsWith('22') ? 'unsuitable' : 'failure';
}

/** SQLSTATE, or the code of what kept the database from answering. */
export function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { sqlState: state, code } = error as { sqlState?: unknown; code?: unknown };
  return String(state || code || '');
}

/** Whether there was no connection at all, so that nothing is said about the statement. */
export const isAway = (error: unknown): boolean =>
  /^(08|57P0|53|HY000$|E[A-Z]+$)/.test(sqlState(error)) ||
  (error instanceof Error && /timeout|terminated|ECONNREFUSED/i.test(error.message) && !/^[0-9]/.test(sqlState(error)));
