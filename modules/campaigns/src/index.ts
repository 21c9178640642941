// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import * as contract from './contract.ts';
import { routes } from './routes.ts';
import { stepAll } from './stepping.ts';

export default defineModule({
  name: 'campaigns',
  contract,
  routes,
  handlers: [every('campaigns.step', 1, stepAll)],
  sealed: { recipient: { key: `campaign_id || ' ' || who`, columns: ['address'] } },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
