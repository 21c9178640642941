// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { castBallot, findReceipt, issueBallot, tallyBallots } from './ballots/ballots.ts';
import { countComments, decideComment, listReleased, listWaiting, reopenComment } from './comments.ts';
import * as contract from './contract.ts';
import { countAnswers, recordResponse, severResponse, withdrawResponse } from './responses.ts';
import {
  assignTemplate,
  getDraft,
  getTemplateVersion,
  listTemplates,
  listVersions,
  pickTemplate,
  publishTemplate,
  saveDraft,
} from './templates.ts';

export const routes = [
  handle(contract.pickTemplate, pickTemplate),
  handle(contract.getTemplateVersion, (tx, { id }) => getTemplateVersion(tx, id)),
  handle(contract.listTemplates, listTemplates),
  handle(contract.listVersions, (tx, { templateCode }) => listVersions(tx, templateCode)),
  handle(contract.saveDraft, saveDraft),
  handle(contract.getDraft, (tx, { templateCode }) => getDraft(tx, templateCode)),
  handle(contract.publishTemplate, publishTemplate),
  handle(contract.assignTemplate, assignTemplate),
  handle(contract.recordResponse, recordResponse),
  handle(contract.withdrawResponse, (tx, { id }) => withdrawResponse(tx, id)),
  handle(contract.severResponse, (tx, { id }) => severResponse(tx, id)),
  handle(contract.issueBallot, issueBallot),
  handle(contract.castBallot, castBallot),
  handle(contract.findReceipt, (tx, { receipt }) => findReceipt(tx, receipt)),
  handle(contract.tallyBallots, tallyBallots),
  handle(contract.listWaitingComments, listWaiting),
  handle(contract.countComments, countComments),
  handle(contract.decideComment, decideComment),
  handle(contract.reopenComment, (tx, { id }) => reopenComment(tx, id)),
  handle(contract.listComments, listReleased),
  handle(contract.countAnswers, countAnswers),
];
