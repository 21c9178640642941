// SPDX-License-Identifier: Apache-2.0
/** The office that keeps account: invoices, one with its whole way, and what waits for somebody. */
import {
  allotTransfer,
  answerDispute,
  askRefund,
  decideRefund,
  disputeStates,
  exemptInvoice,
  getFigures,
  getWay,
  listDisputes,
  listInvoices,
  listRefunds,
  listTransfers,
  orders,
  payRefundAgain,
  refundStates,
  ways,
} from '@stoa/payments/contract';
import { again, definePage, Elsewhere, type Form, type PropsOf, redirect } from '../../server/page.ts';
import { accountant, days, filterOf, home, isId, minorOf, titlesOf } from './shared.ts';

const done = (path: string) => redirect(path, { notice: 'payments-done' });
const cursorOf = ({ cursor }: Readonly<Record<string, string>>) => (cursor ? { cursor } : {});

export const invoicesPage = definePage({
  path: '/payments',
  duty: accountant,
  component: 'payments/InvoicesPage',
  load: async (context) => {
    const { call, query, text } = context;
    const way = ways.find((one) => one === query.way);
    const order = orders.find((one) => one === query.order) ?? 'created';
    const search = query.search?.trim().slice(0, 60);
    const found = await call(listInvoices, {
      ...{ ...filterOf(query), order, rising: query.rising === 'yes', limit: 20 },
      ...(way ? { way } : {}),
      ...(search ? { search } : {}),
    });
    const { waiting, currency } = await call(getFigures, {});
    return {
      titles: await titlesOf(context),
      ...{ waiting, currency, codes: found.codes, nextCursor: found.nextCursor },
      invoices: found.items.map((invoice) => ({ ...invoice, what: invoice.lines.map(({ title }) => text(title)) })),
    };
  },
});
export type InvoicesProps = PropsOf<typeof invoicesPage>;

export const figuresPage = definePage({
  path: '/payments/figures',
  duty: accountant,
  component: 'payments/FiguresPage',
  load: async (context) => ({
    ...(await context.call(getFigures, days(context.query))),
    titles: await titlesOf(context),
  }),
});
export type FiguresProps = PropsOf<typeof figuresPage>;

export const invoicePage = definePage({
  path: '/payments/invoices/:id',
  duty: accountant,
  component: 'payments/InvoicePage',
  load: async ({ call, params, text }) => {
    if (!isId(params.id)) throw new Elsewhere(home);
    const { invoice, ...rest } = await call(getWay, { id: params.id });
    return {
      ...rest,
      invoice: { ...invoice, lines: invoice.lines.map((line) => ({ ...line, title: text(line.title) })) },
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const { invoice } = await call(getWay, { id });
    const exempts = form.get('_do') === 'exempt';
    const field = exempts ? 'exempt' : 'amount';
    const amountMinor = minorOf(form.get(field), invoice.currency);
    const errors = [
      ...(amountMinor === undefined ? [{ field, code: 'payments.amount-unclear' }] : []),
      ...(exempts ? ['act', 'clause'] : ['reason'])
        .filter((name) => form.get(name).length < (name === 'reason' ? 5 : name === 'act' ? 3 : 1))
        .map((name) => ({ field: name, code: 'payments.field-missing' })),
    ];
    if (errors.length > 0 || amountMinor === undefined) return again(errors);
    if (exempts) await call(exemptInvoice, { id, amountMinor, act: form.get('act'), clause: form.get('clause') });
    else await call(askRefund, { id, amountMinor, reason: form.get('reason') });
    return done(`${home}/invoices/${id}`);
  },
});
export type InvoiceProps = PropsOf<typeof invoicePage>;

/** Buttons say what to do and to which: `approve <id>`. */
const pressed = (form: Form) => {
  const [act = '', id = ''] = form.get('_do').split(' ');
  return { act, id };
};

export const refundsPage = definePage({
  path: '/payments/refunds',
  duty: accountant,
  component: 'payments/RefundsPage',
  load: ({ call, query }) => {
    const state = refundStates.find((one) => one === query.state);
    return call(listRefunds, { limit: 20, ...cursorOf(query), ...(state ? { state } : {}) });
  },
  act: async ({ call }, form) => {
    const { act, id } = pressed(form);
    if (!isId(id)) return done(`${home}/refunds`);
    if (act === 'again') await call(payRefundAgain, { id });
    else await call(decideRefund, { id, approve: act === 'approve' });
    return done(`${home}/refunds`);
  },
});
export type RefundsProps = PropsOf<typeof refundsPage>;

export const disputesPage = definePage({
  path: '/payments/disputes',
  duty: accountant,
  component: 'payments/DisputesPage',
  load: ({ call, query }) => {
    const state = disputeStates.find((one) => one === query.state);
    return call(listDisputes, { limit: 20, ...cursorOf(query), ...(state ? { state } : {}) });
  },
  act: async ({ call }, form) => {
    const { act, id } = pressed(form);
    if (!isId(id)) return done(`${home}/disputes`);
    const evidence = form.get('evidence');
    if (act === 'contest' && evidence.length < 10)
      return again([{ field: 'evidence', code: 'payments.field-missing' }]);
    if (act === 'accept' && form.get('sure') !== 'yes') return again([{ field: 'sure', code: 'payments.not-sure' }]);
    await call(answerDispute, { id, ...(act === 'contest' ? { evidence } : {}) });
    return done(`${home}/disputes`);
  },
});
export type DisputesProps = PropsOf<typeof disputesPage>;

export const transfersPage = definePage({
  path: '/payments/transfers',
  duty: accountant,
  component: 'payments/TransfersPage',
  load: ({ call, query }) => {
    const state = (['matched', 'unmatched'] as const).find((one) => one === query.state);
    return call(listTransfers, { limit: 20, ...cursorOf(query), ...(state ? { state } : {}) });
  },
  act: async ({ call }, form) => {
    const [entryId, invoiceNumber] = [form.get('_do'), form.get('number')];
    if (!/^\d{4}-\d+$/.test(invoiceNumber)) return again([{ field: 'number', code: 'payments.field-missing' }]);
    await call(allotTransfer, { entryId, invoiceNumber });
    return done(`${home}/transfers`);
  },
});
export type TransfersProps = PropsOf<typeof transfersPage>;
