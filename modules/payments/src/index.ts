// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { reconcile } from './checkouts.ts';
import * as contract from './contract.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'payments',
  contract,
  routes,
  handlers: [every('payments.reconcile', 60, reconcile)],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
