// SPDX-License-Identifier: Apache-2.0
/** What providers say becomes what invoices and entries say: once, in whatever order, however often it is said. */
import { audit, isRefusal, job, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import type { Way } from '../contract.ts';
import { takeDispute } from '../disputes/taking.ts';
import { unknown } from '../invoices.ts';
import { moneyAccount, post, sourceOf } from '../postings.ts';
import { providerOf } from '../providers/index.ts';
import type { Word } from '../providers/provider.ts';
import { askSurplusBack, backOfRefunds, noteSurplusBack } from '../refunds/parts.ts';
import * as invoices from '../store.ts';
import { payInvoice, refundInvoice, returnSurplus } from './money.ts';
import * as store from './store.ts';

const system: Principal = { kind: 'system' };

/** One word that does not fit keeps nobody else's money waiting. */
export async function heard(module: ModuleRuntime, way: Way, word: Word): Promise<void> {
  try {
    await module.tx(system, (tx) => tellState(tx, way, word));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    refusedWord(module, `${way} ${word.id} is ${word.state}`, error.code);
  }
}

/** Money moved, perhaps, and our books do not say so: somebody must look. */
export function refusedWord(module: ModuleRuntime, word: string, code: string): void {
  module.log.error({ word, code }, 'a word of the payment provider was refused');
  module.alarm('payments.word-refused', { code });
}

/**
 * Brings an attempt and its invoices to what the provider says. The same word again changes nothing, and an older word that comes
 * late neither; a word that contradicts an earlier one is refused.
 */
export async function tellState(tx: Tx, way: Way, word: Word): Promise<void> {
  const known =
    (await store.lockByProvider(tx, way, word.id)) ??
    refuse('missing', 'payments.checkout-unknown', 'There is no such checkout here.');
  if (word.amountMinor !== known.amountMinor || word.currency !== known.currency)
    refuse('conflict', 'payments.amount-differs', 'The amount or currency is not what was asked.');
  const wholly = word.state === 'refunded';
  const refundedMinor = wholly ? known.amountMinor : (word.refundedMinor ?? 0);
  if (known.state === 'open' || known.state === 'abandoned') {
    if (word.state === 'abandoned') return void (await store.setAttempt(tx, known, { ...known, state: 'abandoned' }));
    // Its payment was never heard of: it owes and gives nothing, and its invoices can be paid anew.
    if (wholly) {
      await store.setAttempt(tx, known, { ...known, state: 'refunded', refundedMinor });
      return audit(tx, { action: 'payments.invoice-refunded', object: { type: 'invoice', id: known.leadId } });
    }
    if (word.state === 'paid') await settle(tx, known, word.paymentId ?? word.id);
  } else if (word.state === 'abandoned')
    refuse('conflict', 'payments.state-contradicts', `This checkout is ${known.state}: it cannot be abandoned.`);
  else if (word.state === 'paid') await sameReceipt(tx, known, word.paymentId);
  // What a charge-back holds cannot go back as well.
  if (word.dispute && word.state !== 'open') await takeDispute(tx, known, word.dispute);
  if (refundedMinor > 0) await giveBack(tx, known, refundedMinor);
}

/** A second receipt for what one invoice paid whole would be a second payment. */
async function sameReceipt(tx: Tx, known: store.Attempt, paymentId: string | undefined): Promise<void> {
  const [only, ...others] = await store.allotmentsOf(tx, known);
  if (known.state !== 'paid' || !only || others.length > 0 || !paymentId) return;
  const invoice = await invoices.lockInvoice(tx, 'id', only.invoiceId);
  const whole = invoice && only.settledMinor === invoice.amountMinor;
  if (whole && invoice.receiptNo && invoice.receiptNo !== paymentId)
    refuse('conflict', 'payments.invoice-closed', 'The invoice is paid by another payment.');
}

/** Money that came: to each invoice what it is still owed. The rest is owed to the payer. */
export async function settle(tx: Tx, attempt: store.Attempt, receiptNo: string): Promise<void> {
  const allotments = await store.allotmentsOf(tx, attempt);
  const locked = await invoices.lockInvoices(
    tx,
    allotments.map(({ invoiceId }) => invoiceId),
  );
  let surplusMinor = attempt.amountMinor;
  for (const one of allotments) {
    const invoice = locked.get(one.invoiceId) ?? unknown();
    const settledMinor = Math.min(one.amountMinor, invoice.owedMinor);
    if (settledMinor === 0) continue;
    surplusMinor -= settledMinor;
    await store.setAllotment(tx, attempt, { ...one, settledMinor });
    await payInvoice(tx, invoice, attempt, settledMinor, receiptNo);
  }
  if (surplusMinor > 0) await keepSurplus(tx, attempt, surplusMinor, receiptNo);
  await store.setAttempt(tx, attempt, { ...attempt, state: 'paid', surplusMinor });
}

/** Paid for nothing that was owed: the provider gives it back, or it waits for somebody to pay it out. */
async function keepSurplus(tx: Tx, attempt: store.Attempt, amountMinor: number, receiptNo: string): Promise<void> {
  const { leadId, way, currency } = attempt;
  await post(tx, {
    ...{ key: `surplus ${leadId} ${attempt.attempt}`, kind: 'surplus', invoiceId: leadId, currency },
    bankReference: receiptNo,
    postings: [
      { account: sourceOf(way), amountMinor },
      { account: 'owed:payers', amountMinor: -amountMinor },
    ],
  });
  if (providerOf(way)?.refund)
    await returnMoney.enqueue(tx, { leadId, attempt: attempt.attempt }, { key: `return ${leadId} ${attempt.attempt}` });
  else await askSurplusBack(tx, attempt, amountMinor);
  await audit(tx, { action: 'payments.payment-returned', object: { type: 'invoice', id: leadId } });
}

/**
 * More has gone back of an attempt than we knew: first what was asked back, then what was paid for nothing, then whatever the
 * provider gave back by itself. `refundId` where it is known for which refund.
 */
export async function giveBack(
  tx: Tx,
  key: store.AttemptKey,
  refundedMinor: number,
  { refundId, account }: { refundId?: string; account?: string } = {},
): Promise<void> {
  const known = (await store.lockAttempt(tx, key)) ?? unknown();
  const step = { from: known.refundedMinor, account: account ?? moneyAccount(known.way) };
  let left = refundedMinor - known.refundedMinor;
  if (left <= 0) return;
  for (const { invoiceId, amountMinor } of await backOfRefunds(tx, known, left, refundId))
    left -= await refundInvoice(tx, known, invoiceId, amountMinor, step);
  const surplus = Math.min(left, known.surplusMinor);
  if (surplus > 0) {
    await returnSurplus(tx, known, surplus, step);
    await noteSurplusBack(tx, known, surplus);
  }
  left -= surplus;
  for (const { invoiceId } of left > 0 ? await store.allotmentsOf(tx, known) : [])
    left -= await refundInvoice(tx, known, invoiceId, left, step);
  if (left > 0) refuse('conflict', 'payments.state-contradicts', 'More went back than was paid.');
  await store.setAttempt(tx, known, {
    state: refundedMinor === known.amountMinor ? 'refunded' : known.state,
    ...{ refundedMinor, surplusMinor: known.surplusMinor - surplus },
  });
}

/** Asks the provider to give back what was paid for nothing; what it says then is heard as any word of it. */
export const returnMoney = job(
  'payments.return-money',
  Type.Object({
    leadId: Type.Optional(Type.String()),
    attempt: Type.Optional(Type.Integer()),
    /** As the release before asked. */
    checkoutId: Type.Optional(Type.String()),
  }),
  async (module, { leadId, attempt, checkoutId }) => {
    const known = await module.tx(system, (tx) =>
      checkoutId
        ? store.lockByProvider(tx, 'bank', checkoutId)
        : store.findAttempt(tx, { leadId: leadId ?? '', attempt: attempt ?? 0 }),
    );
    const provider = known && providerOf(known.way);
    if (!known?.providerId || !provider?.refund || known.surplusMinor === 0) return;
    const key = `return-${known.leadId}-${known.attempt}`;
    await heard(module, known.way, await provider.refund(module, known.providerId, known.surplusMinor, key));
  },
  { tx: false },
);
