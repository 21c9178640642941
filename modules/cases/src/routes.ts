// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { callsAboutMe, curious } from './asked/index.ts';
import { applicantOfMine, myCases, sentCases } from './case/index.ts';
import * as attachments from './attachments/index.ts';
import * as contract from './contract.ts';
import { enterDemoCases } from './demo/index.ts';
import * as desk from './desk/index.ts';
import * as drafts from './drafts/index.ts';
import { pay } from './fees/index.ts';
import { figuresOf, listEnded } from './figures/index.ts';
import * as lists from './lists/index.ts';
import * as outputs from './outputs/index.ts';
import { casePage, evidence, processPicture, taskPage } from './pages/index.ts';
import { changeWay, decide, finishTask, moveToVersion, resume, stepTimes, withdraw } from './process/index.ts';
import * as tasks from './tasks/index.ts';
import { planMoves, replayRules } from './versions/index.ts';

const outputRoute = (path: string, summary: string, twin: boolean) =>
  rawRoute({
    ...{ method: 'GET', path, summary, permission: 'cases:apply', audit: 'cases.output-read' },
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const { pdf, name } = await outputs.file(module, principalOf(request), id, twin);
      return reply.type('application/pdf').header('content-disposition', `attachment; filename="${name}"`).send(pdf);
    },
  });

export const routes = [
  handleOutsideTx(contract.startDraft, drafts.start),
  handle(contract.listCases, myCases),
  handle(contract.getForm, (tx, input) => drafts.form(tx, input.id)),
  handleOutsideTx(contract.savePage, drafts.save),
  handleOutsideTx(contract.refreshRegister, drafts.refresh),
  handle(contract.saveEntry, lists.saveEntry),
  handle(contract.removeEntry, lists.remove),
  handle(contract.importEntries, lists.importTable),
  handle(contract.listEntries, lists.entries),
  handle(contract.attachFile, attachments.attach),
  handle(contract.removeAttachment, attachments.remove),
  rawRoute({
    ...{
      method: 'GET',
      path: contract.attachmentPath(':id', ':attachmentId'),
      summary: 'A file attached to an application',
    },
    ...{ permission: 'cases:apply', audit: 'cases.attachment-read' },
    handler: async (module, request, reply) => {
      const { id = '', attachmentId = '' } = request.params as { id?: string; attachmentId?: string };
      const file = await attachments.fileFor(module, principalOf(request), { id, attachmentId });
      const shown = file.inline && (request.query as { show?: string }).show === 'inline';
      const disposition = `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`;
      return reply
        .type(shown ? file.contentType : 'application/octet-stream')
        .headers({ 'content-disposition': disposition, ...(shown ? {} : { 'content-security-policy': 'sandbox' }) })
        .send(file.bytes);
    },
  }),
  handle(contract.reviewAnswers, (tx, input) => drafts.review(tx, input.id)),
  handle(contract.submitCase, drafts.submit),
  handle(contract.deleteDraft, (tx, input) => drafts.discard(tx, input.id)),
  handle(contract.getCase, (tx, input) => casePage(tx, input.id)),
  handleOutsideTx(contract.findApplicant, applicantOfMine),
  handleOutsideTx(contract.payFee, pay),
  handle(contract.answerClarification, tasks.answerOfficer),
  handle(contract.withdrawCase, withdraw),
  handleOutsideTx(contract.listCallsAboutMe, callsAboutMe),
  handle(contract.listOutputs, outputs.list),
  handle(contract.listHeld, outputs.held),
  handle(contract.listQueue, tasks.queue),
  handle(contract.getTask, (tx, input) => taskPage(tx, input.id)),
  handle(contract.claimTask, (tx, input) => tasks.claim(tx, input.id)),
  handle(contract.releaseTask, (tx, input) => tasks.release(tx, input.id)),
  handle(contract.listCurious, curious),
  handle(contract.reassignTask, tasks.reassign),
  handle(contract.askClarification, tasks.askApplicant),
  handle(contract.decideTask, decide),
  handle(contract.finishTask, finishTask),
  handle(contract.getWork, desk.getWork),
  handle(contract.barOfficer, desk.barOfficer),
  handle(contract.agreeDecision, desk.agreeDecision),
  handle(contract.listSecondEyes, desk.listSecondEyes),
  handle(contract.setSecondEyes, desk.setSecondEyes),
  handle(contract.transferCase, desk.transfer),
  handle(contract.countWork, desk.countWork),
  handle(contract.getProcess, (tx, input) => processPicture(tx, input.id)),
  handle(contract.changeProcess, changeWay),
  handle(contract.moveCase, moveToVersion),
  handle(contract.planMoves, planMoves),
  handle(contract.replayRules, replayRules),
  handle(contract.serviceFigures, figuresOf),
  handle(contract.listEnded, listEnded),
  handle(contract.enterDemoCases, enterDemoCases),
  handle(contract.listStepTimes, (tx, { serviceId }) => stepTimes(tx, serviceId)),
  handle(contract.resumeStep, resume),
  handle(contract.verifyOutput, (tx, input) => outputs.verify(tx, input.code)),
  handle(contract.revokeOutput, outputs.revoke),
  handle(contract.findSentCases, sentCases),
  handle(contract.getEvidence, (tx, input) => evidence(tx, input.id)),
  outputRoute(contract.outputFilePath(':id'), 'Download the signed PDF of an output', false),
  outputRoute(contract.accessibleFilePath(':id'), 'Download an output for reading by other means (PDF/UA)', true),
];
