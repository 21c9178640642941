// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { askChange, decideChange, listChanges, withdrawChange } from './changes/changes.ts';
import { importElements } from './changes/imports.ts';
import * as contract from './contract.ts';
import { attestElement, getElement, listElements } from './elements/reading.ts';
import { getFigures } from './figures/figures.ts';
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
];
