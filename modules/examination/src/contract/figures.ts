// SPDX-License-Identifier: Apache-2.0
/** How many dossiers came to what, by kind and year. */
import { operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Kind, OrganisationId, Outcome, State } from './shapes.ts';

const Count = Type.Integer();
export const getFigures = operation({
  name: 'examination.get-figures',
  method: 'GET',
  path: '/examination/figures',
  summary: 'Examinations that ended, by kind, outcome and year, and dossiers by state',
  input: Type.Object({
    organisationId: Type.Optional(OrganisationId),
    fromYear: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
    toYear: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
  }),
  output: Type.Object({
    /** Those with a conclusion. */
    examined: Count,
    kinds: Type.Array(Type.Object({ kind: Kind, outcome: Outcome, count: Count })),
    years: Type.Array(Type.Object({ year: Count, count: Count })),
    states: Type.Array(Type.Object({ state: State, count: Count })),
    /** Working days that an examination took, the clock standing left out. */
    averageDays: Type.Optional(Type.Number()),
    underWay: Count,
    late: Count,
  }),
  permission: 'public',
  audit: 'none',
});
