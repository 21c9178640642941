// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { getCard, holdLink, listCards, listComments, revealPerson, withdrawCard } from './cards.ts';
import * as contract from './contract.ts';
import { submitCard } from './intake.ts';
import { getState } from './state.ts';
import { openSurvey, seeSurvey, startSurvey, submitAnswers } from './survey.ts';

export const routes = [
  handle(contract.submitCard, (tx, { id, senderId, ...card }) => submitCard(tx, senderId, card, id)),
  handle(contract.listCards, listCards),
  handle(contract.getCard, (tx, { id }) => getCard(tx, id)),
  handle(contract.revealPerson, revealPerson),
  handle(contract.withdrawCard, withdrawCard),
  handle(contract.holdLink, holdLink),
  handle(contract.listComments, listComments),
  handle(contract.getState, getState),
  handle(contract.openSurvey, (tx, { token }) => openSurvey(tx, token)),
  handle(contract.seeSurvey, (tx, { token }) => seeSurvey(tx, token)),
  handle(contract.startSurvey, (tx, { token }) => startSurvey(tx, token)),
  handle(contract.submitAnswers, submitAnswers),
];
