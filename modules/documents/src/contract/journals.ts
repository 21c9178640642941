// SPDX-License-Identifier: Apache-2.0
/** Registers of an institution: each number is taken once, and what was reserved or cancelled stays to be seen. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { DocumentSummary, InstitutionId } from './shapes.ts';

/** In a register. */
const Place = Type.Integer({ minimum: 1, maximum: 9_999_999 });

export const JournalBook = Type.Object({
  id: Uuid,
  code: Type.String(),
  year: Type.Integer(),
  taken: Type.Integer(),
  reserved: Type.Integer(),
  cancelled: Type.Integer(),
  lastNumber: Type.Optional(Type.String()),
});
export type JournalBook = Static<typeof JournalBook>;

export const listJournals = operation({
  name: 'documents.list-journals',
  method: 'GET',
  path: '/documents/institutions/:institutionId/journals',
  summary: 'Registers of an institution, those of this year first',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({ items: Type.Array(JournalBook) }),
  permission: 'documents:register',
  check: 'resource',
  audit: 'none',
});

export const JournalEntry = Type.Object({
  n: Type.Integer(),
  number: Type.String(),
  state: Type.Enum(['taken', 'reserved', 'cancelled']),
  on: CalendarDate,
  at: Instant,
  byName: Type.String(),
  reason: Type.Optional(Type.String()),
  /** Missing where there is none, or where it may not be seen. */
  document: Type.Optional(DocumentSummary),
});
export type JournalEntry = Static<typeof JournalEntry>;

export const getJournal = operation({
  name: 'documents.get-journal',
  method: 'GET',
  path: '/documents/journals/:id',
  summary: 'A register, the newest number first',
  input: Type.Object({ id: Uuid, ...PageInput }),
  output: Type.Object({
    book: JournalBook,
    institutionId: InstitutionId,
    ...pageOf(JournalEntry).properties,
  }),
  permission: 'documents:register',
  check: 'resource',
  audit: 'none',
  refusals: ['documents.journal-unknown'],
});

export const reserveNumber = operation({
  name: 'documents.reserve-number',
  method: 'POST',
  path: '/documents/institutions/:institutionId/journals/:code/reservations',
  summary: 'Keep the next number of a register for a document that is still to come',
  input: Type.Object({
    institutionId: InstitutionId,
    code: Type.String({ maxLength: 40 }),
    reason: visibleText(300, 3),
  }),
  output: Type.Object({ journalId: Uuid, n: Type.Integer(), number: Type.String() }),
  permission: 'documents:register',
  check: 'resource',
  audit: 'documents.number-reserved',
  about: { type: 'journal', id: 'journalId', facts: ['number', 'reason'] },
  refusals: ['documents.journal-unknown'],
});

export const cancelNumber = operation({
  name: 'documents.cancel-number',
  method: 'POST',
  path: '/documents/journals/:journalId/numbers/:n/cancellation',
  summary: 'Cancel a reserved number: it is shown so and never used again',
  input: Type.Object({ journalId: Uuid, n: Place, reason: visibleText(300, 3) }),
  output: Type.Object({ journalId: Uuid, number: Type.String() }),
  permission: 'documents:register',
  check: 'resource',
  audit: 'documents.number-cancelled',
  about: { type: 'journal', id: 'journalId', facts: ['number', 'reason'] },
  refusals: ['documents.journal-unknown', 'documents.number-not-reserved'],
});

export const registerDocument = operation({
  name: 'documents.register-document',
  method: 'POST',
  path: '/documents/:id/registration',
  summary: 'Give a document its number',
  input: Type.Object({
    id: Uuid,
    /** A day before today: a late registration, which needs its reason. */
    on: Type.Optional(CalendarDate),
    reason: Type.Optional(visibleText(300, 3)),
    /** A number that was reserved in the same register. */
    reserved: Type.Optional(Place),
    /** Looked at the possible doubles: it is none of them. */
    noDouble: Type.Optional(Type.Boolean()),
  }),
  output: Type.Object({ id: Uuid, number: Type.String(), numberedOn: CalendarDate }),
  permission: 'documents:register',
  check: 'resource',
  audit: 'documents.document-registered',
  about: { type: 'document', id: 'id', facts: ['number', 'numberedOn', 'reason'] },
  refusals: [
    'documents.document-unknown',
    'documents.state-forbids',
    'documents.reason-needed',
    'documents.date-impossible',
    'documents.possible-double',
    'documents.number-not-reserved',
    'documents.signature-lacking',
    'documents.card-incomplete',
    'documents.kind-unknown',
  ],
});

export const PossibleDouble = Type.Object({
  ...DocumentSummary.properties,
  /** Same number and date of the sender, the same file, or nearly the same words. */
  why: Type.Enum(['their-number', 'file', 'subject']),
});
export const listPossibleDoubles = operation({
  name: 'documents.list-possible-doubles',
  method: 'GET',
  path: '/documents/:id/possible-doubles',
  summary: 'Documents of the institution that may be the same one, come by another way',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ items: Type.Array(PossibleDouble) }),
  permission: 'documents:read',
  audit: 'none',
  refusals: ['documents.document-unknown'],
});
