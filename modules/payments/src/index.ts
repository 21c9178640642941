// SPDX-License-Identifier: Apache-2.0
import { defineModule, every, mark } from '@stoa/kernel';
import { reconcile, returnMoney } from './checkouts.ts';
import * as contract from './contract.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'payments',
  contract,
  routes,
  handlers: [every('payments.reconcile', 60, reconcile), returnMoney],
  sealed: {
    invoice: { key: 'id::text', columns: ['receipt_no'] },
    checkout: {
      key: `invoice_id || ' ' || attempt`,
      columns: ['provider_id', 'page_url'],
      sought: { provider_id: { by: mark, into: 'provider_mark' } },
    },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
