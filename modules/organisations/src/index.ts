// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { importCountry } from './first-import.ts';
import { routes } from './routes.ts';
import { telling } from './telling.ts';

export default defineModule({
  name: 'organisations',
  contract,
  routes,
  handlers: [telling],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    await importCountry(module);
    return async () => {};
  },
});
