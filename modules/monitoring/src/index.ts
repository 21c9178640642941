// SPDX-License-Identifier: Apache-2.0
import { defineModule, healthSeconds } from '@stoa/kernel';
import * as contract from './contract.ts';
import { handlers } from './handlers.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'monitoring',
  contract,
  routes,
  handlers,
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async ({ config }) => {
    // What is set wrong stops the start, not the watch.
    healthSeconds(config.env);
    return async () => undefined;
  },
});
