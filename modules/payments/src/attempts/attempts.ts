// SPDX-License-Identifier: Apache-2.0
/** Paying at a provider's page: one invoice, a part of it, or several at once. */
import { audit, may, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { ProviderName } from '../contract.ts';
import { ofInvoice, unknown } from '../invoices.ts';
import { chosen, providerOf } from '../providers/index.ts';
import { away, type Provider } from '../providers/provider.ts';
import { lockInvoices, type StoredInvoice } from '../store.ts';
import * as store from './store.ts';
import { heard, tellState } from './words.ts';

const system: Principal = { kind: 'system' };

interface Asked {
  readonly ids: readonly string[];
  readonly provider: ProviderName | undefined;
  /** Of a single invoice: a part of it. */
  readonly amountMinor?: number | undefined;
  /** Where several are paid; otherwise where the invoice leads. */
  readonly returnPath?: string;
}

export const startCheckout = (
  module: ModuleRuntime,
  { id, provider, amountMinor }: InputOf<typeof contract.startCheckout>,
  principal: Principal,
) => start(module, { ids: [id], provider, amountMinor }, principal);

/** Each invoice gets what is left of it. */
export const startBasket = (
  module: ModuleRuntime,
  { invoiceIds, provider }: InputOf<typeof contract.startBasket>,
  principal: Principal,
) => start(module, { ids: invoiceIds, provider, returnPath: '/cabinet/payments' }, principal);

/**
 * Reuses an open attempt for the same; after an abandoned one a new attempt begins. It is stored before the provider is asked and
 * names the payment there, so a crash in between opens no second one.
 */
async function start(module: ModuleRuntime, asked: Asked, principal: Principal): Promise<{ redirectUrl: string }> {
  const { attempt, first, description, way } = await module.tx(principal, (tx) => begin(tx, asked));
  const provider = providerOf(way) ?? away();
  if (attempt.pageUrl && attempt.providerId) {
    const known = await provider.ask(module, attempt.providerId);
    if (known.state === 'open') return { redirectUrl: attempt.pageUrl };
    await module.tx(system, (tx) => tellState(tx, way, known));
    if (known.state === 'paid') closed();
    return start(module, asked, principal);
  }
  const opened = await provider.start(module, {
    ...{ reference: `${attempt.leadId}-${attempt.attempt}`, amountMinor: attempt.amountMinor },
    ...{ currency: attempt.currency, description },
    returnUrl: returnUrlOf(module, provider, attempt, asked.returnPath ?? first.returnPath),
    callbackUrl: `${module.publicUrl}/payments/callbacks/${way}`,
  });
  const pageUrl = opened.pageUrl ?? '';
  await module.tx(system, (tx) => store.setPage(tx, attempt, way, opened.id, pageUrl));
  return pageUrl === '' ? away() : { redirectUrl: pageUrl };
}

const returnUrlOf = (module: ModuleRuntime, provider: Provider, { leadId, attempt }: store.AttemptKey, path: string) =>
  module.publicUrl + (provider.asksOnReturn ? `/payments/returns/${leadId}/${attempt}` : path);

const closed = () => refuse('conflict', 'payments.invoice-closed', 'This invoice is not open any more.');

async function begin(tx: Tx, asked: Asked) {
  const invoices = await lockInvoices(tx, asked.ids);
  const ordered = asked.ids.map((id) => invoices.get(id) ?? unknown());
  for (const invoice of ordered) payable(tx, invoice);
  const [first = unknown()] = ordered;
  if (ordered.some(({ currency }) => currency !== first.currency))
    refuse('conflict', 'payments.currency-differs', 'These invoices are in different currencies: pay them one by one.');
  if (ordered.some(({ payerId }) => payerId !== first.payerId))
    refuse('conflict', 'payments.payers-differ', 'These invoices are of different payers: pay them one by one.');
  if ((asked.amountMinor ?? 0) > first.owedMinor)
    refuse('conflict', 'payments.more-than-owed', 'Less than this is owed.');
  const way = chosen(tx.module, asked.provider);
  for (const { id } of ordered)
    await audit(tx, { action: 'payments.checkout-started', object: { type: 'invoice', id } });
  const parts = ordered.map(({ id, owedMinor }) => ({
    invoiceId: id,
    amountMinor: asked.amountMinor ?? owedMinor,
  }));
  const attempt = await sameOrNext(tx, first, way, parts, asked.returnPath ?? null);
  const description = ordered.map(({ number, lines }) => `${number}: ${lines.map(({ title }) => title.en).join(', ')}`);
  return { attempt, first, way, description: description.join('; ').slice(0, 200) };
}

function payable(tx: Tx, invoice: StoredInvoice): void {
  if (!may(tx, 'payments:pay', { type: 'Invoice', id: invoice.id, attributes: ofInvoice(invoice) }))
    refuse('forbidden', 'kernel.not-permitted', 'Only the payer can pay this invoice.');
  if (invoice.state !== 'open' || (invoice.expiresAt && invoice.expiresAt <= tx.now.toISOString())) closed();
}

type Part = { readonly invoiceId: string; readonly amountMinor: number };
const said = (parts: readonly Part[]) =>
  parts
    .map(({ invoiceId, amountMinor }) => `${invoiceId} ${amountMinor}`)
    .toSorted()
    .join();

/** What may stand open for the same beside it is paid, if at all, for nothing, and goes back. */
async function sameOrNext(
  tx: Tx,
  first: StoredInvoice,
  way: ProviderName,
  parts: readonly Part[],
  returnPath: string | null,
): Promise<store.Attempt> {
  const attempts = await store.attemptsOf(tx, first.id);
  for (const known of attempts.toReversed())
    if (known.state === 'open' && known.way === way && said(await store.allotmentsOf(tx, known)) === said(parts))
      return known;
  const attempt = (attempts.at(-1)?.attempt ?? 0) + 1;
  const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0);
  const key = { leadId: first.id, attempt };
  await store.insertAttempt(tx, key, { way, amountMinor, currency: first.currency, returnPath }, parts);
  return { ...key, way, amountMinor, currency: first.currency, returnPath, ...untold };
}
const untold = { providerId: null, pageUrl: null, state: 'open', refundedMinor: 0, surplusMinor: 0 } as const;

