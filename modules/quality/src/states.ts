// SPDX-License-Identifier: Apache-2.0
/** Life of a card and of its survey link. What is not listed does not happen. */
import type { CardState, LinkState } from './contract.ts';

export const cardTransitions: Readonly<Record<CardState, readonly CardState[]>> = {
  RECEIVED: ['VALIDATED', 'REJECTED', 'DUPLICATE'],
  VALIDATED: ['MATCHED', 'QUARANTINED', 'SUPPRESSED'],
  QUARANTINED: ['VALIDATED', 'REJECTED', 'WITHDRAWN'],
  MATCHED: ['LINK_ISSUED', 'QUARANTINED', 'EXPIRED', 'WITHDRAWN'],
  LINK_ISSUED: ['NOTIFY_QUEUED'],
  // Opened before the answer of the cabinet came back.
  NOTIFY_QUEUED: ['NOTIFIED', 'OPENED', 'UNDELIVERABLE', 'EXPIRED', 'WITHDRAWN'],
  NOTIFIED: ['OPENED', 'EXPIRED', 'WITHDRAWN'],
  OPENED: ['ANSWERED', 'EXPIRED', 'WITHDRAWN'],
  ANSWERED: ['FOLDED', 'WITHDRAWN'],
  FOLDED: ['WITHDRAWN', 'ERASED'],
  // A mandate that came later, or an objection taken back.
  SUPPRESSED: ['VALIDATED', 'WITHDRAWN', 'ERASED'],
  // Sent once more, or handed over on paper.
  UNDELIVERABLE: ['NOTIFY_QUEUED', 'NOTIFIED', 'EXPIRED', 'WITHDRAWN', 'ERASED'],
  EXPIRED: ['WITHDRAWN', 'ERASED'],
  WITHDRAWN: ['ERASED'],
  ERASED: [],
  REJECTED: [],
  DUPLICATE: [],
};

export const linkTransitions: Readonly<Record<LinkState, readonly LinkState[]>> = {
  ISSUED: ['SEEN', 'STARTED', 'EXPIRED', 'REVOKED', 'LOCKED'],
  SEEN: ['STARTED', 'EXPIRED', 'REVOKED', 'LOCKED'],
  STARTED: ['CONSUMED', 'EXPIRED', 'REVOKED', 'LOCKED'],
  LOCKED: ['ISSUED', 'SEEN', 'STARTED', 'EXPIRED', 'REVOKED'],
  CONSUMED: [],
  EXPIRED: [],
  // With the invitation that is sent once more.
  REVOKED: ['ISSUED'],
};

/** Throws on what the table does not hold: a fault of this module, never of whoever asks. */
export function assertTransition<S extends string>(table: Readonly<Record<S, readonly S[]>>, from: S, to: S): void {
  if (!table[from].includes(to)) throw new Error(`no way from ${from} to ${to}`);
}
