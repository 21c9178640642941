// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as contract from './contract.ts';
import { enterDemoServices } from './demo.ts';
import * as services from './services.ts';

export const routes = [
  handle(contract.listServices, services.listServices),
  handle(contract.getService, services.getService),
  handle(contract.openService, services.openService),
  handle(contract.writeRequirement, services.writeRequirement),
  handle(contract.moveService, services.moveService),
  handle(contract.confirmMove, services.confirmMove),
  handle(contract.decideRequirements, services.decideRequirements),
  handle(contract.testRequirement, services.testRequirement),
  handleOutsideTx(contract.enterDemoServices, enterDemoServices),
];
