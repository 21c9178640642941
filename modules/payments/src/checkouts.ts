// SPDX-License-Identifier: Apache-2.0
/** Paying at the provider's page; the invoice is paid only by the provider's own word, never by the payer's return. */
import { audit, complaints, isRefusal, job, mark, may, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { giveBack, openCheckout, type ProviderCheckout, readCheckout } from './bank.ts';
import { ofInvoice, refund, settle } from './invoices.ts';
import * as store from './store.ts';

const system: Principal = { kind: 'system' };

/**
 * Reuses the open checkout of the invoice; after an abandoned one a new attempt begins. The attempt is stored before the
 * provider is asked and names the payment there, so a crash in between opens no second one.
 */
export async function startCheckout(
  module: ModuleRuntime,
  invoiceId: string,
  principal: Principal,
): Promise<{ redirectUrl: string }> {
  const begun = await module.tx(principal, (tx) => beginAttempt(tx, invoiceId));
  if (begun.checkout?.page_url && begun.checkout.provider_id) {
    const known = await readCheckout(module, begun.checkout.provider_id);
    if (known.state === 'open') return { redirectUrl: begun.checkout.page_url };
    await module.tx(system, (tx) => applyState(tx, known));
    if (known.state === 'paid') refuse('conflict', 'payments.invoice-closed', 'This invoice is paid already.');
    return startCheckout(module, invoiceId, principal);
  }
  const { invoice, attempt } = begun;
  const opened = await openCheckout(module, {
    reference: `${invoice.id}-${attempt}`,
    amountMinor: invoice.amountMinor,
    currency: invoice.currency,
    description: `${invoice.number}: ${invoice.lines.map((line) => line.title.en).join(', ')}`.slice(0, 200),
    returnUrl: module.publicUrl + invoice.returnPath,
    callbackUrl: `${module.publicUrl}/payments/callbacks/bank`,
  });
  await module.tx(system, (tx) => store.setCheckoutPage(tx, invoice.id, attempt, opened.id, opened.pageUrl ?? ''));
  return { redirectUrl: opened.pageUrl ?? '' };
}

async function beginAttempt(tx: Tx, invoiceId: string) {
  const invoice =
    (await store.lockInvoice(tx, 'id', invoiceId)) ??
    refuse('missing', 'payments.invoice-unknown', 'There is no such invoice.');
  if (!may(tx, 'payments:pay', { type: 'Invoice', id: invoiceId, attributes: ofInvoice(invoice) })) {
    refuse('forbidden', 'kernel.not-permitted', 'Only the payer can pay this invoice.');
  }
  if (invoice.state !== 'open') refuse('conflict', 'payments.invoice-closed', 'This invoice is not open any more.');
  await audit(tx, { action: 'payments.checkout-started', object: { type: 'invoice', id: invoiceId } });
  const checkout = await store.lastCheckout(tx, invoiceId);
  if (checkout?.state === 'open' && checkout.provider_id) return { invoice, checkout, attempt: checkout.attempt };
  const attempt = checkout?.state === 'open' ? checkout.attempt : (checkout?.attempt ?? 0) + 1;
  await store.insertCheckout(tx, invoiceId, attempt);
  return { invoice, checkout: undefined, attempt };
}

const CallbackBody = Type.Object({
  id: Type.String({ maxLength: 100 }),
  type: Type.String({ maxLength: 100 }),
  data: Type.Object({
    checkoutId: Type.String({ maxLength: 100 }),
    amountMinor: Type.Integer(),
    currency: Type.String({ maxLength: 3 }),
    state: Type.Union([
      Type.Literal('open'),
      Type.Literal('paid'),
      Type.Literal('abandoned'),
      Type.Literal('refunded'),
    ]),
    paymentId: Type.Optional(Type.String({ maxLength: 100 })),
  }),
});

/** Refuses payments.callback-malformed, -checkout-unknown, -amount-differs, -invoice-closed, -state-contradicts. */
export async function receiveCallback(module: ModuleRuntime, body: Buffer): Promise<void> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    parsed = undefined;
  }
  if (complaints(CallbackBody, parsed).length > 0)
    refuse('invalid', 'payments.callback-malformed', 'The callback is not of the agreed form.');
  const { checkoutId, ...data } = (parsed as Static<typeof CallbackBody>).data;
  await module.tx(system, (tx) => applyState(tx, { id: checkoutId, ...data }));
}

