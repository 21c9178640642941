// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute, refuse } from '@stoa/kernel';
import { Value } from 'typebox/value';
import * as acquaintance from './acquaintance/acquaintance.ts';
import * as approval from './approval/approval.ts';
import * as contract from './contract.ts';
import { getDesk } from './desk/desk.ts';
import { disciplineTable, getDiscipline } from './desk/discipline.ts';
import { getWork } from './desk/work.ts';
import { importInstructions } from './imports/imports.ts';
import * as phrases from './phrases/phrases.ts';
import * as reports from './resolutions/reports.ts';
import * as resolutions from './resolutions/resolutions.ts';

export const routes = [
  handle(contract.listTemplates, approval.listTemplates),
  handle(contract.keepTemplate, approval.keepTemplate),
  handle(contract.startApproval, approval.startApproval),
  handle(contract.agree, approval.agree),
  handle(contract.returnDraft, approval.returnDraft),
  handle(contract.resumeApproval, approval.resumeApproval),
  handle(contract.withdrawApproval, approval.withdrawApproval),
  handle(contract.insertApprover, approval.insertApprover),
  handle(contract.skipApprover, approval.skipApprover),
  handle(contract.replaceApprover, approval.replaceApprover),
  handle(contract.giveResolution, resolutions.giveResolution),
  handle(contract.passOn, resolutions.passOn),
  handle(contract.report, reports.report),
  handle(contract.decideReport, reports.decideReport),
  handle(contract.askExtension, reports.askExtension),
  handle(contract.decideExtension, reports.decideExtension),
  handle(contract.withdrawResolution, resolutions.withdrawResolution),
  handle(contract.removeControl, resolutions.removeControl),
  handle(contract.takeNote, resolutions.takeNote),
  handleOutsideTx(contract.importInstructions, importInstructions),
  handle(contract.listPhrases, (tx) => phrases.listPhrases(tx)),
  handle(contract.keepPhrase, phrases.keepPhrase),
  handle(contract.dropPhrase, phrases.dropPhrase),
  handle(contract.askAcquaintance, acquaintance.askAcquaintance),
  handle(contract.confirmReading, acquaintance.confirmReading),
  handle(contract.remindReaders, acquaintance.remindReaders),
  handle(contract.getDesk, getDesk),
  handleOutsideTx(contract.getWork, getWork),
  handle(contract.getDiscipline, getDiscipline),
  rawRoute({
    method: 'GET',
    path: contract.disciplineFilePath(':institutionId'),
    summary: 'How terms are kept, by post, as a file of comma-separated values',
    permission: 'execution:read',
    audit: 'none',
    handler: async (module, request, reply) => {
      const asked = { ...(request.query as object), ...(request.params as object) };
      if (!Value.Check(contract.DisciplineInput, asked))
        return refuse(
          'invalid',
          'kernel.input-invalid',
          'The address asks for days that no calendar has. Name others.',
        );
      const { institutionId } = asked;
      const period = { ...(asked.from ? { from: asked.from } : {}), ...(asked.to ? { to: asked.to } : {}) };
      const principal = principalOf(request);
      const figures = await module.call(contract.getDiscipline, { institutionId, ...period }, { principal });
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="discipline.csv"')
        .send(disciplineTable(figures));
    },
  }),
];
