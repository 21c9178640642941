// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as contract from './contract.ts';
import { enterDemoSupport } from './demo/demo.ts';
import * as knownErrors from './known-errors/known-errors.ts';
import * as desk from './tickets/desk.ts';
import { getSupportFigures } from './tickets/figures.ts';
import * as own from './tickets/own.ts';

export const routes = [
  handle(contract.reportProblem, own.reportProblem),
  handle(contract.listMyTickets, own.listMyTickets),
  handle(contract.getMyTicket, own.getMyTicket),
  handle(contract.writeMyTicket, own.writeMyTicket),
  handle(contract.listTickets, desk.listTickets),
  handle(contract.getTicket, desk.getTicket),
  handle(contract.moveTicket, desk.moveTicket),
  handle(contract.handTicket, desk.handTicket),
  handle(contract.rankTicket, desk.rankTicket),
  handle(contract.linkTicket, desk.linkTicket),
  handle(contract.listCauses, desk.listCauses),
  handle(contract.getSupportFigures, getSupportFigures),
  handle(contract.listKnownErrors, knownErrors.listKnownErrors),
  handle(contract.publishKnownError, knownErrors.publishKnownError),
  handle(contract.mendKnownError, knownErrors.mendKnownError),
  handle(contract.enterDemoSupport, enterDemoSupport),
];
