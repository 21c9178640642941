// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { publishDefaults } from './default-templates.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'surveys',
  contract,
  routes,
  handlers: [],
  sealed: { response_comment: { key: 'response_id::text', columns: ['text'] } },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    await publishDefaults(module);
    return async () => {};
  },
});
