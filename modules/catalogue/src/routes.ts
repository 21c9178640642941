// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as contract from './contract.ts';
import { cpsvCatalogue } from './cpsv.ts';
import { decide } from './decisions.ts';
import { eligibilityOf } from './eligibility.ts';
import { explained } from './explanation.ts';
import { getPackage } from './packages.ts';
import { closeVersion, examineContent, noteCertificate, openVersion } from './releases.ts';
import { shipped } from './shipped.ts';
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
  handleOutsideTx(contract.examineFiles, examineContent),
  handle(contract.noteCertificate, noteCertificate),
  handle(contract.openVersion, openVersion),
  handle(contract.closeVersion, closeVersion),
  handle(contract.listShipped, shipped),
];
