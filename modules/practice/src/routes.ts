// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as contract from './contract.ts';
import { decideAdmission, proposeAdmission, withdrawAdmission } from './admission/admission.ts';
import { enterDemoAdmission } from './admission/demo.ts';
import { getReadiness, getStanding, startReadiness } from './readiness/reports.ts';
import { listTrained } from './room/certificates.ts';
import * as room from './room/room.ts';

export const routes = [
  handleOutsideTx(contract.enterRoom, room.enterRoom),
  handle(contract.getRoom, (tx) => room.getRoom(tx)),
  handleOutsideTx(contract.startTask, room.startTask),
  handleOutsideTx(contract.checkTask, room.checkTask),
  handle(contract.listAttempts, room.listAttempts),
  handle(contract.listTrained, listTrained),
  handleOutsideTx(contract.enterDemoAdmission, enterDemoAdmission),
  handleOutsideTx(contract.startReadiness, startReadiness),
  handle(contract.getReadiness, getReadiness),
  handle(contract.getStanding, getStanding),
  handle(contract.proposeAdmission, proposeAdmission),
  handle(contract.decideAdmission, decideAdmission),
  handle(contract.withdrawAdmission, withdrawAdmission),
];
