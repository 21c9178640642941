// SPDX-License-Identifier: Apache-2.0
/** What is in a file, to be looked at in the page: nothing of the file is run, neither here nor in the browser. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const Preview = Type.Object({
  name: Type.String(),
  mimeType: Type.String(),
  /** As pictures of its pages, a picture, text, tables; or not, and why. */
  kind: Type.Enum(['pages', 'image', 'text', 'tables', 'none']),
  pages: Type.Optional(Type.Integer()),
  /** What stands on each page, for who does not see its picture. */
  texts: Type.Optional(Type.Array(Type.String())),
  /** Of their pictures. */
  sizes: Type.Optional(Type.Array(Type.Object({ width: Type.Integer(), height: Type.Integer() }))),
  text: Type.Optional(Type.String()),
  sheets: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), rows: Type.Array(Type.Array(Type.String())), cut: Type.Boolean() })),
  ),
  /** There is more in the file than is shown. */
  cut: Type.Optional(Type.Boolean()),
  /** Only its words: nothing here makes pages of an office file. */
  plain: Type.Optional(Type.Boolean()),
  why: Type.Optional(Type.Enum(['kind', 'unreadable', 'too-heavy'])),
});
export type Preview = Static<typeof Preview>;

export const previewFile = operation({
  name: 'papers.preview-file',
  method: 'GET',
  path: '/papers/documents/:id/files/:fileId/preview',
  summary: 'What is in a file of a document, to look at: pages, text or tables',
  input: Type.Object({ id: Uuid, fileId: Uuid }),
  output: Preview,
  permission: 'papers:read',
  audit: 'papers.file-previewed',
  about: { type: 'document', id: 'id', facts: ['fileId'] },
});

export const PageAsked = Type.Object(
  { id: Uuid, fileId: Uuid, page: Type.String({ pattern: '^[1-9][0-9]{0,3}$' }) },
  { additionalProperties: false },
);
/** `GET` the picture of a page. */
export const pagePath = (id: string, fileId: string, page: number): string =>
  `/api/papers/documents/${id}/files/${fileId}/pages/${page}`;
