// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as contract from './contract.ts';
import { recordProgress } from './progress.ts';
import { getRating, getRatings } from './ratings.ts';
import { reconcile } from './reconciliation.ts';

export const routes = [
  handle(contract.getRatings, getRatings),
  handle(contract.getRating, getRating),
  handle(contract.recordProgress, recordProgress),
  handleOutsideTx(contract.reconcile, reconcile),
];
