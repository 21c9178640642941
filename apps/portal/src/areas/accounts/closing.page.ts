// SPDX-License-Identifier: Apache-2.0
import { askClosing, getClosing, keepAccount } from '@stoa/accounts/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';

/** A person gives up their account, or keeps it after all. */
export const closingPage = definePage({
  path: '/cabinet/closing',
  signIn: true,
  component: 'accounts/ClosingPage',
  load: ({ call }) => call(getClosing, {}),
  act: async ({ call }, form) => {
    if (form.get('_keep')) {
      await call(keepAccount, {});
      return redirect('/cabinet/account', { notice: 'account-kept' });
    }
    await call(askClosing, {});
    return redirect('/cabinet/closing');
  },
});
export type ClosingProps = PropsOf<typeof closingPage>;
