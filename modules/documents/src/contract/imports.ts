// SPDX-License-Identifier: Apache-2.0
/** Cards of the system before: tried first, then taken in; what is there already is left as it is. */
import { CalendarDate, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { FileFacts } from './documents.ts';
import { Card, Code, Correspondent, InstitutionId, Label, TheirNumber } from './shapes.ts';

export const ImportRow = Type.Object({
  /** What the system before calls it. */
  key: Type.String({ minLength: 1, maxLength: 100 }),
  kind: Code,
  subject: visibleText(500, 3),
  label: Type.Optional(Label),
  state: Type.Enum(['received', 'registered', 'executed', 'filed']),
  /** Its place in the journal of that year; with it `numberedOn`. Missing only where it has no number yet. */
  n: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_999_999 })),
  numberedOn: Type.Optional(CalendarDate),
  correspondents: Type.Array(Correspondent, { maxItems: 20 }),
  theirNumber: Type.Optional(TheirNumber),
  theirDate: Type.Optional(CalendarDate),
  dueOn: Type.Optional(CalendarDate),
  executedOn: Type.Optional(CalendarDate),
  fileIndex: Type.Optional(visibleText(20)),
  authorName: visibleText(200, 1),
  card: Type.Optional(Card),
});
export type ImportRow = Static<typeof ImportRow>;

export const importDocuments = operation({
  name: 'documents.import-documents',
  method: 'POST',
  path: '/documents/institutions/:institutionId/imports',
  summary: 'Take in cards of the system before, or only say what would happen to each row',
  input: Type.Object({
    institutionId: InstitutionId,
    /** Names the system before. */
    source: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }),
    dryRun: Type.Boolean(),
    rows: Type.Array(ImportRow, { minItems: 1, maxItems: 500 }),
  }),
  output: Type.Object({
    taken: Type.Integer(),
    /** Were there already. */
    known: Type.Integer(),
    refused: Type.Array(
      Type.Object({ row: Type.Integer({ description: 'from 1' }), code: Type.String(), message: Type.String() }),
    ),
    batchId: Uuid,
  }),
  permission: 'documents:import',
  check: 'resource',
  bodyMiB: 4,
  audit: 'documents.documents-imported',
  about: { type: 'import', id: 'batchId', facts: ['institutionId', 'source', 'dryRun', 'taken', 'known'] },
});

export const importFile = operation({
  name: 'documents.import-file',
  method: 'POST',
  path: '/documents/institutions/:institutionId/imported-files',
  summary:
    'Put a file of the system before to the card that was taken in from there; the same file again is the same file',
  input: Type.Object({
    institutionId: InstitutionId,
    source: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }),
    key: Type.String({ minLength: 1, maxLength: 100 }),
    name: visibleText(200, 1),
    role: Type.Enum(['main', 'annex']),
    content: Type.String({ description: 'base64' }),
  }),
  output: Type.Object({ documentId: Uuid, file: FileFacts, known: Type.Boolean() }),
  permission: 'documents:import',
  check: 'resource',
  bodyMiB: 14,
  audit: 'documents.file-imported',
  about: { type: 'document', id: 'documentId', facts: ['source', 'key', 'known'] },
  refusals: ['documents.document-unknown', 'documents.file-refused', 'documents.too-many-files'],
});
