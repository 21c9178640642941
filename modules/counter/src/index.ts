// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, movePseudonym, on } from '@stoa/kernel';
import * as contract from './contract.ts';
import { ownVisits } from './queries.ts';
import { routes } from './routes.ts';
import { eraseVisits } from './store.ts';
import { telling } from './telling.ts';
import { sweep } from './visits.ts';

export default defineModule({
  name: 'counter',
  contract,
  routes,
  handlers: [
    telling,
    on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['visit', 'person_key']])),
    every('counter.sweep', 60, sweep),
  ],
  sealed: { visit: { key: 'id::text', columns: ['person_name', 'document', 'reason', 'scan'] } },
  ownData: [{ what: 'visits', read: ownVisits }],
  retention: [{ what: 'visits', erase: eraseVisits }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
