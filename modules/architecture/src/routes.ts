// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { listFindings, reportFindings, runAnalyses, settleFinding, sumFindings } from './analyses/findings.ts';
import { askChange, decideChange, listChanges, withdrawChange } from './changes/changes.ts';
import { importElements } from './changes/imports.ts';
import { takeSettled } from './changes/settled.ts';
import * as contract from './contract.ts';
import { attestElement, getElement, listElements, listUnattested } from './elements/reading.ts';
import { countElements, getFigures } from './figures/figures.ts';
import { readFeed } from './lists/lists.ts';
import * as pictures from './pictures/pictures.ts';
import { findSimilar } from './similarity/similar.ts';
import { vocabulary } from './vocabulary.ts';

export const routes = [
  handle(contract.getVocabulary, async () => vocabulary),
  handle(contract.listElements, listElements),
  handle(contract.getElement, getElement),
  handle(contract.attestElement, attestElement),
  handle(contract.askChange, askChange),
  handle(contract.listChanges, listChanges),
  handle(contract.decideChange, decideChange),
  handle(contract.withdrawChange, withdrawChange),
  handle(contract.takeSettled, takeSettled),
  handle(contract.importElements, importElements),
  handle(contract.getFigures, getFigures),
  handle(contract.countElements, countElements),
  handle(contract.listUnattested, listUnattested),
  handle(contract.findSimilar, findSimilar),
  handle(contract.readFeed, readFeed),
  handle(contract.listFindings, listFindings),
  handle(contract.sumFindings, sumFindings),
  handle(contract.settleFinding, settleFinding),
  handle(contract.runAnalyses, runAnalyses),
  handle(contract.reportFindings, reportFindings),
  handle(contract.getLandscape, pictures.getLandscape),
  handle(contract.getImpact, pictures.getImpact),
  handle(contract.getLoads, pictures.getLoads),
  handle(contract.getQuadrants, pictures.getQuadrants),
  handle(contract.getCosts, pictures.getCosts),
  handle(contract.getSupport, pictures.getSupport),
  handle(contract.getReengineering, pictures.getReengineering),
  handle(contract.getRoadmap, pictures.getRoadmap),
];
