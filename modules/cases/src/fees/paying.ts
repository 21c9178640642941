// SPDX-License-Identifier: Apache-2.0
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { startCheckout } from '@stoa/payments/contract';
import { auditCase, demand, findCase, found } from '../case/index.ts';
import * as store from './store.ts';

/** Refuses: cases.case-unknown, cases.nothing-to-pay, and what payments refuses. */
export async function pay(
  module: ModuleRuntime,
  { id }: { id: string },
  principal: Principal,
): Promise<{ redirectUrl: string }> {
  const invoiceId = await module.tx(principal, async (tx) => {
    const file = found(await findCase(tx, id));
    demand(tx, 'cases:pay', file);
    const invoice = (await store.invoicesOf(tx, id)).find((candidate) => !candidate.paidAt);
    if (!invoice || file.state === 'closed')
      return refuse('conflict', 'cases.nothing-to-pay', 'There is nothing to pay for this application.');
    await auditCase(tx, file, 'cases.payment-started');
    return invoice.invoiceId;
  });
  return module.call(startCheckout, { id: invoiceId }, { principal });
}
