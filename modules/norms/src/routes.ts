// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as contract from './contract.ts';
import * as consultations from './consultations.ts';
import { enterDemoNorms } from './demo.ts';
import * as models from './models/models.ts';
import * as norms from './norms.ts';

export const routes = [
  handle(contract.listActs, norms.listActs),
  handle(contract.citeClause, norms.citeClause),
  handle(contract.addAct, norms.addAct),
  handle(contract.setClause, norms.setClause),
  handle(contract.setMethodology, norms.setMethodology),
  handle(contract.listConsultations, consultations.listConsultations),
  handle(contract.askConsultation, consultations.askConsultation),
  handle(contract.answerConsultation, consultations.answerConsultation),
  handle(contract.publishConsultation, consultations.publishConsultation),
  handle(contract.getMethodology, norms.getMethodology),
  handle(contract.listModels, models.listModels),
  handle(contract.getModel, models.getModel),
  handle(contract.compareModel, models.compareModel),
  handle(contract.getCoverage, models.getCoverage),
  handle(contract.draftModel, models.draftModel),
  handle(contract.setEntry, models.setEntry),
  handle(contract.publishModel, models.publishModel),
  handle(contract.enterDemoNorms, enterDemoNorms),
];
