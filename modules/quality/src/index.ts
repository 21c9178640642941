// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { handlers } from './handlers.ts';
import { ownCards } from './own/store.ts';
import { routes } from './routes.ts';
import { readSettings } from './settings.ts';
import { giveBackTime } from './sweep.ts';

export default defineModule({
  name: 'quality',
  contract,
  routes,
  handlers,
  sealed: {
    arrival: { key: 'message_id::text', columns: ['content'] },
    draft_answer: { key: 'link_id::text', columns: ['content'] },
  },
  ownData: [{ what: 'rendered-services', read: ownCards }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    readSettings(module);
    await giveBackTime(module);
    return async () => {};
  },
});
