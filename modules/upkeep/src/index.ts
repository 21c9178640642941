// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { remind, remindBody } from './attestations/attestations.ts';
import * as contract from './contract.ts';
import { lookThrough } from './demo.ts';
import { reportMissing } from './documents/missing.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'upkeep',
  contract,
  routes,
  handlers: [
    remindBody,
    lookThrough,
    every('upkeep.remind', 3600, remind),
    every('upkeep.report-missing', 3600, reportMissing),
  ],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
