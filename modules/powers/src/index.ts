// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, on } from '@stoa/kernel';
import { actedFor } from '@stoa/kernel/contract';
import * as contract from './contract.ts';
import { takeMandates } from './hand-over.ts';
import { movePerson } from './moved.ts';
import { readAgain } from './registers.ts';
import { routes } from './routes.ts';
import { dropOldDrafts, keepDone } from './store.ts';
import { message, telling, tellOfOlderSoftware } from './telling.ts';

export default defineModule({
  name: 'powers',
  contract,
  routes,
  handlers: [
    telling,
    message,
    on(actedFor, keepDone),
    on(personJoined, movePerson),
    every('powers.read-registers-again', 300, readAgain),
    every('powers.tell-of-older-software', 3600, tellOfOlderSoftware),
    every('powers.take-mandates', 3600, takeMandates),
    every('powers.drop-old-drafts', 3600, (module) => module.tx({ kind: 'system' }, dropOldDrafts)),
  ],
  sealed: {
    power: { key: 'id::text', columns: ['giver_name', 'taker_name', 'words'] },
    reading: { key: 'person_key', columns: ['number', 'name'] },
    done: { key: 'entry_id::text', columns: ['actor_name'] },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
