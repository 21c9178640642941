// SPDX-License-Identifier: Apache-2.0
import { invite } from '@stoa/accounts/contract';
import { emailText, isEmail } from '@stoa/kernel/text';
import { again, definePage, redirect } from '../../server/page.ts';
import { grantor } from './administration.page.ts';

/** Whoever is to be put on a post, or to come in from outside, is asked to register. */
export const invitePage = definePage({
  path: '/administration/invitations',
  duty: [grantor, 'accounts.officer'],
  component: 'administration/InvitePage',
  load: () => ({}),
  act: async ({ call, language }, form) => {
    const email = emailText(form.get('email'));
    if (!isEmail(email)) return again([{ field: 'email', code: 'administration.email-unreadable' }]);
    await call(invite, { email, language });
    return redirect('/administration/invitations', { notice: 'invited' });
  },
});
