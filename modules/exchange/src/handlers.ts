// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { every, movePseudonym, on } from '@stoa/kernel';
import { sweepEvents } from './events/index.ts';
import { sweepBodies } from './log/index.ts';
import { archiveMailbox } from './mailbox/index.ts';
import { sweepOperationalRecords } from './statistics/index.ts';

export const handlers = [
  on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['asked_person', 'person_key', 'entry_id']])),
  every('exchange.archive-mailbox', 60, archiveMailbox),
  every('exchange.sweep-events', 3600, sweepEvents),
  every('exchange.sweep-bodies', 3600, sweepBodies),
  every('exchange.sweep-operational-records', 3600, sweepOperationalRecords),
];
