// SPDX-License-Identifier: Apache-2.0
/** Fields that several adapters' settings share. */
import { type Static, Type } from 'typebox';

export const Url = Type.String({ pattern: '^https?://', maxLength: 500 });

/** One of the words; a wrong one is answered with all of them. */
export const words = <const W extends string>(...list: W[]) =>
  Type.Unsafe<W>({ type: 'string', pattern: `^(${list.join('|')})$` });

export const Match = Type.String({
  pattern: '^[A-Z]+ /',
  description: 'method and path with {parameters}, below the service code',
});

export const Expression = Type.String({ minLength: 1, maxLength: 20_000, description: 'JSONata' });

/** Files in PEM. `ca` is the only authority then trusted; certificate and key present the connector to the system. */
export const Tls = Type.Object(
  { ca: Type.Optional(Type.String()), certificate: Type.Optional(Type.String()), key: Type.Optional(Type.String()) },
  { additionalProperties: false },
);
export type Tls = Static<typeof Tls>;

export const DeadlineMs = Type.Integer({ minimum: 10, maximum: 300_000 });
