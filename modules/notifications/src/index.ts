// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import * as contract from './contract.ts';
import { sendEmail } from './email.ts';
import { fromIdentity, fromOrganisations, sendCode, sendLink } from './identity-messages.ts';
import { takeNotices, takeReceipts, tellRead } from './notices.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'notifications',
  contract,
  routes,
  handlers: [
    ...[sendEmail, sendLink, sendCode, tellRead, ...fromIdentity, ...fromOrganisations],
    every('notifications.take-notices', 2, takeNotices),
    every('notifications.take-receipts', 60, takeReceipts),
  ],
  sealed: { message: { key: 'id::text', columns: ['subject', 'body', 'link'] } },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
