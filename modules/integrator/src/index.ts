// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import * as contract from './contract.ts';
import { prefill, remind, tell } from './inventory/campaigns.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'integrator',
  contract,
  routes,
  handlers: [prefill, tell, every('integrator.remind', 3600, remind)],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