/** The payer is back from a provider that calls nobody: it is asked, and they go on to where the invoice leads. */
export async function comeBack(module: ModuleRuntime, key: store.AttemptKey): Promise<string> {
  const attempt = await module.tx(system, (tx) => store.findAttempt(tx, key));
  if (!attempt) return '/cabinet/payments';
  const provider = providerOf(attempt.way);
  if (attempt.providerId && attempt.state === 'open' && provider) {
    // Away now: the same is asked again every minute.
    const known = await provider.ask(module, attempt.providerId).catch(() => undefined);
    if (known) await heard(module, attempt.way, known);
  }
  return attempt.returnPath ?? '/cabinet/payments';
}

const lostAfterSeconds = 60;

/** Asks providers about attempts of which no word has come: it may have been lost. One that is away keeps no other waiting. */
export async function reconcile(module: ModuleRuntime): Promise<void> {
  const before = new Date(module.clock.now().getTime() - lostAfterSeconds * 1000);
  const attempts = await module.tx(system, (tx) => store.oldOpenAttempts(tx, before));
  const silent = new Set<string>();
  for (const { way, providerId } of attempts) {
    const provider = providerOf(way);
    if (!providerId || !provider?.configured(module) || silent.has(way)) continue;
    const known = await provider.ask(module, providerId).catch(() => undefined);
    if (!known) silent.add(way);
    else if (known.state !== 'open') await heard(module, way, known);
  }
  if (silent.size > 0) throw new Error(`payment providers do not answer: ${[...silent].join(', ')}`);
}
