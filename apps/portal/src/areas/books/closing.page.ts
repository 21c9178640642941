// SPDX-License-Identifier: Apache-2.0
/** What two persons do: entries by hand, charts of accounts, the closing of days and months. */
import { decide, getChart, listClosings, listProposals, propose } from '@stoa/books/contract';
import { localText } from '../../server/local-text.ts';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf, decides, keeps, readers, reasonMissing } from './shared.ts';

const states = ['open', 'done', 'refused'] as const;
export const proposalsPage = definePage({
  path: '/books/proposals',
  duty: readers,
  component: 'books/ProposalsPage',
  load: async (context) => {
    const { call, query } = context;
    const state = states.find((one) => one === query.state);
    const { items, nextCursor } = await call(listProposals, { ...(state ? { state } : {}), ...cursorOf(query) });
    return { proposals: items, nextCursor, state, decides: decides(context) };
  },
  act: async ({ call }, form) => {
    const [, what = '', id = ''] = /^(approve|refuse) ([0-9a-f-]{36})$/.exec(form.get('_do')) ?? [];
    if (!id) return again([{ field: '_do', code: 'form.again' }]);
    await call(decide, { id, approve: what === 'approve' });
    return redirect('/books/proposals', { notice: 'books-decided' });
  },
});
export type ProposalsProps = PropsOf<typeof proposalsPage>;

export const closingsPage = definePage({
  path: '/books/closings',
  duty: readers,
  component: 'books/ClosingsPage',
  load: async (context) => {
    const { call, query } = context;
    const { items, ...rest } = await call(listClosings, cursorOf(query));
    const { items: months } = await call(listClosings, { kind: 'period', limit: 13 });
    return { ...rest, closings: items, months: months.map(({ from }) => from.slice(0, 7)), keeps: keeps(context) };
  },
  act: async ({ call }, form) => {
    const month = form.get('month');
    const day = form.get('day');
    const errors = reasonMissing(form);
    const byMonth = form.get('_do') === 'period';
    if (byMonth && !/^20\d\d-(0[1-9]|1[0-2])$/.test(month)) errors.push({ field: 'month', code: 'books.month-wrong' });
    if (!byMonth && !/^20\d\d-\d\d-\d\d$/.test(day)) errors.push({ field: 'day', code: 'books.day-wrong' });
    if (errors.length > 0) return again(errors);
    const asked = byMonth ? ({ kind: 'period', month } as const) : ({ kind: 'day', day } as const);
    await call(propose, { asked, reason: form.get('reason') });
    return redirect('/books/proposals', { notice: 'books-asked' });
  },
});
export type ClosingsProps = PropsOf<typeof closingsPage>;

export const chartPage = definePage({
  path: '/books/chart',
  duty: readers,
  component: 'books/ChartPage',
  load: async (context) => {
    const { call, query, text } = context;
    const version = /^[1-9]\d{0,4}$/.test(query.version ?? '') ? Number(query.version) : undefined;
    const { accounts, sharings, ...chart } = await call(getChart, version ? { version } : {});
    return {
      ...{ ...chart, keeps: keeps(context) },
      accounts: accounts.map(({ title, ...one }) => ({ ...one, id: one.code, title: text(title) })),
      sharings: sharings.map(({ title, ...one }) => ({ ...one, id: one.code, title: text(title) })),
    };
  },
  /** Another account, or another title: the rest of the chart stays as it is. */
  act: async ({ call }, form) => {
    const kind = (['asset', 'liability', 'income', 'expense'] as const).find((one) => one === form.get('kind'));
    const [code, title, validFrom] = [form.get('code'), localText(form, 'title'), form.get('validFrom')];
    const errors = [
      ...(/^\d{4}$/.test(code) ? [] : [{ field: 'code', code: 'books.account-wrong' }]),
      ...(title.en.length > 1 ? [] : [{ field: 'title.en', code: 'books.text-missing' }]),
      ...(kind ? [] : [{ field: 'kind', code: 'books.text-missing' }]),
      ...(/^20\d\d-\d\d-\d\d$/.test(validFrom) ? [] : [{ field: 'validFrom', code: 'books.day-wrong' }]),
      ...reasonMissing(form),
    ];
    if (errors.length > 0 || !kind) return again(errors);
    const { accounts, sharings } = await call(getChart, {});
    const sharing = sharings.find((one) => one.code === form.get('sharing'))?.code;
    // What is kept of one that is there: its account at the bank, and its title in languages that nobody typed.
    const known = accounts.find((one) => one.code === code);
    const added = {
      ...{ code, kind, title: { ...known?.title, ...title } },
      ...(known?.iban && known.currency ? { iban: known.iban, currency: known.currency } : {}),
      ...(kind === 'income' && sharing ? { sharing } : {}),
    };
    const rest = accounts.filter((one) => one.code !== code);
    const chart = { validFrom, sharings, accounts: [...rest, added].sort((a, b) => (a.code < b.code ? -1 : 1)) };
    await call(propose, { asked: { kind: 'chart', chart }, reason: form.get('reason') });
    return redirect('/books/proposals', { notice: 'books-asked' });
  },
});
export type ChartProps = PropsOf<typeof chartPage>;
