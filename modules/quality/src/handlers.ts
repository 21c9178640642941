// SPDX-License-Identifier: Apache-2.0
import { responsesFolded } from '@stoa/analytics/contract';
import { personJoined } from '@stoa/identity/contract';
import { every, movePseudonym, on } from '@stoa/kernel';
import { directoryChanged } from '@stoa/organisations/contract';
import { feedMonitoring } from './feed.ts';
import { handOverResponse, reportProgress, takeBackResponse } from './hand-over.ts';
import { deliverLink, issueLink } from './invitation.ts';
import { takeCards } from './mailbox.ts';
import { markFolded } from './store.ts';
import { freeCards, retryQuarantined, sweep } from './sweep.ts';

export const handlers = [
  on(personJoined, (tx, moved) =>
    movePseudonym(tx, moved, [
      ['card_person', 'person_key'],
      ['card_person', 'asked_key'],
    ]),
  ),
  on(directoryChanged, (tx) => freeCards.enqueue(tx, {}, { key: 'directory' })),
  freeCards,
  issueLink,
  deliverLink,
  reportProgress,
  handOverResponse,
  takeBackResponse,
  on(responsesFolded, (tx, { responseIds }) => markFolded(tx, responseIds)),
  every('quality.take-cards', 2, takeCards),
  every('quality.sweep', 60, sweep),
  every('quality.retry-quarantined', 3600, retryQuarantined),
  every('quality.feed-monitoring', 60, feedMonitoring),
];
