// SPDX-License-Identifier: Apache-2.0
/** Documents of an object by its stage of life, in versions. */
import { Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const DocumentKind = Type.String({ pattern: '^[a-z][a-z-]{2,30}$' });
export const DocumentVersion = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  at: Instant,
  /** The rest for those who may read the file. */
  name: Type.Optional(Type.String()),
  size: Type.Optional(Type.Integer()),
  sha256: Type.Optional(Type.String()),
  byName: Type.Optional(Type.String()),
});
export type DocumentVersion = Static<typeof DocumentVersion>;
export const listDocuments = operation({
  name: 'upkeep.list-documents',
  method: 'GET',
  path: '/upkeep/elements/:id/documents',
  summary: 'Which documents an object of the register should have at its stage, and which versions of them are there',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    id: Uuid,
    stage: Type.Optional(Type.String()),
    kinds: Type.Array(
      Type.Object({
        kind: DocumentKind,
        title: LocalText,
        /** By the stage the object is at. */
        required: Type.Boolean(),
        /** The newest first. */
        versions: Type.Array(DocumentVersion),
      }),
    ),
    missing: Type.Integer(),
    may: Type.Array(Type.Enum(['add', 'read'])),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['architecture.element-unknown', 'upkeep.not-an-object'],
});

/** `GET` the bytes of a version. */
export const documentPath = (id: string): string => `/api/upkeep/documents/${id}`;
const largestFile = 10 * 1024 * 1024;
export const addDocument = operation({
  name: 'upkeep.add-document',
  method: 'POST',
  path: '/upkeep/elements/:id/documents',
  summary: 'Add the next version of a document of an object; what it is shows in its content, not in its name',
  input: Type.Object({
    id: Uuid,
    kind: DocumentKind,
    name: visibleText(200, 1),
    content: Type.String({ description: 'base64', maxLength: Math.ceil((largestFile * 4) / 3) + 4 }),
  }),
  output: Type.Object({ id: Uuid, kind: DocumentKind, version: Type.Integer() }),
  permission: 'upkeep:keep',
  check: 'resource',
  bodyMiB: 15,
  audit: 'upkeep.document-added',
  about: { type: 'element', id: 'id', facts: ['kind', 'version'] },
  refusals: ['architecture.element-unknown', 'upkeep.not-an-object', 'upkeep.kind-unknown', 'upkeep.file-refused'],
});
