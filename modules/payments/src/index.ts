// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, mark, movePseudonym, on } from '@stoa/kernel';
import { reconcile, returnMoney } from './checkouts.ts';
import * as contract from './contract.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'payments',
  contract,
  routes,
  handlers: [
    every('payments.reconcile', 60, reconcile),
    returnMoney,
    on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['invoice', 'payer_id']])),
  ],
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
