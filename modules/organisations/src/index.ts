// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import * as contract from './contract.ts';
import { importCountry } from './first-import.ts';
import { openAndRemind } from './oversight/reviews.ts';
import { tellingOfficials } from './oversight/telling-officials.ts';
import { routes } from './routes.ts';
import { takeOver } from './take-over.ts';
import { telling } from './telling.ts';

export default defineModule({
  name: 'organisations',
  contract,
  routes,
  handlers: [
    telling,
    tellingOfficials,
    every('organisations.review-duties', 3600, openAndRemind),
    every('organisations.take-over', 10, takeOver),
  ],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    await importCountry(module);
    return async () => {};
  },
});
