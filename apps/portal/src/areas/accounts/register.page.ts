// SPDX-License-Identifier: Apache-2.0
/** Registration, one thing a page. What a page answers never says who is known. */
import {
  completeRegistration,
  describeInvitation,
  describeRegistration,
  registerByNumber,
  registerByPassport,
} from '@stoa/accounts/contract';
import { again, definePage, type Form, type PropsOf, redirect } from '../../server/page.ts';
import { factsOf } from './facts.ts';

const invitationOf = (text: string | undefined) => (text && /^[\w-]{20,200}$/.test(text) ? text : '');
const asked = (form: Form) => {
  const invitation = invitationOf(form.get('invitation'));
  return { email: form.get('email'), ...(invitation ? { invitation } : {}) };
};

export const registerPage = definePage({
  path: '/register',
  component: 'accounts/RegisterPage',
  load: ({ query }) => ({ invitation: invitationOf(query.invitation) }),
  act: (_, form) => {
    const way = form.get('way');
    const invitation = invitationOf(form.get('invitation'));
    if (way !== 'number' && way !== 'passport') return again([{ field: 'way', code: 'accounts.way-missing' }]);
    return redirect(`/register/${way}${invitation ? `?invitation=${invitation}` : ''}`);
  },
});
export type RegisterProps = PropsOf<typeof registerPage>;

export const registerByNumberPage = definePage({
  path: '/register/number',
  limit: 60,
  component: 'accounts/ByNumberPage',
  load: ({ query }) => ({ invitation: invitationOf(query.invitation) }),
  act: async ({ call, language }, form) => {
    await call(registerByNumber, { ...factsOf(form), ...asked(form), language });
    return redirect('/register/sent');
  },
});
export type ByNumberProps = PropsOf<typeof registerByNumberPage>;

export const registerByPassportPage = definePage({
  path: '/register/passport',
  limit: 60,
  component: 'accounts/ByPassportPage',
  load: ({ query }) => ({ invitation: invitationOf(query.invitation) }),
  act: async ({ call, language }, form) => {
    await call(registerByPassport, { mrz: form.get('mrz'), ...asked(form), language });
    return redirect('/register/sent');
  },
});
export type ByPassportProps = PropsOf<typeof registerByPassportPage>;

export const registerSentPage = definePage({
  path: '/register/sent',
  component: 'accounts/SentPage',
  load: () => ({ of: 'register' as 'register' | 'recover' | 'recover-all' }),
});
export type SentProps = PropsOf<typeof registerSentPage>;

export const invitedPage = definePage({
  path: '/register/invited/:token',
  limit: 30,
  component: 'accounts/InvitedPage',
  load: async ({ call, params }) => ({
    ...(await call(describeInvitation, { token: params.token })),
    token: params.token,
  }),
});
export type InvitedProps = PropsOf<typeof invitedPage>;

export const finishRegistrationPage = definePage({
  path: '/register/link/:token',
  limit: 30,
  component: 'accounts/FinishPage',
  load: ({ call, params }) => call(describeRegistration, { token: params.token }),
  act: async ({ call, params }, form) => {
    const password = form.get('password');
    if (password !== form.get('repeated')) return again([{ field: 'repeated', code: 'passwords-differ' }]);
    await call(completeRegistration, { token: params.token, login: form.get('login').toLowerCase(), password });
    return redirect('/sign-in?returnTo=/cabinet');
  },
});
export type FinishProps = PropsOf<typeof finishRegistrationPage>;
