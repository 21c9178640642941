// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { closeDue } from './closing.ts';
import * as contract from './contract.ts';
import { knowCountries } from './document-countries.ts';
import { dropOldAttempts } from './proof.ts';
import * as recovery from './recovery.ts';
import * as registering from './registering.ts';
import { routes } from './routes.ts';
import { dropOldRegistrations } from './store.ts';
import { send } from './telling.ts';

const facts = { key: 'id::text', columns: ['facts'] };

export default defineModule({
  name: 'accounts',
  contract,
  routes,
  handlers: [
    send,
    registering.settle,
    recovery.settle,
    recovery.sendWhenReady,
    every('accounts.close-due', 600, closeDue),
    every('accounts.drop-old', 600, (module) =>
      module.tx({ kind: 'system' }, async (tx) => {
        await dropOldAttempts(tx);
        await dropOldRegistrations(tx);
        await recovery.dropOldRecoveries(tx);
      }),
    ),
  ],
  sealed: {
    registration: facts,
    invitation: facts,
    request: facts,
    barrier: facts,
    passport: { key: 'person_key', columns: ['facts'] },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    knowCountries(module.country.countryNames().keys());
    return async () => {};
  },
});
