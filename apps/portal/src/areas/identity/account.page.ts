// SPDX-License-Identifier: Apache-2.0
import { describeLink, getProfile, requestEmailChange, setContactDetails, useLink } from '@stoa/identity/contract';
import { type Language, languages } from '@stoa/kernel/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';

/** A link sent to a person: choosing a password, or confirming a new address. */
export const linkPage = definePage({
  path: '/account/link/:token',
  limit: 30,
  component: 'identity/LinkPage',
  load: ({ call, params }) => call(describeLink, { token: params.token }),
  act: async ({ call, params }, form) => {
    const password = form.get('password');
    if (form.names.includes('password') && password !== form.get('repeated'))
      return again([{ field: 'repeated', code: 'passwords-differ' }]);
    const { purpose } = await call(useLink, { token: params.token, ...(password ? { password } : {}) });
    if (purpose === 'activate') return redirect('/sign-in?returnTo=/cabinet');
    return redirect('/cabinet/account', { notice: purpose === 'change-email' ? 'email-new-address' : 'email-changed' });
  },
});
export type LinkProps = PropsOf<typeof linkPage>;

/** For those who typed the address: signing out is a button, so that no other site can do it. */
export const signOutPage = definePage({
  path: '/sign-out',
  component: 'identity/SignOutPage',
  load: ({ principal }) => ({ signedIn: principal.kind === 'person' }),
});
export type SignOutProps = PropsOf<typeof signOutPage>;

const isLanguage = (value: string): value is Language => languages.some((one) => one === value);

/** A person's own address. */
export const accountPage = definePage({
  path: '/cabinet/account',
  signIn: true,
  component: 'identity/AccountPage',
  load: async ({ call }) => {
    const { name, email, phone, language } = await call(getProfile, {});
    return { name, email, phone, language };
  },
  act: async ({ call }, form) => {
    if (form.names.includes('phone')) {
      const [phone, language] = [form.get('phone'), form.get('language')];
      await call(setContactDetails, {
        ...(phone ? { phone } : {}),
        ...(isLanguage(language) ? { language } : {}),
      });
      return redirect('/cabinet/account', { notice: 'contact-saved' });
    }
    const { confirmAt } = await call(requestEmailChange, { email: form.get('email') });
    return redirect('/cabinet/account', { notice: `email-${confirmAt}` });
  },
});
export type AccountProps = PropsOf<typeof accountPage>;
