// SPDX-License-Identifier: Apache-2.0
/** How many there are of what: counts that lead to the list they count. */
import { operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { OrganisationId, times } from './elements.ts';
import { Code } from './vocabulary.ts';

export const Count = Type.Object({ value: Type.String(), count: Type.Integer() });
export type Count = Static<typeof Count>;

export const getFigures = operation({
  name: 'architecture.get-figures',
  method: 'GET',
  path: '/architecture/figures',
  summary: 'Elements by kind, and objects of informatisation by stage of life, database, platform, method and class',
  input: Type.Object({ ownerId: Type.Optional(OrganisationId), ...times }),
  output: Type.Object({
    kinds: Type.Array(Count),
    distributions: Type.Array(Type.Object({ field: Code, counts: Type.Array(Count) })),
    owners: Type.Integer(),
  }),
  permission: 'public',
  audit: 'none',
});
