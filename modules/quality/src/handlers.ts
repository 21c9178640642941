// SPDX-License-Identifier: Apache-2.0
import { responsesFolded } from '@stoa/analytics/contract';
import { followupReplied } from '@stoa/followups/contract';
import { personJoined } from '@stoa/identity/contract';
import { every, movePseudonym, on } from '@stoa/kernel';
import { directoryChanged } from '@stoa/organisations/contract';
import { feedMonitoring } from './feed.ts';
import { askDepartments } from './asking/asking.ts';
import { reportRendered } from './coverage/coverage.ts';
import { markFolded } from './cards.ts';
import { handOverResponse, reportProgress, severAnswer, takeBackResponse } from './hand-over.ts';
import { deliverLink, issueLink } from './invitation.ts';
import { takeCards } from './mailbox.ts';
import { exchangeNotices } from './notices/notices.ts';
import { passReplyOn, tellReply } from './replies.ts';
import { askSuppressed, freeCards, retryQuarantined, sweep } from './sweep.ts';

export const handlers = [
  on(personJoined, (tx, moved) =>
    movePseudonym(tx, moved, [
      ['card_person', 'person_key'],
      ['card_person', 'asked_key'],
      ['objection', 'person_key', 'matter'],
    ]),
  ),
  on(directoryChanged, (tx) => freeCards.enqueue(tx, {}, { key: 'directory' })),
  freeCards,
  issueLink,
  deliverLink,
  reportProgress,
  handOverResponse,
  takeBackResponse,
  severAnswer,
  on(followupReplied, passReplyOn),
  tellReply,
  on(responsesFolded, (tx, { responseIds }) => markFolded(tx, responseIds)),
  every('quality.take-cards', 2, takeCards),
  every('quality.exchange-notices', 2, exchangeNotices),
  every('quality.ask-departments', 2, askDepartments),
  every('quality.sweep', 60, sweep),
  every('quality.ask-suppressed', 600, askSuppressed),
  every('quality.retry-quarantined', 3600, retryQuarantined),
  every('quality.feed-monitoring', 60, feedMonitoring),
  every('quality.report-rendered', 3600, reportRendered),
];
