// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as clients from './clients.ts';
import * as contract from './contract.ts';
import { enterDemoPowers } from './demo.ts';
import { listDone } from './done.ts';
import * as paper from './paper.ts';
import * as powers from './powers.ts';
import * as registers from './registers.ts';
import * as software from './software.ts';

export const routes = [
  handle(contract.listPowers, powers.listPowers),
  handle(contract.getPower, powers.getPower),
  handle(contract.draftPower, powers.draftPower),
  handle(contract.offerPower, powers.offerPower),
  handle(contract.answerPower, powers.answerPower),
  handle(contract.withdrawPower, powers.withdrawPower),
  handle(contract.stoodFor, powers.stoodFor),
  handle(contract.listDone, listDone),
  handle(contract.listClients, clients.listClients),
  handle(contract.assignClient, clients.assignClient),
  handle(contract.enterDemoPowers, enterDemoPowers),
  handle(contract.enterPaper, paper.enterPaper),
  handle(contract.decidePaper, paper.decidePaper),
  handle(contract.listPaper, paper.listPaper),
  handleOutsideTx(contract.findInRegisters, registers.findInRegisters),
  handleOutsideTx(contract.readRegisters, registers.readRegisters),
  handle(contract.listCarers, registers.listCarers),
  handle(contract.listActors, registers.listActors),
  handle(contract.getReading, registers.getReading),
  handle(contract.registerSoftware, software.registerSoftware),
  handle(contract.listSoftware, software.listSoftware),
  handle(contract.withdrawSoftware, software.withdrawSoftware),
];
