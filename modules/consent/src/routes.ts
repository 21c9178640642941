// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as acts from './acts/acts.ts';
import * as contract from './contract.ts';
import * as corrections from './corrections/corrections.ts';
import { enterDemoConsents } from './history/enter.ts';
import * as purposes from './purposes/purposes.ts';

export const routes = [
  handle(contract.listPurposes, (tx) => purposes.listPurposes(tx)),
  handle(contract.getPurpose, purposes.getPurpose),
  handle(contract.listVersions, purposes.listVersions),
  handle(contract.listDrafts, (tx) => purposes.listDrafts(tx)),
  handle(contract.draftPurpose, purposes.draftPurpose),
  handle(contract.publishPurpose, purposes.publishPurpose),
  handle(contract.listMine, (tx) => acts.listMine(tx)),
  handle(contract.listActs, acts.listActs),
  handle(contract.give, acts.give),
  handle(contract.withdraw, acts.withdraw),
  handle(contract.check, acts.check),
  handle(contract.listRegisters, (tx) => corrections.listRegisters(tx)),
  handle(contract.askCorrection, corrections.askCorrection),
  handle(contract.listMyCorrections, corrections.listMyCorrections),
  handle(contract.listCorrections, corrections.listCorrections),
  handle(contract.getCorrection, corrections.getCorrection),
  handle(contract.takeBackCorrection, corrections.takeBackCorrection),
  handle(contract.decideCorrection, corrections.decideCorrection),
  handle(contract.enterDemoConsents, enterDemoConsents),
];
