// SPDX-License-Identifier: Apache-2.0
/** Cards of documents: drawn up, changed, found, read. */
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  PageInput,
  pageOf,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import {
  Card,
  Code,
  Comment,
  Correspondent,
  Direction,
  DocumentState,
  DocumentSummary,
  InstitutionId,
  Label,
  Source,
  Subject,
  TheirNumber,
} from './shapes.ts';

const about = { type: 'document', id: 'id' } as const;
const onCard = {
  subject: Subject,
  label: Type.Optional(Label),
  correspondents: Type.Optional(Type.Array(Correspondent, { maxItems: 200 })),
  theirNumber: Type.Optional(TheirNumber),
  theirDate: Type.Optional(CalendarDate),
  card: Type.Optional(Card),
  dueOn: Type.Optional(CalendarDate),
  /** Where the original on paper lies. */
  paperAt: Type.Optional(visibleText(100)),
};

export const createDocument = operation({
  name: 'documents.create-document',
  method: 'POST',
  path: '/documents/institutions/:institutionId/documents',
  summary: 'Draw up a document, or enter one that came by hand',
  input: Type.Object({ institutionId: InstitutionId, kind: Code, ...onCard, replyTo: Type.Optional(Uuid) }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.document-created',
  about: { ...about, facts: ['institutionId', 'kind', 'label'] },
  refusals: [
    'documents.kind-unknown',
    'documents.clearance-lacking',
    'documents.label-too-high',
    'documents.card-field-unknown',
    'documents.document-unknown',
    'documents.clerk-needed',
  ],
});

export const changeDocument = operation({
  name: 'documents.change-document',
  method: 'PUT',
  path: '/documents/:id',
  summary: 'Change the card of a document',
  input: Type.Object({ id: Uuid, revision: Type.Integer({ minimum: 1 }), ...onCard }),
  output: Type.Object({ id: Uuid, revision: Type.Integer() }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.document-changed',
  about: { ...about, facts: ['revision'] },
  refusals: [
    'documents.document-unknown',
    'documents.state-forbids',
    'documents.changed-meanwhile',
    'documents.locked',
    'documents.clearance-lacking',
    'documents.label-too-high',
    'documents.card-field-unknown',
  ],
});

export const cancelDocument = operation({
  name: 'documents.cancel-document',
  method: 'POST',
  path: '/documents/:id/cancellation',
  summary: 'Give up a document that has no number yet',
  input: Type.Object({ id: Uuid, reason: Comment }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.document-cancelled',
  about: { ...about, facts: ['reason'] },
  refusals: ['documents.document-unknown', 'documents.state-forbids'],
});

export const fileDocument = operation({
  name: 'documents.file-document',
  method: 'POST',
  path: '/documents/:id/filing',
  summary: 'Put a document into a file of the nomenclature: the work on it is done',
  input: Type.Object({ id: Uuid, fileIndex: visibleText(20, 1) }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:register',
  check: 'resource',
  audit: 'documents.document-filed',
  about: { ...about, facts: ['fileIndex'] },
  refusals: ['documents.document-unknown', 'documents.state-forbids', 'documents.file-index-unknown'],
});

export const linkDocuments = operation({
  name: 'documents.link-documents',
  method: 'POST',
  path: '/documents/:id/links',
  summary: 'Say that two documents belong together',
  input: Type.Object({ id: Uuid, otherId: Uuid, as: Type.Enum(['reply', 'follows', 'annex', 'related']) }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.documents-linked',
  about: { ...about, facts: ['otherId', 'as'] },
  refusals: ['documents.document-unknown', 'documents.link-to-itself'],
});

export const Filter = {
  institutionId: Type.Optional(InstitutionId),
  kind: Type.Optional(Code),
  direction: Type.Optional(Direction),
  state: Type.Optional(DocumentState),
  /** What waits for a clerk, what waits for my signature, what I drew up, what is overdue. */
  show: Type.Optional(Type.Enum(['all', 'to-register', 'to-sign', 'mine', 'overdue'])),
  from: Type.Optional(CalendarDate),
  to: Type.Optional(CalendarDate),
  search: Type.Optional(visibleText(200)),
};

export const listDocuments = operation({
  name: 'documents.list-documents',
  method: 'GET',
  path: '/documents',
  summary: 'Documents that one may see, the latest first; found by words, by numbers and dates as people type them',
  input: Type.Object({ ...Filter, ...PageInput }),
  output: pageOf(DocumentSummary),
  permission: 'documents:read',
  audit: 'none',
});

/** What the first page of the area shows: only of what one may see. */
export const countDocuments = operation({
  name: 'documents.count-documents',
  method: 'GET',
  path: '/documents/counts',
  summary: 'How many documents wait for what, by month and by kind',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({
    toRegister: Type.Integer(),
    drafts: Type.Integer(),
    inExecution: Type.Integer(),
    overdue: Type.Integer(),
    months: Type.Array(
      Type.Object({
        month: Type.String(),
        incoming: Type.Integer(),
        outgoing: Type.Integer(),
        internal: Type.Integer(),
      }),
    ),
    kinds: Type.Array(Type.Object({ kind: Code, count: Type.Integer() })),
  }),
  permission: 'documents:read',
  audit: 'none',
});

export const FileFacts = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  name: Type.String(),
  mimeType: Type.String(),
  size: Type.Integer(),
  sha256: Type.String(),
  role: Type.Enum(['main', 'annex']),
  addedAt: Instant,
  addedBy: Type.String(),
});
export type FileFacts = Static<typeof FileFacts>;

export const HistoryLine = Type.Object({
  at: Instant,
  what: Type.String(),
  byName: Type.String(),
  byPost: Type.Optional(Type.String()),
  as: Type.Optional(Type.String()),
  inPlaceOf: Type.Optional(Type.String()),
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  /** Place in the ledger of documents, once the entry is sealed. */
  leafIndex: Type.Optional(Type.Integer()),
});
export type HistoryLine = Static<typeof HistoryLine>;

export const DocumentPage = Type.Object({
  ...DocumentSummary.properties,
  revision: Type.Integer(),
  version: Type.Integer(),
  language: Type.String(),
  source: Source,
  card: Card,
  paperAt: Type.Optional(Type.String()),
  fileIndex: Type.Optional(Type.String()),
  lateReason: Type.Optional(Type.String()),
  lockedBy: Type.Optional(Type.Object({ id: Uuid, name: Type.String(), at: Instant })),
  createdAt: Instant,
  /** Fields of the card that its kind asks for and that are empty: before they are filled in it is not approved, signed or numbered. */
  lacks: Type.Array(LocalText),
  /** Of the present version. */
  files: Type.Array(FileFacts),
  earlierFiles: Type.Array(FileFacts),
  /** That stand, over which version. */
  signatures: Type.Array(
    Type.Object({
      id: Uuid,
      version: Type.Integer(),
      name: Type.String(),
      post: Type.Optional(LocalText),
      as: Type.Optional(Type.String()),
      at: Instant,
    }),
  ),
  links: Type.Array(Type.Object({ as: Type.String(), mine: Type.Boolean(), document: DocumentSummary })),
  history: Type.Array(HistoryLine),
  /** What the one who asks may do now. */
  may: Type.Array(Type.Enum(['change', 'register', 'cancel', 'file', 'sign', 'approve', 'resolve', 'send'])),
});
export type DocumentPage = Static<typeof DocumentPage>;

export const getDocument = operation({
  name: 'documents.get-document',
  method: 'GET',
  path: '/documents/:id',
  summary: 'A document with its files, its links and what happened to it',
  input: Type.Object({ id: Uuid }),
  output: DocumentPage,
  permission: 'documents:read',
  audit: 'documents.document-read',
  about: { ...about, facts: [] },
  refusals: ['documents.document-unknown'],
});
