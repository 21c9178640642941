// SPDX-License-Identifier: Apache-2.0
/** Ways back to an account. */
import { describeRecovery, finishRecovery, recoverEverything, recoverPassword } from '@stoa/accounts/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { proofOf } from './facts.ts';
import type { SentProps } from './register.page.ts';

export const recoverPage = definePage({
  path: '/recover',
  limit: 60,
  component: 'accounts/RecoverPage',
  load: () => ({}),
  act: async ({ call }, form) => {
    await call(recoverPassword, { login: form.get('login') });
    return redirect('/recover/sent');
  },
});

export const recoverSentPage = definePage({
  path: '/recover/sent',
  component: 'accounts/SentPage',
  load: ({ query }): SentProps => ({ of: query.of === 'all' ? 'recover-all' : 'recover' }),
});

export const recoverEverythingPage = definePage({
  path: '/recover/everything',
  limit: 60,
  component: 'accounts/RecoverEverythingPage',
  load: () => ({}),
  act: async ({ call }, form) => {
    await call(recoverEverything, proofOf(form));
    return redirect('/recover/sent?of=all');
  },
});

export const finishRecoveryPage = definePage({
  path: '/recover/link/:token',
  limit: 30,
  component: 'accounts/RecoveredPage',
  load: ({ call, params }) => call(describeRecovery, { token: params.token }),
  act: async ({ call, params }, form) => {
    const password = form.get('password');
    if (password !== form.get('repeated')) return again([{ field: 'repeated', code: 'passwords-differ' }]);
    await call(finishRecovery, { token: params.token, password, ...proofOf(form) });
    return redirect('/sign-in?returnTo=/cabinet');
  },
});
export type RecoveredProps = PropsOf<typeof finishRecoveryPage>;
