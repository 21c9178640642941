// SPDX-License-Identifier: Apache-2.0
import { getCase, payFee } from '@stoa/cases/contract';
import { definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { showCase } from './case-view.ts';

export const payPage = definePage({
  path: '/cases/:id/pay',
  signIn: true,
  component: 'citizen/PayPage',
  load: async (context) => {
    const { id, number, title, invoice } = showCase(
      await context.call(getCase, { id: context.params.id }),
      context.text,
    );
    if (!invoice || invoice.paid) throw new Elsewhere(`/cases/${id}`);
    return { id, number, title, invoice };
  },
  act: async (context) => redirect((await context.call(payFee, { id: context.params.id })).redirectUrl),
});
export type PayProps = PropsOf<typeof payPage>;

/** Where the payment provider sends the payer back; its callback may come a little later. */
export const paidPage = definePage({
  path: '/cases/:id/paid',
  signIn: true,
  component: 'citizen/PaidPage',
  load: async (context) => {
    const { id, number, title, invoice, state } = showCase(
      await context.call(getCase, { id: context.params.id }),
      context.text,
    );
    // Nothing is waited for where the application ended meanwhile.
    if (state === 'closed' && !invoice?.paid) throw new Elsewhere(`/cases/${id}`);
    return { id, number, title, paid: invoice?.paid ?? false };
  },
});
export type PaidProps = PropsOf<typeof paidPage>;
