// SPDX-License-Identifier: Apache-2.0
/** Instructions of the system before, done and under way, so that no term is lost when an institution comes. */
import { CalendarDate, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InstitutionId, Text } from './shapes.ts';

export const InstructionRow = Type.Object({
  /** What the system before calls it. */
  key: Type.String({ minLength: 1, maxLength: 100 }),
  documentId: Uuid,
  text: Text,
  /** The post that carries it out. */
  responsible: Uuid,
  /** The post by which it was given; whoever is on it now accepts the report. */
  byPost: Uuid,
  byName: visibleText(200, 1),
  givenOn: CalendarDate,
  dueOn: CalendarDate,
  control: Type.Optional(Type.Boolean()),
  /** Missing while it is under way. */
  doneOn: Type.Optional(CalendarDate),
});
export type InstructionRow = Static<typeof InstructionRow>;

export const importInstructions = operation({
  name: 'execution.import-instructions',
  method: 'POST',
  path: '/execution/institutions/:institutionId/imports',
  summary: 'Take in instructions of the system before, or only say what would happen to each row',
  input: Type.Object({
    institutionId: InstitutionId,
    /** Names the system before. */
    source: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }),
    dryRun: Type.Boolean(),
    rows: Type.Array(InstructionRow, { minItems: 1, maxItems: 500 }),
  }),
  output: Type.Object({
    taken: Type.Integer(),
    /** Were there already. */
    known: Type.Integer(),
    refused: Type.Array(
      Type.Object({ row: Type.Integer({ description: 'from 1' }), code: Type.String(), message: Type.String() }),
    ),
  }),
  permission: 'execution:import',
  check: 'resource',
  bodyMiB: 2,
  audit: 'execution.instructions-imported',
  about: { type: 'institution', id: 'institutionId', facts: ['source', 'dryRun', 'taken', 'known'] },
});
