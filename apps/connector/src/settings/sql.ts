// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';
import { DeadlineMs, Expression, Match, Tls, words } from './fields.ts';

const ParameterType = words('text', 'integer', 'date', 'boolean');

export const SqlParameter = Type.Object(
  {
    /** `path.plate`, `query.city`, or `body.owner.snils` of a JSON body. */
    from: Type.String({ pattern: '^(path|query|body)\\.[A-Za-z0-9_.]+$' }),
    type: ParameterType,
    /** A missing one is NULL; otherwise it is refused. */
    optional: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SqlParameter = Static<typeof SqlParameter>;

export const SqlOperation = Type.Object(
  {
    match: Match,
    /** One statement; `:name` stands for a parameter. */
    statement: Type.String({ minLength: 1, maxLength: 20_000 }),
    parameters: Type.Optional(Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), SqlParameter)),
    /** one: the row, 404 without one. many: `{ items, next? }`. changed: `{ changed: 2 }`. */
    answer: words('one', 'many', 'changed'),
    /** Of `many`: rows on a page, and the column the rows are ordered by, whose last value is `:after` of the next page. */
    page: Type.Optional(
      Type.Object(
        { limit: Type.Integer({ minimum: 1, maximum: 10_000 }), by: Type.String(), type: Type.Optional(ParameterType) },
        { additionalProperties: false },
      ),
    ),
    /** From a row to what is answered for it. */
    shape: Type.Optional(Expression),
    /** The statement changes data: done once for a message id of a consumer. */
    write: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SqlOperation = Static<typeof SqlOperation>;

export const SqlSettings = Type.Object(
  {
    /** With user and password: `postgres://reader:${PASSWORD}@host/vehicles`. */
    database: Type.String({ pattern: '^(postgres|mariadb)://', maxLength: 500 }),
    tls: Type.Optional(Tls),
    /** Connections at most; 4 when missing. */
    connections: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    /** 5,000 when missing. */
    statementTimeoutMs: Type.Optional(DeadlineMs),
    /** Schema (MariaDB: database) of the table of messages done; `stoa_connector` when missing. */
    doneSchema: Type.Optional(Type.String({ pattern: '^[a-z_][a-z0-9_]{0,50}$' })),
    operations: Type.Array(SqlOperation, { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type SqlSettings = Static<typeof SqlSettings>;
