// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import * as attestations from './attestations/attestations.ts';
import * as contract from './contract.ts';
import { enterDemoUpkeep } from './demo.ts';
import * as documents from './documents/documents.ts';

export const routes = [
  handle(contract.listDocuments, documents.listDocuments),
  handle(contract.addDocument, documents.addDocument),
  rawRoute({
    method: 'GET',
    path: contract.documentPath(':id'),
    summary: 'A document of an object, for those who keep it',
    permission: 'upkeep:list',
    audit: 'self',
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const { name, mimeType, bytes } = await documents.readDocument(module, principalOf(request), id);
      return reply
        .type(mimeType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(bytes);
    },
  }),
  handle(contract.listOverdue, attestations.listOverdue),
  handle(contract.getContact, attestations.getContact),
  handle(contract.setContact, attestations.setContact),
  handleOutsideTx(contract.tellBody, attestations.tellBody),
  handleOutsideTx(contract.enterDemoUpkeep, enterDemoUpkeep),
];
