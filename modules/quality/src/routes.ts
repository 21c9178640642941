// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { askAgain, listSources, setSource } from './asking/sources.ts';
import {
  countCards,
  getCard,
  holdLink,
  listCards,
  listComments,
  retryCard,
  revealPerson,
  withdrawCard,
} from './cards.ts';
import * as contract from './contract.ts';
import { takeBallot } from './ballot.ts';
import { coverage } from './coverage/coverage.ts';
import { submitCard } from './intake.ts';
import { listOwnCards, setObjection } from './own/own.ts';
import { givePaper } from './paper.ts';
import {
  askReidentification,
  decideReidentification,
  listReidentifications,
  readReidentified,
} from './reidentification/reidentification.ts';
import { getState } from './state.ts';
import { openSurvey, saveAnswers, seeSurvey, startSurvey, submitAnswers } from './survey.ts';

export const routes = [
  handle(contract.submitCard, (tx, { id, senderId, ...card }) => submitCard(tx, senderId, card, id)),
  handle(contract.listCards, listCards),
  handle(contract.getCard, (tx, { id }) => getCard(tx, id)),
  handle(contract.revealPerson, revealPerson),
  handle(contract.withdrawCard, withdrawCard),
  handle(contract.holdLink, holdLink),
  handle(contract.countCards, countCards),
  handle(contract.retryCard, (tx, { id }) => retryCard(tx, id)),
  handle(contract.givePaper, (tx, { id }) => givePaper(tx, id)),
  handle(contract.coverage, coverage),
  handle(contract.setSource, setSource),
  handle(contract.listSources, listSources),
  handle(contract.askAgain, askAgain),
  handle(contract.askReidentification, askReidentification),
  handle(contract.listReidentifications, listReidentifications),
  handle(contract.decideReidentification, decideReidentification),
  handle(contract.readReidentified, (tx, { id }) => readReidentified(tx, id)),
  handle(contract.listOwnCards, listOwnCards),
  handle(contract.setObjection, setObjection),
  handle(contract.listComments, listComments),
  handle(contract.getState, getState),
  handle(contract.openSurvey, (tx, { token }) => openSurvey(tx, token)),
  handle(contract.seeSurvey, (tx, { token }) => seeSurvey(tx, token)),
  handle(contract.startSurvey, (tx, { token }) => startSurvey(tx, token)),
  handle(contract.saveAnswers, saveAnswers),
  handle(contract.submitAnswers, submitAnswers),
  handle(contract.takeBallot, takeBallot),
];
