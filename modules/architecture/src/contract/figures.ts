// SPDX-License-Identifier: Apache-2.0
/** How many there are of what: counts that lead to the list they count. */
import { operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Element, OrganisationId, times } from './elements.ts';
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

export const countElements = operation({
  name: 'architecture.count-elements',
  method: 'GET',
  path: '/architecture/counts/:kind',
  summary:
    'Elements of a kind by values of a fact, or by codes of what a relation leads to; and those that have none of them',
  input: Type.Object({
    kind: Code,
    /** A fact of the kind, or a relation that begins at it. */
    by: Code,
    values: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 500 }),
    ownerId: Type.Optional(OrganisationId),
    ...times,
  }),
  output: Type.Object({
    total: Type.Integer(),
    /** Each counts once, however many values it has. */
    mapped: Type.Integer(),
    counts: Type.Array(Count),
    /** Some of those that have none. */
    none: Type.Array(Type.Pick(Element, ['id', 'kind', 'code', 'name', 'ownerId'])),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['architecture.kind-unknown', 'architecture.field-unknown'],
});
