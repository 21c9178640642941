// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import { startCheckout } from '@stoa/payments/contract';
import { auditCase, authoriseCase, found } from './case-file.ts';
import * as queries from './queries.ts';

/** Refuses: cases.case-unknown, cases.nothing-to-pay, and what payments refuses. */
export async function pay(tx: Tx, id: string): Promise<{ redirectUrl: string }> {
  const file = found(await queries.findCase(tx, id));
  authoriseCase(tx, file);
  const invoice = (await queries.invoicesOf(tx, id)).find((candidate) => !candidate.paidAt);
  if (!invoice || file.state === 'closed')
    return refuse('conflict', 'cases.nothing-to-pay', 'There is nothing to pay for this application.');
  await auditCase(tx, file, 'cases.payment-started', await queries.subjectsOf(tx, id));
  return tx.call(startCheckout, { id: invoice.invoiceId });
}
