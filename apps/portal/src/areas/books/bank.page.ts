// SPDX-License-Identifier: Apache-2.0
/** What the bank says, and where it differs from the books. */
import {
  differenceKinds,
  differenceStates,
  getDifference,
  getStatement,
  largestStatement,
  listDifferences,
  listStatements,
  propose,
  reconcileAccount,
  resolveDifference,
  takeStatement,
} from '@stoa/books/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { accountNames } from './ledger.page.ts';
import { cursorOf, isId, keeps, periodOf, readEntry, readers, reasonMissing } from './shared.ts';

export const statementsPage = definePage({
  path: '/books/statements',
  duty: readers,
  component: 'books/StatementsPage',
  load: async (context) => {
    const { call, query } = context;
    const banks = (await accountNames(context)).filter(({ iban }) => iban);
    const account = banks.find(({ code }) => code === query.account)?.code;
    const page = await call(listStatements, { ...(account ? { account } : {}), ...cursorOf(query) });
    return { ...{ statements: page.items, nextCursor: page.nextCursor, keeps: keeps(context) }, banks };
  },
  act: async ({ call }, form) => {
    const account = /^compare (\d{4})$/.exec(form.get('_do'))?.[1];
    if (account) {
      await call(reconcileAccount, { account });
      return redirect('/books/differences?state=open', { notice: 'books-done' });
    }
    const { file } = form.files;
    if (!file) return again([{ field: 'file', code: 'books.file-missing' }]);
    if (file.body.length > largestStatement) return again([{ field: 'file', code: 'books.file-too-large' }]);
    const { items, again: known } = await call(takeStatement, { xml: new TextDecoder().decode(file.body) });
    return redirect(`/books/statements/${items[0]?.id ?? ''}`, { notice: known ? 'books-known' : 'books-done' });
  },
});
export type StatementsProps = PropsOf<typeof statementsPage>;

export const statementPage = definePage({
  path: '/books/statements/:id',
  duty: readers,
  component: 'books/StatementPage',
  load: async ({ call, params, query }) => {
    if (!isId(params.id)) throw new Elsewhere('/books/statements');
    const { items, ...rest } = await call(getStatement, { id: params.id, ...cursorOf(query) });
    return { ...rest, entries: items };
  },
});
export type StatementProps = PropsOf<typeof statementPage>;

export const differencesPage = definePage({
  path: '/books/differences',
  duty: readers,
  component: 'books/DifferencesPage',
  load: async ({ call, query }) => {
    const state = differenceStates.find((one) => one === query.state);
    const kind = differenceKinds.find((one) => one === query.kind);
    const asked = { ...periodOf(query), ...(state ? { state } : {}), ...(kind ? { kind } : {}) };
    const { items, nextCursor } = await call(listDifferences, { ...asked, ...cursorOf(query) });
    return { differences: items, nextCursor, kinds: [...differenceKinds], states: [...differenceStates] };
  },
});
export type DifferencesProps = PropsOf<typeof differencesPage>;

export const differencePage = definePage({
  path: '/books/differences/:id',
  duty: readers,
  component: 'books/DifferencePage',
  load: async (context) => {
    const { call, params } = context;
    if (!isId(params.id)) throw new Elsewhere('/books/differences');
    return {
      ...{ ...(await call(getDifference, { id: params.id })), keeps: keeps(context) },
      accounts: (await accountNames(context)).map(({ code, title }) => ({ value: code, text: `${code} ${title}` })),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const reason = form.get('reason');
    if (form.get('_do') === 'explain') {
      const errors = reasonMissing(form);
      if (errors.length > 0) return again(errors);
      await call(resolveDifference, { id, reason });
      return redirect(`/books/differences/${id}`, { notice: 'books-done' });
    }
    const { errors, entry } = readEntry(form, 'difference');
    const all = [...errors, ...reasonMissing(form)];
    if (all.length > 0) return again(all);
    await call(propose, { asked: { kind: 'resolution', differenceId: id, entry }, reason });
    return redirect(`/books/differences/${id}`, { notice: 'books-asked' });
  },
});
export type DifferenceProps = PropsOf<typeof differencePage>;
