// SPDX-License-Identifier: Apache-2.0
/** Who may see a document, and why. */
import { Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InstitutionId, Label } from './shapes.ts';

/** Duties of a chancery; each is held at an institution. */
export const duties = {
  clerk: 'documents.clerk',
  leader: 'documents.leader',
  executor: 'documents.executor',
  /** Clearance for what is confidential, and strictly so. */
  cleared: ['documents.cleared', 'documents.cleared-strictly'],
} as const;

export const Ground = Type.Object({
  /** Wrote it; work was given to the post or the person; registers or leads the institution's documents. */
  as: Type.Enum(['author', 'post', 'person', 'clerk', 'leader']),
  postId: Type.Optional(Uuid),
  personId: Type.Optional(Uuid),
  name: Type.Optional(Type.String()),
  title: Type.Optional(LocalText),
  why: Type.Optional(Type.String()),
  since: Type.Optional(Instant),
});
export type Ground = Static<typeof Ground>;

export const explainAccess = operation({
  name: 'documents.explain-access',
  method: 'GET',
  path: '/documents/:id/access',
  summary: 'Why I may see this document, and who else can',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    institutionId: InstitutionId,
    label: Label,
    mine: Type.Array(Ground),
    /** Everybody: posts and people on the list, and who registers and leads where the label lets them. */
    all: Type.Array(Ground),
  }),
  permission: 'documents:read',
  audit: 'documents.access-looked-at',
  about: { type: 'document', id: 'id', facts: [] },
  refusals: ['documents.document-unknown'],
});

export const admitReader = operation({
  name: 'documents.admit-reader',
  method: 'POST',
  path: '/documents/:id/readers',
  summary: 'Put a post on the list of those who need to know a document',
  input: Type.Object({ id: Uuid, postId: Uuid, why: visibleText(300, 3) }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.reader-admitted',
  about: { type: 'document', id: 'id', facts: ['postId', 'why'] },
  refusals: ['documents.document-unknown', 'documents.post-unknown', 'documents.clearance-of-post-lacking'],
});

export const removeReader = operation({
  name: 'documents.remove-reader',
  method: 'POST',
  path: '/documents/:id/readers/:postId/removal',
  summary: 'Take a post off the list, unless work on the document is with it',
  input: Type.Object({ id: Uuid, postId: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.reader-removed',
  about: { type: 'document', id: 'id', facts: ['postId'] },
  refusals: ['documents.document-unknown', 'documents.reader-has-work'],
});
