// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, movePseudonym, on } from '@stoa/kernel';
import * as contract from './contract.ts';
import { routes } from './routes.ts';
import { tellLine, tellReporter } from './telling.ts';
import { watchTerms } from './tickets/clock.ts';
import { ownTickets } from './tickets/own.ts';
import { eraseOver } from './tickets/store.ts';

export default defineModule({
  name: 'support',
  contract,
  routes,
  handlers: [
    tellReporter,
    tellLine,
    every('support.watch-terms', 60, watchTerms),
    on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['ticket', 'person_key']])),
  ],
  sealed: {
    ticket: { key: 'id::text', columns: ['text', 'email'] },
    entry: { key: 'id::text', columns: ['text'] },
  },
  ownData: [{ what: 'reports', read: ownTickets }],
  retention: [{ what: 'reports', erase: eraseOver }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
