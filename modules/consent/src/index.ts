// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, movePseudonym, on } from '@stoa/kernel';
import { ownRecords } from './acts/acts.ts';
import * as contract from './contract.ts';
import { ownCorrections } from './corrections/corrections.ts';
import { dropTwins, eraseOver } from './corrections/store.ts';
import { escalate, telling, tellOffice } from './corrections/telling.ts';
import { enterCountryPurposes } from './purposes/purposes.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'consent',
  contract,
  routes,
  handlers: [
    telling,
    tellOffice,
    every('consent.tell-overdue', 3600, escalate),
    on(personJoined, async (tx, moved) => {
      await dropTwins(tx, moved);
      await movePseudonym(tx, moved, [
        ['act', 'person_key'],
        ['correction', 'person_key'],
      ]);
    }),
  ],
  sealed: { correction: { key: 'id::text', columns: ['person_name', 'stands', 'wanted', 'reason', 'answer'] } },
  ownData: [
    { what: 'consents', read: ownRecords },
    { what: 'corrections', read: ownCorrections },
  ],
  retention: [{ what: 'corrections', erase: eraseOver }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    await enterCountryPurposes(module);
    return async () => {};
  },
});
