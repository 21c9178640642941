// SPDX-License-Identifier: Apache-2.0
/** Charge-backs as providers tell of them: what is taken, what comes back when it is won, what is gone when it is lost. */
import { audit, newId, refuse, type Tx } from '@stoa/kernel';
import { kept, wentBack } from '../attempts/money.ts';
import * as attempts from '../attempts/store.ts';
import type { EntryKind, Posting } from '../entry.ts';
import { unknown } from '../invoices.ts';
import { moneyAccount, post, revenueMoved } from '../postings.ts';
import type { DisputeWord } from '../providers/provider.ts';
import * as invoices from '../store.ts';
import * as store from './store.ts';

/** The same word again changes nothing. */
export async function takeDispute(tx: Tx, attempt: attempts.Attempt, word: DisputeWord): Promise<void> {
  const known = (await store.lockDispute(tx, 'provider_id', word.id)) ?? (await open(tx, attempt, word));
  if (word.state === 'open' || known.state === word.state) return;
  if (known.state === 'won' || known.state === 'lost')
    refuse('conflict', 'payments.state-contradicts', `This charge-back is ${known.state}.`);
  await store.end(tx, known.id, word.state);
  for (const { id, amountMinor } of known.invoices)
    await (word.state === 'won' ? giveAgain : lose)(tx, attempt, known, id, amountMinor);
}

/** The provider has taken the money: it lies with it until somebody is right. */
async function open(tx: Tx, attempt: attempts.Attempt, word: DisputeWord): Promise<store.StoredDispute> {
  const parts: { invoiceId: string; amountMinor: number }[] = [];
  let left = word.amountMinor;
  for (const one of await attempts.allotmentsOf(tx, attempt)) {
    const free = one.settledMinor - one.refundedMinor - (await store.heldMinor(tx, attempt, one.invoiceId));
    const amountMinor = Math.min(left, free);
    if (amountMinor > 0) parts.push({ invoiceId: one.invoiceId, amountMinor });
    left -= amountMinor;
  }
  if (left > 0) refuse('conflict', 'payments.state-contradicts', 'More is charged back than this payment still holds.');
  const { leadId, attempt: n } = attempt;
  const id = newId();
  const { id: providerId, amountMinor, reason, answerBy } = word;
  await store.insertDispute(tx, { id, leadId, attempt: n, providerId, amountMinor, reason, answerBy }, parts);
  for (const part of parts) {
    const invoice = (await invoices.lockInvoice(tx, 'id', part.invoiceId)) ?? unknown();
    if (invoice.state === 'paid') await invoices.setState(tx, invoice.id, 'disputed');
    await book(tx, 'charge-back', id, invoice, [
      { account: `disputed:${attempt.way}`, amountMinor: part.amountMinor },
      { account: moneyAccount(attempt.way), amountMinor: -part.amountMinor },
    ]);
  }
  return (await store.lockDispute(tx, 'id', id)) ?? unknown();
}

async function book(
  tx: Tx,
  kind: EntryKind,
  disputeId: string,
  { id, currency }: invoices.StoredInvoice,
  postings: readonly Posting[],
): Promise<void> {
  await post(tx, { key: `${kind} ${disputeId} ${id}`, kind, invoiceId: id, currency, postings });
  await audit(tx, { action: `payments.${kind}`, object: { type: 'invoice', id } });
}

async function giveAgain(
  tx: Tx,
  { way }: attempts.Attempt,
  dispute: store.StoredDispute,
  invoiceId: string,
  amountMinor: number,
): Promise<void> {
  const invoice = (await invoices.lockInvoice(tx, 'id', invoiceId)) ?? unknown();
  await book(tx, 'charge-back-won', dispute.id, invoice, [
    { account: moneyAccount(way), amountMinor },
    { account: `disputed:${way}`, amountMinor: -amountMinor },
  ]);
  if (invoice.state === 'disputed' && !(await store.isDisputed(tx, invoiceId)))
    await invoices.setState(tx, invoiceId, 'paid');
}

async function lose(
  tx: Tx,
  attempt: attempts.Attempt,
  dispute: store.StoredDispute,
  invoiceId: string,
  amountMinor: number,
): Promise<void> {
  const invoice = (await invoices.lockInvoice(tx, 'id', invoiceId)) ?? unknown();
  await book(tx, 'charge-back-lost', dispute.id, invoice, [
    ...revenueMoved(invoice.lines, kept(invoice), kept(invoice) - amountMinor),
    { account: `disputed:${attempt.way}`, amountMinor: -amountMinor },
  ]);
  const one = (await attempts.allotmentsOf(tx, attempt)).find((allotment) => allotment.invoiceId === invoiceId);
  if (one) await attempts.setAllotment(tx, attempt, { ...one, refundedMinor: one.refundedMinor + amountMinor });
  const state =
    invoice.state === 'disputed' && !(await store.isDisputed(tx, invoiceId)) ? ('paid' as const) : invoice.state;
  await wentBack(tx, { ...invoice, state, chargedBackMinor: invoice.chargedBackMinor + amountMinor });
}
