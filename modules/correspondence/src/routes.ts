// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { getParticipant, setAdmission } from './admission.ts';
import * as contract from './contract.ts';
import { answerFile, getLetter, listLetters, writeLetter } from './letters/letters.ts';
import { passLetterOn } from './letters/passing-on.ts';
import { answerMail, getMailbox, listMail, takeMail } from './mail/deciding.ts';
import { listPassages } from './passages.ts';
import { refuseArrival } from './receipts.ts';
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
