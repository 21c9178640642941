// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { containerType } from '@stoa/kernel/asic';
import { admitReader, explainAccess, removeReader } from './access/readers.ts';
import { seeing, whole } from './access/seeing.ts';
import * as contract from './contract.ts';
import * as documents from './documents/documents.ts';
import { listPossibleDoubles, registerDocument } from './documents/registering.ts';
import * as files from './files/files.ts';
import { importFile } from './imports/files.ts';
import { importDocuments } from './imports/imports.ts';
import * as journals from './journals/journals.ts';
import * as norms from './norms/norms.ts';
import * as peers from './peers/peers.ts';
import * as signatures from './signing/signatures.ts';

export const routes = [
  handle(contract.getRules, norms.getRules),
  handle(contract.listNorms, norms.listNorms),
  handle(contract.proposeNorm, norms.proposeNorm),
  handle(contract.decideNorm, norms.decideNorm),
  handle(contract.listJournals, journals.listJournals),
  handle(contract.getJournal, seeing(journals.getJournal)),
  handle(contract.reserveNumber, journals.reserveNumber),
  handle(contract.cancelNumber, journals.cancelNumber),
  handle(contract.countDocuments, seeing(documents.countDocuments)),
  handle(contract.listDocuments, seeing(documents.listDocuments)),
  handle(contract.createDocument, seeing(documents.createDocument)),
  handle(contract.getDocument, seeing(documents.getDocument)),
  handle(contract.changeDocument, seeing(documents.changeDocument)),
  handle(contract.cancelDocument, seeing(documents.cancelDocument)),
  handle(contract.fileDocument, seeing(documents.fileDocument)),
  handle(contract.linkDocuments, seeing(documents.linkDocuments)),
  handle(contract.registerDocument, seeing(registerDocument)),
  handle(contract.listPossibleDoubles, seeing(listPossibleDoubles)),
  handle(contract.addFile, seeing(files.addFile)),
  handle(contract.readFile, seeing(files.readFile)),
  handle(contract.removeFile, seeing(files.removeFile)),
  handle(contract.lockDocument, seeing(files.lock)),
  handle(contract.unlockDocument, seeing(files.unlock)),
  handle(contract.explainAccess, seeing(explainAccess)),
  handle(contract.admitReader, seeing(admitReader)),
  handle(contract.removeReader, seeing(removeReader)),
  handleOutsideTx(contract.prepareDocumentSignature, signatures.prepare),
  handleOutsideTx(contract.finishDocumentSignature, signatures.finish),
  handle(contract.lookUp, seeing(peers.lookUp)),
  handle(contract.importDocuments, importDocuments),
  handle(contract.importFile, importFile),
  handle(contract.takeIn, whole(peers.takeIn)),
  handle(contract.openTo, whole(peers.openTo)),
  handle(contract.moveDocument, whole(peers.moveDocument)),
  handle(contract.exportDocument, whole(peers.exportDocument)),
  rawRoute({
    method: 'GET',
    path: contract.filePath(':id', ':fileId'),
    summary: 'A file of a document',
    permission: 'documents:read',
    audit: 'documents.file-read',
    handler: async (module, request, reply) => {
      const { id = '', fileId = '' } = request.params as { id?: string; fileId?: string };
      const { show } = request.query as { show?: string };
      const file = await files.fileFor(module, principalOf(request), { id, fileId });
      const shown = file.inline && show === 'inline';
      return reply
        .type(shown ? file.mimeType : 'application/octet-stream')
        .header(
          'content-disposition',
          `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        )
        .send(file.bytes);
    },
  }),
  rawRoute({
    method: 'GET',
    path: contract.containerPath(':id'),
    summary: 'The present files of a document with all signatures over them (ASiC-E)',
    permission: 'documents:read',
    audit: 'documents.file-read',
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const { name, bytes } = await signatures.container(module, principalOf(request), id);
      return reply
        .type(containerType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(Buffer.from(bytes));
    },
  }),
];
