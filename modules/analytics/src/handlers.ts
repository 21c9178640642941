// SPDX-License-Identifier: Apache-2.0
import { every, on } from '@stoa/kernel';
import { responseRecorded, responseWithdrawn } from '@stoa/surveys/contract';
import { foldAll } from './fold.ts';
import { checkRollups } from './reconciliation.ts';
import { insertPending } from './store.ts';

export const handlers = [
  on(responseRecorded, (tx, response) => insertPending(tx, response, 1)),
  on(responseWithdrawn, (tx, response) => insertPending(tx, response, -1)),
  every('analytics.fold-responses', 1, foldAll),
  every('analytics.check-rollups', 3600, checkRollups),
];
