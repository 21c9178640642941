// SPDX-License-Identifier: Apache-2.0
import { every, movePseudonym, on } from '@stoa/kernel';
import { personJoined } from '@stoa/identity/contract';
import { directoryChanged } from '@stoa/organisations/contract';
import { responseRecorded, responseWithdrawn } from '@stoa/surveys/contract';
import { sendReports } from './cabinet/subscriptions.ts';
import { foldAll } from './fold.ts';
import { copyChanged, copyDirectory } from './places.ts';
import { publishDue } from './published/snapshots.ts';
import { checkRollups } from './reconciliation.ts';
import { countSeen } from './seen/seen.ts';
import { insertPending } from './store.ts';

export const handlers = [
  on(responseRecorded, (tx, response) => insertPending(tx, response, 1)),
  on(responseWithdrawn, (tx, response) => insertPending(tx, response, -1)),
  on(directoryChanged, (tx) => copyChanged.enqueue(tx, {}, { key: 'directory' })),
  on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['subscription', 'person_key']])),
  copyChanged,
  every('analytics.fold-responses', 1, foldAll),
  every('analytics.copy-directory', 300, copyDirectory),
  every('analytics.publish-snapshots', 60, publishDue),
  every('analytics.send-reports', 600, sendReports),
  every('analytics.check-rollups', 3600, checkRollups),
  every('analytics.count-seen', 3600, countSeen),
];
