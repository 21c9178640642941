// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { required, rules } from './checks/rules.ts';
import { rerunChecks } from './checks/running.ts';
import * as conclusion from './conclusion/conclusion.ts';
import * as signing from './conclusion/signing.ts';
import * as contract from './contract.ts';
import { enterDemoExaminations } from './demo/demo.ts';
import * as dossiers from './dossiers/dossiers.ts';
import * as files from './dossiers/files.ts';
import { getDossier, listDossiers } from './dossiers/reading.ts';
import { getFigures } from './figures/figures.ts';
import * as assigning from './review/assigning.ts';
import * as remarks from './review/remarks.ts';
import { terms } from './states/terms.ts';

/** Nothing of it is run by a browser: it is kept. */
const headersOf = ({ name, mimeType }: { name: string; mimeType: string }) => ({
  'content-type': mimeType,
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
});
const params = (request: { params: unknown }) => request.params as { id: string; fileId: string; as: string };

export const routes = [
  handle(contract.listDossiers, listDossiers),
  handle(contract.getDossier, getDossier),
  handle(contract.draftDossier, dossiers.draftDossier),
  handle(contract.changeDossier, dossiers.changeDossier),
  handle(contract.submitDossier, dossiers.submitDossier),
  handle(contract.withdrawDossier, dossiers.withdrawDossier),
  handle(contract.addFile, files.addFile),
  handle(contract.removeFile, files.removeFile),
  rawRoute({
    method: 'GET',
    path: contract.filePath(':id', ':fileId'),
    summary: 'A file of a dossier',
    permission: 'examination:read',
    audit: 'examination.file-read',
    handler: async (module, request, reply) => {
      const file = await files.fileFor(module, principalOf(request), params(request));
      return reply.headers(headersOf(file)).send(file.bytes);
    },
  }),
  rawRoute({
    method: 'GET',
    path: contract.conclusionPath(':id', 'pdf').replace(/pdf$/, ':as'),
    summary: 'The conclusion as PDF, or with its signatures as a container (ASiC-E)',
    permission: 'examination:read',
    audit: 'examination.conclusion-read',
    handler: async (module, request, reply) => {
      const file = await signing.conclusionFile(module, principalOf(request), params(request));
      return reply.headers(headersOf(file)).send(Buffer.from(file.bytes));
    },
  }),
  handle(contract.listChecks, async () => ({
    items: rules.map(({ shows: _, ...rule }) => rule),
    required: { ...required },
    terms: { ...terms },
  })),
  handleOutsideTx(contract.rerunChecks, rerunChecks),
  handle(contract.listExaminers, assigning.listExaminers),
  handle(contract.putExaminer, assigning.putExaminer),
  handle(contract.assignExaminers, assigning.assignExaminers),
  handle(contract.acceptAssignment, assigning.acceptAssignment),
  handle(contract.recuseExaminer, assigning.recuseExaminer),
  handle(contract.putRemark, remarks.putRemark),
  handle(contract.sendRemarks, remarks.sendRemarks),
  handle(contract.answerRemark, remarks.answerRemark),
  handle(contract.sendAnswers, remarks.sendAnswers),
  handle(contract.judgeRemark, remarks.judgeRemark),
  handle(contract.giveOpinion, remarks.giveOpinion),
  handle(contract.returnDossier, remarks.returnDossier),
  handle(contract.reinstateDossier, remarks.reinstateDossier),
  handleOutsideTx(contract.consolidate, conclusion.consolidate),
  handle(contract.reopenReview, conclusion.reopenReview),
  handleOutsideTx(contract.prepareConclusionSignature, signing.prepareConclusionSignature),
  handleOutsideTx(contract.finishConclusionSignature, signing.finishConclusionSignature),
  handle(contract.meetCondition, conclusion.meetCondition),
  handle(contract.closeDossier, conclusion.closeDossier),
  handle(contract.appealConclusion, conclusion.appealConclusion),
  handle(contract.decideAppeal, conclusion.decideAppeal),
  handle(contract.verifyConclusion, conclusion.verifyConclusion),
  handle(contract.getFigures, getFigures),
  handle(contract.enterDemoExaminations, enterDemoExaminations),
];
