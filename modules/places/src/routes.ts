// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as contract from './contract.ts';
import { countPlaces, enterDemoPlaces, listPlaces } from './places.ts';

export const routes = [
  handle(contract.listPlaces, listPlaces),
  handle(contract.countPlaces, countPlaces),
  handle(contract.enterDemoPlaces, enterDemoPlaces),
];
