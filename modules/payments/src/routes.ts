// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, isRefusal, rawRoute, refuse } from '@stoa/kernel';
import { callbackIsSigned } from './bank.ts';
import { receiveCallback, refusedWord, startCheckout } from './checkouts.ts';
import * as contract from './contract.ts';
import { createInvoice, getInvoice, voidInvoice } from './invoices.ts';

export const routes = [
  handle(contract.createInvoice, createInvoice),
  handle(contract.getInvoice, (tx, { id }) => getInvoice(tx, id)),
  handle(contract.voidInvoice, (tx, { id }) => voidInvoice(tx, id)),
  handleOutsideTx(contract.startCheckout, (module, { id }, principal) => startCheckout(module, id, principal)),
  rawRoute({
    method: 'POST',
    path: '/payments/callbacks/bank',
    summary: 'Word of the payment provider',
    permission: 'public',
    audit: 'payments.invoice-paid',
    handler: async (module, request) => {
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      const signature = request.headers['bank-signature'];
      if (!callbackIsSigned(module, typeof signature === 'string' ? signature : undefined, body)) {
        refuse(
          'unauthenticated',
          'payments.callback-unsigned',
          'The callback is not signed by the payment provider, or too old.',
        );
      }
      await receiveCallback(module, body).catch((error: unknown) => {
        if (isRefusal(error)) refusedWord(module, body.toString('utf8', 0, 1000), error.code);
        throw error;
      });
      return { received: true };
    },
  }),
];
