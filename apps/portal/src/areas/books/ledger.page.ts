// SPDX-License-Identifier: Apache-2.0
/** The ledger: what stands where, entry by entry and account by account. */
import {
  getAccount,
  getChart,
  getEntry,
  getRevenue,
  getTrialBalance,
  listClosings,
  listDays,
  listDifferences,
  listEntries,
  listProposals,
  propose,
} from '@stoa/books/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf, isId, keeps, periodOf, readEntry, readers, reasonMissing } from './shared.ts';

type Asking = Pick<PageContext, 'call' | 'text'>;
/** Accounts by their number, in the language of the page. */
export async function accountNames({ call, text }: Asking): Promise<{ code: string; title: string; iban?: string }[]> {
  const { accounts } = await call(getChart, {});
  return accounts.map(({ code, title, iban }) => ({ code, title: text(title), ...(iban ? { iban } : {}) }));
}
const monthsBefore = (month: string, count: number) => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 10);
};

export const booksPage = definePage({
  path: '/books',
  duty: readers,
  component: 'books/OverviewPage',
  load: async ({ call }) => {
    const { to, rows } = await call(getTrialBalance, {});
    const { rows: revenue } = await call(getRevenue, { from: monthsBefore(to.slice(0, 7), 11) });
    const months = [...Map.groupBy(revenue, ({ month }) => month)].map(([month, of]) => ({
      ...{ month, currency: of[0]?.currency ?? 'EUR' },
      amountMinor: of.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    }));
    const differences = await call(listDifferences, { state: 'open', limit: 100 });
    const proposals = await call(listProposals, { state: 'open', limit: 100 });
    const { openFrom } = await call(listClosings, { limit: 1 });
    const days = await call(listDays, { limit: 10 });
    const banks = rows.filter(({ account }) => ['1010', '1020', '1030'].includes(account));
    return {
      ...{ months, openFrom, days: days.items.map((one) => ({ ...one, id: `${one.day} ${one.account}` })) },
      ...{ differences: differences.items.length, proposals: proposals.items.length },
      bankMinor: banks.reduce((sum, { closingMinor }) => sum + closingMinor, 0),
      currency: banks[0]?.currency ?? 'EUR',
    };
  },
});
export type BooksProps = PropsOf<typeof booksPage>;

export const balancePage = definePage({
  path: '/books/trial-balance',
  duty: readers,
  component: 'books/BalancePage',
  load: async (context) => {
    const names = new Map((await accountNames(context)).map(({ code, title }) => [code, title]));
    const { rows, ...period } = await context.call(getTrialBalance, periodOf(context.query));
    return { ...period, rows: rows.map((row) => ({ ...row, title: names.get(row.account) ?? '' })) };
  },
});
export type BalanceProps = PropsOf<typeof balancePage>;

export const accountPage = definePage({
  path: '/books/accounts/:account',
  duty: readers,
  component: 'books/AccountPage',
  load: async (context) => {
    const { call, params, query } = context;
    const { account } = params;
    if (!/^\d{4}(\.[a-z0-9-]{1,60})?$/.test(account)) throw new Elsewhere('/books/trial-balance');
    const title = (await accountNames(context)).find(({ code }) => code === account.slice(0, 4))?.title ?? '';
    const { items, nextCursor } = await call(getAccount, { account, ...periodOf(query), ...cursorOf(query) });
    return { account, title, nextCursor, rows: items.map((one) => ({ ...one, id: `${one.entryId} ${one.line}` })) };
  },
});
export type AccountProps = PropsOf<typeof accountPage>;

function entryFilter({ account, kind, search }: PageContext['query']) {
  return {
    ...(/^\d{4}(\.[a-z0-9-]{1,60})?$/.test(account ?? '') ? { account } : {}),
    ...(/^[a-z]{2,30}(-[a-z]{1,30}){0,4}$/.test(kind ?? '') ? { kind } : {}),
    ...(search?.trim() ? { search: search.trim().slice(0, 200) } : {}),
  };
}
export const entriesPage = definePage({
  path: '/books/entries',
  duty: readers,
  component: 'books/EntriesPage',
  load: async (context) => {
    const { call, query } = context;
    const page = await call(listEntries, { ...periodOf(query), ...entryFilter(query), ...cursorOf(query) });
    return {
      ...{ entries: page.items, nextCursor: page.nextCursor, keeps: keeps(context) },
      accounts: (await accountNames(context)).map(({ code, title }) => ({ value: code, text: `${code} ${title}` })),
    };
  },
  act: async ({ call }, form) => {
    const { errors, entry } = readEntry(form, 'by-hand');
    const all = [...errors, ...reasonMissing(form)];
    if (all.length > 0) return again(all);
    await call(propose, { asked: { kind: 'entry', entry }, reason: form.get('reason') });
    return redirect('/books/proposals', { notice: 'books-asked' });
  },
});
export type EntriesProps = PropsOf<typeof entriesPage>;

export const entryPage = definePage({
  path: '/books/entries/:id',
  duty: readers,
  component: 'books/EntryPage',
  load: async (context) => {
    const { call, params } = context;
    if (!isId(params.id)) throw new Elsewhere('/books/entries');
    const names = new Map((await accountNames(context)).map(({ code, title }) => [code, title]));
    const { postings, ...entry } = await call(getEntry, { id: params.id });
    return {
      ...{ ...entry, keeps: keeps(context) },
      postings: postings.map((one) => ({ ...one, title: names.get(one.account.slice(0, 4)) ?? '' })),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const errors = reasonMissing(form);
    if (errors.length > 0) return again(errors);
    await call(propose, { asked: { kind: 'reversal', entryId: id }, reason: form.get('reason') });
    return redirect('/books/proposals', { notice: 'books-asked' });
  },
});
export type EntryProps = PropsOf<typeof entryPage>;

const levels = ['state', 'region', 'municipality'] as const;
export const revenuePage = definePage({
  path: '/books/revenue',
  duty: readers,
  component: 'books/RevenuePage',
  load: async (context) => {
    const { call, query } = context;
    const level = levels.find((one) => one === query.level);
    const { rows } = await call(getRevenue, { ...periodOf(query), ...(level ? { level } : {}) });
    const names = new Map((await accountNames(context)).map(({ code, title }) => [code, title]));
    const sums = (keyOf: (row: (typeof rows)[number]) => string) =>
      [...Map.groupBy(rows, keyOf)].map(([key, of]) => ({
        ...{ key, currency: of[0]?.currency ?? 'EUR' },
        amountMinor: of.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      }));
    return {
      budgets: sums(({ level: of, region }) => `${of}${region ? ` ${region}` : ''}`),
      accounts: sums(({ account }) => account).map((one) => ({ ...one, title: names.get(one.key) ?? '' })),
      months: sums(({ month }) => month),
    };
  },
});
export type RevenueProps = PropsOf<typeof revenuePage>;
