// SPDX-License-Identifier: Apache-2.0
import { statementEntry } from '@stoa/books/contract';
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, mark, movePseudonym, on } from '@stoa/kernel';
import { payoutFailed, payoutPaid, payoutReturned } from '@stoa/payouts/contract';
import { reconcile } from './attempts/attempts.ts';
import { returnMoney } from './attempts/words.ts';
import { handOver } from './books.ts';
import * as contract from './contract.ts';
import { expire } from './invoices.ts';
import { payRefund, refundBack, refundPaid } from './refunds/paying.ts';
import { sendRefund } from './refunds/refunds.ts';
import { routes } from './routes.ts';
import { ownInvoiceRows } from './store.ts';
import { takeEntry } from './transfers/transfers.ts';

export default defineModule({
  name: 'payments',
  contract,
  routes,
  handlers: [
    every('payments.reconcile', 60, reconcile),
    every('payments.hand-over', 15, handOver),
    every('payments.expire', 300, (module) => module.tx({ kind: 'system' }, expire)),
    returnMoney,
    sendRefund,
    payRefund,
    on(payoutPaid, refundPaid),
    on(payoutReturned, refundBack),
    on(payoutFailed, refundBack),
    on(statementEntry, takeEntry),
    on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['invoice', 'payer_id']])),
  ],
  sealed: {
    invoice: { key: 'id::text', columns: ['receipt_no'] },
    checkout: {
      key: `invoice_id || ' ' || attempt`,
      columns: ['provider_id', 'page_url'],
      sought: { provider_id: { by: mark, into: 'provider_mark' } },
    },
    refund: { key: 'id::text', columns: ['reason'] },
    dispute: { key: 'id::text', columns: ['evidence'] },
    journal_entry: { key: 'id::text', columns: ['bank_reference'] },
    transfer: { key: 'entry_id', columns: ['text', 'end_to_end_id'] },
  },
  ownData: [{ what: 'invoices', read: ownInvoiceRows }],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
