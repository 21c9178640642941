// SPDX-License-Identifier: Apache-2.0
/**
 * What no provider gives back goes out as a payout, which two persons of `payouts` let go. It has gone back when the payout is paid;
 * what comes back opens the refund again, until `payouts` has paid it anew or gives it up.
 */
import { job, refuse, type Tx } from '@stoa/kernel';
import type { DataOf, LocalText } from '@stoa/kernel/contract';
import { pay, type payoutFailed, type payoutPaid, type payoutReturned } from '@stoa/payouts/contract';
import { Type } from 'typebox';
import { lockAttempt } from '../attempts/store.ts';
import { giveBack } from '../attempts/words.ts';
import { demandAnothers } from '../fees/fees.ts';
import { unknown } from '../invoices.ts';
import { payerOf } from '../store.ts';
import * as store from './store.ts';

export const unknownRefund = () => refuse('missing', 'payments.refund-unknown', 'There is no such refund.');
export const closed = () => refuse('conflict', 'payments.refund-closed', 'This refund is decided already.');

/** Of `payouts`; it settles the liability of the books that refunds stand on. */
const programme = 'fee-refunds';
const nameOf = ({ refundId, n }: Pick<store.Part, 'refundId' | 'n'>) => `fee-refund ${refundId} ${n}`;
const reasonOf = (number: string): LocalText => ({
  en: `Refund of invoice ${number}`,
  ru: `Возврат по счёту ${number}`,
  kk: `${number} шоты бойынша қайтару`,
  uk: `Повернення за рахунком ${number}`,
  ar: `استرداد الفاتورة ${number}`,
});
/** A person is a pseudonym of the kernel, or an account that nobody is known by yet. */
const beneficiaryOf = (payerId: string) =>
  /^(account:.+|[\w-]{43})$/.test(payerId) ? { personKey: payerId } : { organisationId: payerId };

const findPart = async (tx: Tx, refundId: string, n: number) =>
  (await store.partsOf(tx, [refundId])).find((one) => one.n === n);

/** The key makes it one payout however often it is asked for. */
export const payRefund = job(
  'payments.pay-refund',
  Type.Object({ refundId: Type.String(), n: Type.Integer() }),
  async (module, { refundId, n }) => {
    const found = await module.tx({ kind: 'system' }, async (tx) => {
      const part = await findPart(tx, refundId, n);
      return part?.state === 'payout' ? { part, invoice: (await payerOf(tx, part.invoiceId)) ?? unknown() } : undefined;
    });
    if (!found) return;
    const { part, invoice } = found;
    await module.call(pay, {
      ...{ key: `${nameOf(part)} ${part.givenUp}`, programme, beneficiary: beneficiaryOf(invoice.payerId) },
      ...{ amountMinor: part.amountMinor, currency: invoice.currency, reason: reasonOf(invoice.number) },
      reference: nameOf(part),
    });
  },
  { tx: false },
);

type Told = Pick<DataOf<typeof payoutPaid>, 'payoutId' | 'reference' | 'amountMinor'>;
/** The part that a payout is of, where it is one of ours, with its refund locked. */
async function partOf(tx: Tx, { reference, amountMinor, payoutId }: Told): Promise<store.Part | undefined> {
  const [, refundId = '', n] = /^fee-refund ([0-9a-f-]{36}) (\d+)$/.exec(reference) ?? [];
  if (!n || !(await store.lockRefund(tx, refundId))) return undefined;
  const part = await findPart(tx, refundId, Number(n));
  if (part?.amountMinor === amountMinor) return part;
  tx.module.alarm('payments.payout-differs', { payoutId, refundId });
  return undefined;
}

/** Said again it changes nothing; of one that came back meanwhile it is no news. */
export async function refundPaid(tx: Tx, told: DataOf<typeof payoutPaid>): Promise<void> {
  const part = await partOf(tx, told);
  if (!part || part.state === 'done' || part.backId === told.payoutId) return;
  // It had gone back before and stands in the accounts: this is the payout that repeats it.
  if (part.doneMinor === part.amountMinor) return store.addDone(tx, part, 0);
  const attempt = (await lockAttempt(tx, part)) ?? unknown();
  const step = { refundId: part.refundId, account: 'payouts:refunds' };
  await giveBack(tx, attempt, attempt.refundedMinor + part.amountMinor, step);
}

export async function refundBack(
  tx: Tx,
  told: DataOf<typeof payoutReturned> | DataOf<typeof payoutFailed>,
): Promise<void> {
  const part = await partOf(tx, told);
  const givenUp = 'givenUp' in told && told.givenUp === true;
  if (part) await store.setBack(tx, part, givenUp ? 'given-up' : 'returned', told.payoutId);
}

/** Refuses: payments.refund-unknown, payments.refund-closed, payments.same-person. */
export async function payRefundAgain(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  const refund = (await store.lockRefund(tx, id)) ?? unknownRefund();
  const parts = (await store.partsOf(tx, [id])).filter(({ state }) => state === 'given-up');
  if (parts.length === 0) closed();
  await demandAnothers(tx, (await payerOf(tx, refund.invoiceId)) ?? unknown());
  for (const part of parts) {
    await store.askAgain(tx, part);
    await payRefund.enqueue(tx, { refundId: id, n: part.n }, { key: `pay ${id} ${part.n} ${part.givenUp + 1}` });
  }
  return { id };
}
