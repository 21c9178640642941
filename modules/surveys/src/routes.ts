// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { decideComment, listReleased, listWaiting } from './comments.ts';
import * as contract from './contract.ts';
import { countAnswers, recordResponse, withdrawResponse } from './responses.ts';
import { assignTemplate, getTemplateVersion, listTemplates, pickTemplate, publishTemplate } from './templates.ts';

export const routes = [
  handle(contract.pickTemplate, pickTemplate),
  handle(contract.getTemplateVersion, (tx, { id }) => getTemplateVersion(tx, id)),
  handle(contract.listTemplates, listTemplates),
  handle(contract.publishTemplate, publishTemplate),
  handle(contract.assignTemplate, assignTemplate),
  handle(contract.recordResponse, recordResponse),
  handle(contract.withdrawResponse, (tx, { id }) => withdrawResponse(tx, id)),
  handle(contract.listWaitingComments, listWaiting),
  handle(contract.decideComment, decideComment),
  handle(contract.listComments, listReleased),
  handle(contract.countAnswers, countAnswers),
];
