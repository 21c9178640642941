// SPDX-License-Identifier: Apache-2.0
/** Many elements and relations at once, by what they are called elsewhere. */
import { CalendarDate, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { ElementCode, Facts, Level, OrganisationId, Provenance } from './elements.ts';
import { Code } from './vocabulary.ts';

const Place = Type.Object({ kind: Code, code: ElementCode });
export const ImportedElement = Type.Object({
  ...Place.properties,
  name: LocalText,
  ownerId: Type.Optional(OrganisationId),
  facts: Facts,
  level: Type.Optional(Level),
  from: CalendarDate,
  until: Type.Optional(CalendarDate),
});
export type ImportedElement = Static<typeof ImportedElement>;
export const ImportedRelation = Type.Object({
  kind: Code,
  from: Place,
  to: Place,
  facts: Type.Optional(Facts),
  since: CalendarDate,
});
export type ImportedRelation = Static<typeof ImportedRelation>;

export const importElements = operation({
  name: 'architecture.import-elements',
  method: 'POST',
  path: '/architecture/imports',
  summary:
    'Take in elements and relations, or only say what would happen to each; what is there already and the same stays',
  input: Type.Object({
    dryRun: Type.Boolean(),
    provenance: Provenance,
    elements: Type.Array(ImportedElement, { maxItems: 2000 }),
    relations: Type.Array(ImportedRelation, { maxItems: 5000 }),
  }),
  output: Type.Object({
    id: Uuid,
    added: Type.Integer(),
    changed: Type.Integer(),
    same: Type.Integer(),
    refused: Type.Array(
      Type.Object({
        what: Type.Enum(['element', 'relation']),
        row: Type.Integer({ description: 'from 1' }),
        code: Type.String(),
        message: Type.String(),
      }),
    ),
  }),
  permission: 'architecture:import',
  bodyMiB: 16,
  audit: 'architecture.elements-imported',
  about: { type: 'import', id: 'id', facts: ['dryRun', 'added', 'changed', 'same'] },
  // Of a row, never of all of them.
  refusals: ['architecture.ends-before'],
});
