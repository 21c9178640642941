// SPDX-License-Identifier: Apache-2.0
/** People sign the present files of a document; all of them together are one container. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { DocumentState } from './shapes.ts';

const refusals = [
  ...['documents.document-unknown', 'documents.state-forbids'],
  ...['documents.signed-already', 'documents.nothing-to-sign'],
];

/** What the module signing knows it by. */
export const referenceOf = (documentId: string): `document:${string}` => `document:${documentId}`;
/** `GET` the container (ASiC-E, EN 319 162-1) of the present files and all signatures over them. */
export const containerPath = (documentId: string): string => `/api/documents/${documentId}/container`;

export const prepareDocumentSignature = operation({
  name: 'documents.prepare-signature',
  method: 'POST',
  path: '/documents/:id/signatures',
  summary: 'Say with which key the present files are to be signed; answers what the key has to sign',
  input: Type.Object({ id: Uuid, certificateId: Uuid }),
  output: Type.Object({
    signatureId: Uuid,
    toSign: Type.String({ description: 'base64' }),
    custody: Type.String(),
    keyHash: Type.String(),
  }),
  permission: 'documents:lead',
  check: 'resource',
  audit: 'documents.signature-prepared',
  about: { type: 'document', id: 'id', facts: ['signatureId'] },
  refusals: [...refusals, 'documents.card-incomplete'],
});

export const finishDocumentSignature = operation({
  name: 'documents.finish-signature',
  method: 'POST',
  path: '/documents/:id/signatures/:signatureId/value',
  summary: 'Give the value that the key made, or the code with which the signing service makes it',
  input: Type.Object({
    id: Uuid,
    signatureId: Uuid,
    value: Type.Optional(Type.String({ maxLength: 200, description: 'base64' })),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  }),
  output: Type.Object({ id: Uuid, state: DocumentState }),
  permission: 'documents:lead',
  check: 'resource',
  audit: 'documents.document-signed',
  about: { type: 'document', id: 'id', facts: ['signatureId', 'state'] },
  refusals: [...refusals, 'documents.signature-unknown', 'documents.value-missing', 'documents.changed-meanwhile'],
});
