// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as changes from './changes.ts';
import * as contract from './contract.ts';
import * as directory from './directory.ts';
import * as structure from './structure.ts';

export const routes = [
  handle(contract.listOrganisations, directory.list),
  handle(contract.getOrganisation, directory.get),
  handle(contract.getHistory, (tx, { id }) => directory.history(tx, id)),
  handle(contract.listSpheres, directory.listSpheres),
  handle(contract.getStructure, structure.structure),
  handle(contract.listDuties, structure.dutiesAt),
  handle(contract.listHolders, structure.holdersAt),
  handle(contract.requestChange, changes.request),
  handle(contract.decideChange, changes.decide),
  handle(contract.undoChange, changes.undo),
  handle(contract.listChanges, changes.listChanges),
];
