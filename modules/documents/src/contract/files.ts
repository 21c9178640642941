// SPDX-License-Identifier: Apache-2.0
/** Files of a document: versions, who works on them, what is in them. Bytes go by paths of their own. */
import { operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { FileFacts } from './documents.ts';

const about = { type: 'document', id: 'id' } as const;

/** `GET` the bytes of a file; with `?show=inline` a browser shows what it safely can. */
export const filePath = (documentId: string, fileId: string): string => `/api/documents/${documentId}/files/${fileId}`;
/** Largest file, bytes. */
export const largestFile = 10 * 1024 * 1024;
export const FileContent = Type.String({ description: 'base64', maxLength: Math.ceil((largestFile * 4) / 3) + 4 });

export const addFile = operation({
  name: 'documents.add-file',
  method: 'POST',
  path: '/documents/:id/files',
  summary: 'Add a file to the present version; what it is shows in its content, not in its name',
  input: Type.Object({
    id: Uuid,
    name: visibleText(200, 1),
    content: FileContent,
    role: Type.Enum(['main', 'annex']),
  }),
  output: FileFacts,
  permission: 'documents:draft',
  check: 'resource',
  bodyMiB: 15,
  audit: 'documents.file-added',
  about: { ...about, facts: ['name', 'sha256'] },
  refusals: [
    'documents.document-unknown',
    'documents.state-forbids',
    'documents.locked',
    'documents.file-refused',
    'documents.too-many-files',
  ],
});

/** For modules that show or print it to whoever asks. */
export const readFile = operation({
  name: 'documents.read-file',
  method: 'GET',
  path: '/documents/:id/files/:fileId/content',
  summary: 'A file of a document with its content',
  input: Type.Object({ id: Uuid, fileId: Uuid }),
  output: Type.Object({
    name: Type.String(),
    mimeType: Type.String(),
    content: Type.String({ description: 'base64' }),
  }),
  permission: 'documents:read',
  audit: 'documents.file-read',
  about: { ...about, facts: ['fileId'] },
  refusals: ['documents.document-unknown', 'documents.file-unknown'],
});

export const removeFile = operation({
  name: 'documents.remove-file',
  method: 'POST',
  path: '/documents/:id/files/:fileId/removal',
  summary: 'Take a file out of the present version',
  input: Type.Object({ id: Uuid, fileId: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.file-removed',
  about: { ...about, facts: ['fileId'] },
  refusals: ['documents.document-unknown', 'documents.file-unknown', 'documents.state-forbids', 'documents.locked'],
});

export const lockDocument = operation({
  name: 'documents.lock-document',
  method: 'POST',
  path: '/documents/:id/lock',
  summary: 'Take a document to work on it: others see who has it and cannot change it',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.document-locked',
  about: { ...about, facts: [] },
  refusals: ['documents.document-unknown', 'documents.locked', 'documents.state-forbids'],
});

export const unlockDocument = operation({
  name: 'documents.unlock-document',
  method: 'POST',
  path: '/documents/:id/unlocking',
  summary: 'Give a document back; a clerk frees what somebody else has forgotten',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'documents:draft',
  check: 'resource',
  audit: 'documents.document-unlocked',
  about: { ...about, facts: [] },
  refusals: ['documents.document-unknown', 'documents.locked'],
});
