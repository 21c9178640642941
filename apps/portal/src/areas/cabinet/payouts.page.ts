// SPDX-License-Identifier: Apache-2.0
/** What somebody gets, when, and where to. */
import { activateVoucher, chooseAccount, listOwn } from '@stoa/payouts/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf } from '../books/shared.ts';

export const ownPayoutsPage = definePage({
  path: '/cabinet/payouts',
  signIn: true,
  component: 'cabinet/PayoutsPage',
  load: async ({ call, query, text, principal }) => {
    const known = principal.kind === 'person' && (principal.personKey || principal.actingFor);
    if (!known) return { list: [], vouchers: [], changes: [], account: undefined, nextCursor: undefined, known: false };
    const { items, vouchers, changes, ...rest } = await call(listOwn, cursorOf(query));
    return {
      ...{ account: rest.account, nextCursor: rest.nextCursor, known: true },
      list: items.map(({ title, reason, ...one }) => ({ ...one, title: text(title), reason: text(reason) })),
      vouchers,
      changes: changes.map((one, at) => ({ ...one, id: String(at) })),
    };
  },
  act: async ({ call }, form) => {
    const voucher = /^activate ([0-9a-f-]{36})$/.exec(form.get('_do'))?.[1];
    if (voucher) {
      await call(activateVoucher, { id: voucher });
      return redirect('/cabinet/payouts', { notice: 'payouts-done' });
    }
    const way = form.get('way') === 'voucher' ? ('voucher' as const) : ('iban' as const);
    const [iban, name] = [form.get('iban'), form.get('name')];
    if (way === 'iban' && iban.length < 15) return again([{ field: 'iban', code: 'payouts.iban-wrong' }]);
    if (way === 'iban' && name.length < 2) return again([{ field: 'name', code: 'payouts.name-missing' }]);
    await call(chooseAccount, {
      way,
      ...(iban && way === 'iban' ? { iban: iban.slice(0, 50) } : {}),
      ...(name ? { name } : {}),
    });
    return redirect('/cabinet/payouts', { notice: 'account-chosen' });
  },
});
export type OwnPayoutsProps = PropsOf<typeof ownPayoutsPage>;
