// SPDX-License-Identifier: Apache-2.0
/** What is asked for what, for everybody to read; and how a new version comes into force. */
import { languages } from '@stoa/kernel/contract';
import { decideFee, draftFee, listFeeDrafts, listFees } from '@stoa/payments/contract';
import { localText } from '../../server/local-text.ts';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { accountant, days, home, isId, minorOf } from './shared.ts';

export const feesPage = definePage({
  path: '/fees',
  component: 'payments/FeesPage',
  load: async ({ call, query, text }) => {
    const { from: on } = days({ from: query.on ?? '' });
    const region = /^[A-Z]{2}(-[A-Z0-9]{1,6}){0,2}$/.test(query.territory ?? '') ? query.territory : undefined;
    const search = query.search?.trim().slice(0, 100);
    const found = await call(listFees, {
      ...(on ? { on } : {}),
      ...(region ? { territory: region } : {}),
      ...(search ? { search } : {}),
    });
    return { on: found.on, fees: found.items.map((fee) => ({ ...fee, title: text(fee.title) })) };
  },
});
export type FeesProps = PropsOf<typeof feesPage>;

export const feeDraftsPage = definePage({
  path: '/payments/fees',
  duty: accountant,
  component: 'payments/FeeDraftsPage',
  load: async ({ call, text }) => {
    const { items } = await call(listFeeDrafts, {});
    return { drafts: items.map((draft) => ({ ...draft, title: text(draft.title) })) };
  },
  act: async ({ call }, form) => {
    const [act = '', id = ''] = form.get('_do').split(' ');
    const done = redirect(`${home}/fees`, { notice: 'payments-done' });
    if (act !== 'draft') {
      if (isId(id)) await call(decideFee, { id, publish: act === 'publish' });
      return done;
    }
    const amountMinor = minorOf(form.get('amount'), 'EUR');
    // Payers read it on their invoices, each in their language.
    const titles = languages.map((language) => `title.${language}`);
    const missing = ['code', ...titles, 'fromOn', 'act', 'clause'].filter((field) => form.get(field) === '');
    if (missing.length > 0 || amountMinor === undefined)
      return again([
        ...missing.map((field) => ({ field, code: 'payments.field-missing' })),
        ...(amountMinor === undefined ? [{ field: 'amount', code: 'payments.amount-unclear' }] : []),
      ]);
    const territory = form.get('territory');
    await call(draftFee, {
      ...{ code: form.get('code'), title: localText(form, 'title'), amountMinor, currency: 'EUR' },
      ...{ fromOn: form.get('fromOn'), act: form.get('act'), clause: form.get('clause') },
      ...(territory ? { territory } : {}),
    });
    return done;
  },
});
export type FeeDraftsProps = PropsOf<typeof feeDraftsPage>;
