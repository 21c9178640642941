// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { callsAboutMe, curious } from './asked.ts';
import { casePage, taskView } from './case-page.ts';
import { answerOfficer, askApplicant } from './clarifications.ts';
import * as contract from './contract.ts';
import { decide, withdraw } from './deciding.ts';
import * as drafts from './drafts.ts';
import { evidence, processView, register } from './evidence.ts';
import { myCases } from './my-cases.ts';
import * as outputs from './outputs.ts';
import { pay } from './paying.ts';
import { resume } from './steps.ts';
import { check, submit } from './submission.ts';
import * as tasks from './tasks.ts';
import { applicantOfMine } from './whose.ts';

export const routes = [
  handleOutsideTx(contract.startDraft, drafts.start),
  handle(contract.listCases, myCases),
  handle(contract.getForm, (tx, input) => drafts.form(tx, input.id)),
  handleOutsideTx(contract.savePage, drafts.save),
  handleOutsideTx(contract.refreshRegister, drafts.refresh),
  handle(contract.checkAnswers, (tx, input) => check(tx, input.id)),
  handle(contract.submitCase, submit),
  handle(contract.deleteDraft, (tx, input) => drafts.discard(tx, input.id)),
  handle(contract.getCase, (tx, input) => casePage(tx, input.id)),
  handleOutsideTx(contract.findApplicant, applicantOfMine),
  handleOutsideTx(contract.payFee, pay),
  handle(contract.answerClarification, answerOfficer),
  handle(contract.withdrawCase, withdraw),
  handleOutsideTx(contract.listCallsAboutMe, callsAboutMe),
  handle(contract.listOutputs, outputs.list),
  handle(contract.listQueue, tasks.queue),
  handle(contract.getTask, (tx, input) => taskView(tx, input.id)),
  handle(contract.claimTask, (tx, input) => tasks.claim(tx, input.id)),
  handle(contract.releaseTask, (tx, input) => tasks.release(tx, input.id)),
  handle(contract.listCurious, curious),
  handle(contract.reassignTask, tasks.reassign),
  handle(contract.askClarification, askApplicant),
  handle(contract.decideTask, decide),
  handle(contract.getProcess, (tx, input) => processView(tx, input.id)),
  handle(contract.resumeStep, resume),
  handle(contract.verifyOutput, (tx, input) => outputs.verify(tx, input.code)),
  handle(contract.revokeOutput, outputs.revoke),
  handle(contract.findCases, register),
  handle(contract.getEvidence, (tx, input) => evidence(tx, input.id)),
  rawRoute({
    method: 'GET',
    path: contract.outputFilePath(':id'),
    summary: 'Download the signed PDF of an output',
    permission: 'cases:apply',
    audit: 'cases.output-read',
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const { pdf, name } = await outputs.file(module, principalOf(request), id);
      return reply.type('application/pdf').header('content-disposition', `attachment; filename="${name}"`).send(pdf);
    },
  }),
];
