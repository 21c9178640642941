// SPDX-License-Identifier: Apache-2.0
/** Letters of citizens and companies to an authority, their way there, and the answer. */
import {
  CalendarDate,
  IdPageInput,
  Instant,
  operation,
  pageOf,
  PrintableText,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
const about = { type: 'letter', id: 'id' } as const;
export const LetterState = Type.Enum(['received', 'registered', 'in-work', 'answered']);

/** `GET` a file of an answer; `?document=` says of which. */
export const answerFilePath = (letterId: string, documentId: string, fileId: string): string =>
  `/api/correspondence/letters/${letterId}/answers/${documentId}/files/${fileId}`;

const authors = ['correspondence.not-a-person', 'correspondence.power-too-narrow'] as const;

export const writeLetter = operation({
  name: 'correspondence.write-letter',
  method: 'POST',
  path: '/correspondence/letters',
  summary: 'Write to an authority, for oneself or for whom one acts; it must answer in time',
  input: Type.Object({
    institutionId: InstitutionId,
    subject: PrintableText(300, 3),
    text: PrintableText(20_000, 3),
    language: Type.String({ minLength: 2, maxLength: 8 }),
    files: Type.Optional(
      Type.Array(
        Type.Object({
          name: visibleText(200, 1),
          content: Type.String({ description: 'base64', maxLength: 7_000_000 }),
        }),
        { maxItems: 5 },
      ),
    ),
  }),
  output: Type.Object({ id: Uuid, dueOn: CalendarDate }),
  permission: 'correspondence:write',
  bodyMiB: 36,
  audit: 'correspondence.letter-written',
  about: { ...about, facts: ['institutionId'] },
  refusals: [...authors, 'correspondence.authority-unknown', 'documents.file-refused'],
});

export const LetterSummary = Type.Object({
  id: Uuid,
  institutionId: InstitutionId,
  subject: Type.String(),
  state: LetterState,
  number: Type.Optional(Type.String()),
  numberedOn: Type.Optional(CalendarDate),
  dueOn: CalendarDate,
  overdue: Type.Boolean(),
  writtenAt: Instant,
});
export type LetterSummary = Static<typeof LetterSummary>;

export const listLetters = operation({
  name: 'correspondence.list-letters',
  method: 'GET',
  path: '/correspondence/letters',
  summary: 'Letters that I wrote, or those of whom I act for',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(LetterSummary),
  permission: 'correspondence:write',
  audit: 'none',
  refusals: [...authors],
});

export const getLetter = operation({
  name: 'correspondence.get-letter',
  method: 'GET',
  path: '/correspondence/letters/:id',
  summary: 'A letter, how far it is, and its answers with their files',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...LetterSummary.properties,
    steps: Type.Array(
      Type.Object({
        step: Type.Enum(['received', 'registered', 'in-work', 'passed-on', 'answered']),
        institutionId: InstitutionId,
        number: Type.Optional(Type.String()),
        at: Instant,
      }),
    ),
    answers: Type.Array(
      Type.Object({
        documentId: Uuid,
        number: Type.String(),
        numberedOn: CalendarDate,
        subject: Type.String(),
        files: Type.Array(Type.Object({ id: Uuid, name: Type.String(), size: Type.Integer() })),
      }),
    ),
  }),
  permission: 'correspondence:write',
  audit: 'none',
  refusals: [...authors, 'correspondence.letter-unknown'],
});

export const passLetterOn = operation({
  name: 'correspondence.pass-letter-on',
  method: 'POST',
  path: '/correspondence/arrivals/:documentId/passing-on',
  summary: 'Give a letter to the authority that it concerns, within five working days; its author is told',
  input: Type.Object({ documentId: Uuid, institutionId: InstitutionId, reason: visibleText(1000, 3) }),
  output: Type.Object({ documentId: Uuid }),
  permission: 'correspondence:send',
  audit: 'correspondence.letter-passed-on',
  about: { type: 'document', id: 'documentId', facts: ['institutionId', 'reason'] },
  refusals: [
    'correspondence.letter-unknown',
    'correspondence.authority-unknown',
    'correspondence.passed-before',
    'correspondence.passing-already',
    'correspondence.too-late-to-pass-on',
    'correspondence.registered-already',
  ],
});