/** One word that does not fit keeps nobody else's money waiting. */
async function heard(module: ModuleRuntime, checkout: ProviderCheckout): Promise<void> {
  try {
    await module.tx(system, (tx) => applyState(tx, checkout));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    refusedWord(module, `${checkout.id} is ${checkout.state}`, error.code);
  }
}

/** Money moved, perhaps, and our books do not say so: somebody must look. */
export const refusedWord = (module: ModuleRuntime, word: string, code: string) =>
  module.log.error({ word, code }, 'a word of the payment provider was refused');

/**
 * Brings a checkout and its invoice to the state the provider states. The same word again changes nothing, and an older
 * word that comes late neither; a word that contradicts an earlier one is refused.
 */
export async function applyState(tx: Tx, checkout: ProviderCheckout): Promise<void> {
  const known =
    (await store.lockCheckout(tx, checkout.id)) ??
    refuse('missing', 'payments.checkout-unknown', 'There is no such checkout here.');
  const { invoiceId } = known;
  const invoice = (await store.lockInvoice(tx, 'id', invoiceId)) ?? refuse('missing', 'payments.invoice-unknown');
  if (checkout.amountMinor !== invoice.amountMinor || checkout.currency !== invoice.currency) {
    refuse('conflict', 'payments.amount-differs', 'The amount or currency is not that of the invoice.');
  }
  const object = { type: 'invoice', id: invoiceId };
  switch (checkout.state) {
    case 'open':
      return;
    case 'paid':
      if (known.state === 'refunded') return;
      if (invoice.state === 'void') {
        // Paid at a page that stood open while the matter was given up: nothing is owed for it.
        await returnMoney.enqueue(tx, { checkoutId: checkout.id }, { key: `return ${mark(tx.module, checkout.id)}` });
        await audit(tx, { action: 'payments.payment-returned', object });
        break;
      }
      await settle(tx, invoice, checkout.paymentId ?? checkout.id, 'provider:bank');
      await audit(tx, { action: 'payments.invoice-paid', object });
      break;
    case 'refunded':
      if (known.state === 'refunded') return;
      // An attempt whose payment we never heard of owes and gives nothing: its invoice can be paid anew.
      if (known.state === 'paid' && invoice.state === 'paid') await refund(tx, invoice, 'provider:bank');
      await audit(tx, { action: 'payments.invoice-refunded', object });
      break;
    case 'abandoned':
      if (known.state === 'paid' || known.state === 'refunded')
        refuse('conflict', 'payments.state-contradicts', `This checkout is ${known.state}: it cannot be abandoned.`);
      break;
    default:
      checkout.state satisfies never;
      refuse('invalid', 'payments.callback-malformed', 'The provider states something that is not agreed.');
  }
  await store.setCheckoutState(tx, checkout.id, checkout.state);
}

/** Asks the provider to give back what was paid for nothing; its callback says when that is done. */
export const returnMoney = job(
  'payments.return-money',
  Type.Object({ checkoutId: Type.String() }),
  (module, { checkoutId }) => giveBack(module, checkoutId),
  { tx: false },
);

const lostAfterSeconds = 60;

/** Asks the provider about checkouts whose callback has not come: it may have been lost. */
export async function reconcile(module: ModuleRuntime): Promise<void> {
  if (!module.config.env.STOA_BANK_URL) return;
  const before = new Date(module.clock.now().getTime() - lostAfterSeconds * 1000);
  const ids = await module.tx(system, (tx) => store.oldOpenCheckouts(tx, before));
  for (const id of ids) {
    const checkout = await readCheckout(module, id);
    if (checkout.state !== 'open') await heard(module, checkout);
  }
}
