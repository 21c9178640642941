// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';
import { DeadlineMs, Expression, Match, Tls, Url } from './fields.ts';

export const RestOperation = Type.Object(
  {
    match: Match,
    /** Of the system; the same as of the match when missing. */
    method: Type.Optional(Type.String({ pattern: '^[A-Z]{3,10}$' })),
    /** Below the base URL; `{name}` stands for a parameter of the match, `{query.name}` for one of the query. The matched path when missing. */
    path: Type.Optional(Type.String({ pattern: '^/' })),
    headers: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z0-9-]+$' }), Type.String({ maxLength: 4000 }))),
    /** From the caller's body to the system's; sees $path and $query. */
    request: Type.Optional(Expression),
    /** From the system's answer to the caller's; sees $path, $query and $status. Nothing means 404. */
    answer: Type.Optional(Expression),
    /** Status of the system to status of the answer. */
    statuses: Type.Optional(
      Type.Record(Type.String({ pattern: '^[1-5][0-9]{2}$' }), Type.Integer({ minimum: 200, maximum: 599 })),
    ),
  },
  { additionalProperties: false },
);
export type RestOperation = Static<typeof RestOperation>;

export const RestSettings = Type.Object(
  {
    url: Url,
    /** 25,000 when missing. */
    deadlineMs: Type.Optional(DeadlineMs),
    tls: Type.Optional(Tls),
    /** Without operations every path passes as it is; with them only what one of them matches. */
    operations: Type.Optional(Type.Array(RestOperation, { minItems: 1 })),
  },
  { additionalProperties: false },
);
export type RestSettings = Static<typeof RestSettings>;
