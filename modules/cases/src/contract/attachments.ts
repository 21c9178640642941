// SPDX-License-Identifier: Apache-2.0
/** Files attached to an application. What a file is, its content says; nothing of it is ever run. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { FieldName, id, onCase } from './shared.ts';
import { Attachment } from './shapes.ts';

const field = { ...id, field: FieldName };

/** Where the form takes one file alone, it takes the place of the one before. */
export const attachFile = operation({
  name: 'cases.attach-file',
  method: 'POST',
  path: '/cases/:id/attachments/:field',
  summary: 'Attach a file to an application',
  input: Type.Object({
    ...field,
    name: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'as the person has it; what may mislead is taken out',
    }),
    content: Type.String({ maxLength: 14_000_000, description: 'base64' }),
  }),
  output: Attachment,
  permission: 'cases:change',
  bodyMiB: 14,
  check: 'resource',
  audit: 'cases.attachment-added',
  refusals: [
    ...['cases.case-unknown', 'cases.not-a-draft', 'cases.attachment-unknown', 'cases.attachment-kind'],
    ...['cases.attachment-large', 'cases.attachment-refused', 'cases.attachments-full'],
  ],
});

export const removeAttachment = operation({
  name: 'cases.remove-attachment',
  method: 'POST',
  path: '/cases/:id/attachments/:field/:attachmentId/removal',
  summary: 'Remove a file from an application',
  input: Type.Object({ ...field, attachmentId: Uuid }),
  output: Type.Object(id),
  ...onCase('cases:change'),
  audit: 'cases.attachment-removed',
  refusals: ['cases.case-unknown', 'cases.not-a-draft', 'cases.attachment-unknown'],
});

/** Where a file is served (GET, for who may read the answers); `?show=inline` for PDF and images that a browser shows. */
export const attachmentPath = (caseId: string, attachmentId: string): string =>
  `/api/cases/${caseId}/attachments/${attachmentId}/file`;
