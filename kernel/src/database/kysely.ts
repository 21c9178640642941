// SPDX-License-Identifier: Apache-2.0
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Tx } from './tx.ts';

/** Kysely over the transaction; begin and commit stay with the kernel. */
export function kysely<Tables>(tx: Tx): Kysely<Tables> {
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery) => {
      const { rows, rowCount } = await tx.query(query.sql, query.parameters);
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount) };
    },
    streamQuery: () => {
      throw new Error('a transaction does not stream: page with a cursor');
    },
  };
  const nested = async () => {
    throw new Error('the kernel owns the transaction');
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    destroy: async () => {},
    beginTransaction: nested,
    commitTransaction: nested,
    rollbackTransaction: nested,
  };
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
