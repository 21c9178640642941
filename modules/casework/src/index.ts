// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { caseDecided } from '@stoa/cases/contract';
import { defineModule, movePseudonym, on } from '@stoa/kernel';
import { eraseConflicts } from './conflicts/store.ts';
import * as contract from './contract.ts';
import { eraseLinks } from './links/store.ts';
import { eraseNotes, ownNotes } from './notes/store.ts';
import { drawDecision } from './reviews/reviews.ts';
import { eraseReviews } from './reviews/store.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'casework',
  contract,
  routes,
  handlers: [
    on(caseDecided, drawDecision),
    on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['note', 'applicant_id']])),
  ],
  sealed: {
    note: { key: 'id::text', columns: ['person', 'text'] },
    link: { key: 'id::text', columns: ['reason'] },
    conflict: { key: 'id::text', columns: ['reason'] },
    review: { key: 'id::text', columns: ['text', 'reason'] },
    view: { key: 'id::text', columns: ['search'] },
  },
  ownData: [{ what: 'notes', read: ownNotes }],
  retention: [
    { what: 'notes', erase: eraseNotes },
    { what: 'links', erase: eraseLinks },
    { what: 'conflicts', erase: eraseConflicts },
    { what: 'reviews', erase: eraseReviews },
  ],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
