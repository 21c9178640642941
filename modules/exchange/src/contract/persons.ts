// SPDX-License-Identifier: Apache-2.0
/** Where in its requests a service or an information type expects the number of a person. */
import { type Static, Type } from 'typebox';

const scheme = Type.String({ pattern: '^[a-z]{2}:[a-z0-9-]{1,40}$', description: 'of the number, such as xm:snils' });
/** Path below the service code (`/{number}`, `*` for any segment; more may follow), query parameter, or JSON pointer (`*` for each). */
const PersonPlace = Type.Union([
  Type.Object({ scheme, path: Type.String({ pattern: '^(/[^/?#{}]+)*/\\{number\\}$', maxLength: 300 }) }),
  Type.Object({ scheme, query: Type.String({ minLength: 1, maxLength: 100 }) }),
  Type.Object({ scheme, body: Type.String({ pattern: '^(/[^/]+)+$', maxLength: 300 }) }),
]);
export type PersonPlace = Static<typeof PersonPlace>;

export const Persons = Type.Optional(
  Type.Array(PersonPlace, {
    maxItems: 20,
    description: 'whom a request is about, so that they learn of it; what was declared stays where this is missing',
  }),
);
