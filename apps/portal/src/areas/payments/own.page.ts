// SPDX-License-Identifier: Apache-2.0
/** What a payer owes and has paid: the list, several paid at once, one invoice with a part of it. */
import { getWay, listOwnInvoices, startBasket, startCheckout } from '@stoa/payments/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { filterOf, isId, minorOf, own, providerOf, titlesOf } from './shared.ts';

export const ownPaymentsPage = definePage({
  path: '/cabinet/payments',
  signIn: true,
  component: 'payments/OwnPage',
  load: async (context) => {
    const { call, query, text } = context;
    const found = await call(listOwnInvoices, { ...filterOf(query), limit: 20 });
    return {
      ...found,
      titles: await titlesOf(context),
      items: found.items.map((invoice) => ({ ...invoice, what: invoice.lines.map(({ title }) => text(title)) })),
    };
  },
  act: async ({ call }, form) => {
    const invoiceIds = form.all('invoice').filter(isId);
    const [first] = invoiceIds;
    if (!first) return again([{ field: 'invoice', code: 'payments.none-chosen' }]);
    const provider = providerOf(form.get('provider'));
    const { redirectUrl } =
      invoiceIds.length === 1
        ? await call(startCheckout, { id: first, ...provider })
        : await call(startBasket, { invoiceIds, ...provider });
    return redirect(redirectUrl);
  },
});
export type OwnPaymentsProps = PropsOf<typeof ownPaymentsPage>;

export const ownInvoicePage = definePage({
  path: '/cabinet/payments/:id',
  signIn: true,
  component: 'payments/OwnInvoicePage',
  load: async ({ call, params, text }) => {
    if (!isId(params.id)) throw new Elsewhere(own);
    const { invoice, steps, providers, account } = await call(getWay, { id: params.id });
    return {
      ...{ steps, providers, account },
      invoice: { ...invoice, lines: invoice.lines.map((line) => ({ ...line, title: text(line.title) })) },
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const { invoice } = await call(getWay, { id });
    const typed = form.get('amount');
    const amountMinor = typed === '' ? undefined : minorOf(typed, invoice.currency);
    if (typed !== '' && amountMinor === undefined) return again([{ field: 'amount', code: 'payments.amount-unclear' }]);
    const part = amountMinor !== undefined && amountMinor !== invoice.owedMinor ? { amountMinor } : {};
    return redirect((await call(startCheckout, { id, ...part, ...providerOf(form.get('provider')) })).redirectUrl);
  },
});
export type OwnInvoiceProps = PropsOf<typeof ownInvoicePage>;
