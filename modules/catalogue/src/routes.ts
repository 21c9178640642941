// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as contract from './contract.ts';
import { cpsvCatalogue } from './cpsv.ts';
import { decide } from './decisions.ts';
import { eligibilityOf } from './eligibility.ts';
import { explained } from './explanation.ts';
import { getPackage } from './packages.ts';
import { publishFiles } from './publication.ts';
import { lifeEvents, servicePage, servicesFor } from './services.ts';

export const routes = [
  handle(contract.listServices, servicesFor),
  handle(contract.listLifeEvents, lifeEvents),
  handle(contract.getService, (tx, input) => servicePage(tx, input.id)),
  handle(contract.explainService, explained),
  handle(contract.checkEligibility, eligibilityOf),
  handle(contract.evaluateDecision, decide),
  handle(contract.getPackage, getPackage),
  handle(contract.publishPackage, publishFiles),
  handle(contract.exportCpsv, cpsvCatalogue),
];
