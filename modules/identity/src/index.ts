// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { handlers } from './handlers.ts';
import { startProvider } from './sign-in/provider.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'identity',
  contract,
  routes,
  handlers,
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  sealed: { factor: { key: 'id::text', columns: ['secret'] } },
  start: async (module) => {
    startProvider(module);
    return async () => {};
  },
});
