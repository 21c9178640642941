// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { containerType } from '@stoa/kernel/asic';
import { getParticipant, setAdmission } from './admission.ts';
import * as contract from './contract.ts';
import { answerFile, getLetter, listLetters, writeLetter } from './letters/letters.ts';
import { passLetterOn } from './letters/passing-on.ts';
import { answerMail, getMailbox, listMail, takeMail } from './mail/deciding.ts';
import { listPassages } from './passages.ts';
import { refuseArrival } from './receipts.ts';
import { exportProof, traceDocument } from './trace.ts';
import { listDeliveries, markPrinted, recallCopy, resendCopy, sendDocument } from './sending.ts';

export const routes = [
  handle(contract.setAdmission, setAdmission),
  handle(contract.getParticipant, getParticipant),
  handle(contract.getMailbox, getMailbox),
  handle(contract.listMail, listMail),
  handleOutsideTx(contract.takeMail, takeMail),
  handle(contract.answerMail, answerMail),
  handle(contract.sendDocument, sendDocument),
  handle(contract.listDeliveries, listDeliveries),
  handle(contract.resendCopy, resendCopy),
  handle(contract.recallCopy, recallCopy),
  handle(contract.traceDocument, traceDocument),
  handleOutsideTx(contract.exportProof, exportProof),
  rawRoute({
    method: 'GET',
    path: contract.proofPath(':documentId', ':messageId'),
    summary: 'Evidence of one message about a document, as a file',
    permission: 'correspondence:read',
    audit: 'correspondence.proof-exported',
    handler: async (module, request, reply) => {
      const { documentId = '', messageId = '' } = request.params as Record<string, string>;
      const principal = principalOf(request);
      const { fileName, container } = await module.call(contract.exportProof, { documentId, messageId }, { principal });
      return reply
        .type(containerType)
        .headers({ 'content-disposition': `attachment; filename="${fileName}"`, 'cache-control': 'no-store' })
        .send(Buffer.from(container, 'base64'));
    },
  }),
  handle(contract.listPassages, listPassages),
  handle(contract.markPrinted, markPrinted),
  handleOutsideTx(contract.refuseArrival, refuseArrival),
  handleOutsideTx(contract.writeLetter, writeLetter),
  handle(contract.listLetters, listLetters),
  handleOutsideTx(contract.getLetter, getLetter),
  handleOutsideTx(contract.passLetterOn, passLetterOn),
  rawRoute({
    method: 'GET',
    path: contract.answerFilePath(':id', ':documentId', ':fileId'),
    summary: 'A file of an answer to a letter',
    permission: 'correspondence:write',
    audit: 'none',
    handler: async (module, request, reply) => {
      const { id = '', documentId = '', fileId = '' } = request.params as Record<string, string>;
      const { name, bytes } = await answerFile(module, principalOf(request), { id, documentId, fileId });
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(bytes);
    },
  }),
];
