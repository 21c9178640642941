// SPDX-License-Identifier: Apache-2.0
/** What execution, correspondence and imports ask; calls that may be repeated. */
import { CalendarDate, event, Instant, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { DocumentPage } from './documents.ts';
import { Card, Code, Correspondent, DocumentState, DocumentSummary, InstitutionId, Label, Source } from './shapes.ts';

const peer = { permission: 'documents:peer' } as const;
const about = { type: 'document', id: 'id' } as const;

/** A document that came in: the same `key` at the same institution answers with the same document. */
export const takeIn = operation({
  ...peer,
  name: 'documents.take-in',
  method: 'POST',
  path: '/documents/institutions/:institutionId/arrivals',
  summary: 'Enter a document that came from outside, with its files',
  input: Type.Object({
    institutionId: InstitutionId,
    key: Type.String({ maxLength: 200 }),
    source: Source,
    kind: Code,
    subject: Type.String({ maxLength: 500 }),
    language: Type.Optional(Type.String({ maxLength: 8 })),
    label: Label,
    correspondents: Type.Array(Correspondent, { minItems: 1, maxItems: 20 }),
    theirNumber: Type.Optional(Type.String({ maxLength: 60 })),
    theirDate: Type.Optional(CalendarDate),
    card: Type.Optional(Card),
    dueOn: Type.Optional(CalendarDate),
    replyTo: Type.Optional(Uuid),
    files: Type.Array(
      Type.Object({
        name: Type.String({ maxLength: 255 }),
        mimeType: Type.String({ maxLength: 120 }),
        content: Type.String({ description: 'base64' }),
        role: Type.Enum(['main', 'annex']),
      }),
      { maxItems: 50 },
    ),
  }),
  output: Type.Object({ id: Uuid, isNew: Type.Boolean() }),
  bodyMiB: 60,
  audit: 'documents.document-received',
  about: { ...about, facts: ['institutionId', 'source', 'kind'] },
  refusals: ['documents.kind-unknown', 'documents.file-refused', 'documents.card-field-unknown'],
});

export const openTo = operation({
  ...peer,
  name: 'documents.open-to',
  method: 'POST',
  path: '/documents/:id/posts',
  summary: 'Let posts see a document because work on it is with them, or say that it no longer is',
  input: Type.Object({
    id: Uuid,
    posts: Type.Array(Uuid, { minItems: 1, maxItems: 1000 }),
    why: visibleText(300, 3),
    /** What the work is, such as a resolution's id. */
    work: Type.String({ maxLength: 100 }),
    ended: Type.Optional(Type.Boolean()),
  }),
  output: Type.Object({ id: Uuid }),
  audit: 'documents.opened-to-posts',
  about: { ...about, facts: ['posts', 'work', 'ended'] },
  refusals: ['documents.document-unknown'],
});

/** Of these documents those that whoever asks may see; a module that works on them sees all. */
export const lookUp = operation({
  name: 'documents.look-up',
  method: 'GET',
  path: '/documents/chosen',
  summary: 'Documents by their ids, as far as one may see them',
  input: Type.Object({ ids: Type.Array(Uuid, { minItems: 1, maxItems: 500 }) }),
  output: Type.Object({ items: Type.Array(DocumentSummary) }),
  permission: 'documents:read',
  audit: 'none',
});

/** The table of moves decides; a move to where it is already does nothing, and without a state a line of history is written alone. */
export const moveDocument = operation({
  ...peer,
  name: 'documents.move-document',
  method: 'POST',
  path: '/documents/:id/state',
  summary: 'Take a document to its next state',
  input: Type.Object({
    id: Uuid,
    to: Type.Optional(DocumentState),
    /** A line of its history. */
    what: Code,
    byName: Type.Optional(visibleText(300)),
    byPost: Type.Optional(visibleText(300)),
    as: Type.Optional(Type.Enum(['acting', 'substitute'])),
    inPlaceOf: Type.Optional(visibleText(300)),
    facts: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
    /** The same key is one line. */
    key: Type.String({ maxLength: 200 }),
    dueOn: Type.Optional(CalendarDate),
    newVersion: Type.Optional(Type.Boolean()),
  }),
  output: Type.Object({ id: Uuid, state: DocumentState }),
  audit: 'documents.document-moved',
  about: { ...about, facts: ['to', 'what'] },
  refusals: ['documents.document-unknown', 'documents.state-forbids'],
});

/** Whole, with the bytes of its files, for who delivers it. */
export const exportDocument = operation({
  ...peer,
  name: 'documents.export-document',
  method: 'GET',
  path: '/documents/:id/whole',
  summary: 'A document with the content of its present files',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    document: DocumentPage,
    contents: Type.Array(Type.Object({ fileId: Uuid, content: Type.String({ description: 'base64' }) })),
  }),
  audit: 'documents.document-exported',
  about: { ...about, facts: [] },
  refusals: ['documents.document-unknown', 'documents.too-large'],
});

export const documentRegistered = event(
  'documents.registered.v1',
  Type.Object({
    documentId: Uuid,
    institutionId: InstitutionId,
    kind: Code,
    number: Type.String(),
    numberedOn: CalendarDate,
    source: Source,
    key: Type.Optional(Type.String()),
  }),
  { public: true },
);
export const documentMoved = event(
  'documents.moved.v1',
  Type.Object({
    documentId: Uuid,
    institutionId: InstitutionId,
    from: DocumentState,
    to: DocumentState,
    at: Instant,
    key: Type.Optional(Type.String()),
  }),
  { public: true },
);
