// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as agreements from './agreements.ts';
import * as contract from './contract.ts';
import { listEndedAgreements } from './counted.ts';
import { enterDemoAgreements } from './demo.ts';

export const routes = [
  handle(contract.listAgreements, agreements.listAgreements),
  handle(contract.getAgreement, agreements.getAgreement),
  handle(contract.counterAgreement, agreements.counterAgreement),
  handle(contract.signAgreement, agreements.signAgreement),
  handle(contract.leaveAgreement, agreements.leaveAgreement),
  handle(contract.listEndedAgreements, listEndedAgreements),
  handle(contract.enterDemoAgreements, enterDemoAgreements),
];
