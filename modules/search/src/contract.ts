// SPDX-License-Identifier: Apache-2.0
import { ServiceLevel } from '@stoa/catalogue/contract';
import { LocalText, operation, PageInput, RegionCode } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const SearchHit = Type.Object({
  kind: Type.Literal('service'),
  id: Type.String(),
  /** Portal path of what was found. */
  path: Type.String(),
  title: LocalText,
  summary: LocalText,
});
export type SearchHit = Static<typeof SearchHit>;

/** Words may be cut short and stand in any of the platform's languages; the best match comes first. */
export const find = operation({
  name: 'search.find',
  method: 'GET',
  path: '/search',
  summary: 'Find public services',
  input: Type.Object({
    ...{ q: Type.String({ maxLength: 200 }), limit: PageInput.limit },
    ...{ level: Type.Optional(ServiceLevel), region: Type.Optional(RegionCode) },
  }),
  output: Type.Object({ items: Type.Array(SearchHit), total: Type.Integer() }),
  permission: 'public',
  audit: 'none',
});
