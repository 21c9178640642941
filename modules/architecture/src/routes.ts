// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { listFindings, runAnalyses, settleFinding, sumFindings } from './analyses/findings.ts';
import { askChange, decideChange, listChanges, withdrawChange } from './changes/changes.ts';
import { importElements } from './changes/imports.ts';
import * as contract from './contract.ts';
import { attestElement, getElement, listElements } from './elements/reading.ts';
import { getFigures } from './figures/figures.ts';
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
  handle(contract.importElements, importElements),
  handle(contract.getFigures, getFigures),
  handle(contract.findSimilar, findSimilar),
  handle(contract.listFindings, listFindings),
  handle(contract.sumFindings, sumFindings),
  handle(contract.settleFinding, settleFinding),
  handle(contract.runAnalyses, runAnalyses),
  handle(contract.getLandscape, pictures.getLandscape),
  handle(contract.getImpact, pictures.getImpact),
  handle(contract.getLoads, pictures.getLoads),
  handle(contract.getQuadrants, pictures.getQuadrants),
  handle(contract.getCosts, pictures.getCosts),
  handle(contract.getSupport, pictures.getSupport),
  handle(contract.getReengineering, pictures.getReengineering),
  handle(contract.getRoadmap, pictures.getRoadmap),
];
