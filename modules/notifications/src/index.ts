// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import { callBack } from './api/callbacks.ts';
import { readBounces } from './bounces/bounces.ts';
import * as contract from './contract.ts';
import { fromIdentity, fromOrganisations, sendCode, sendLink } from './identity-messages.ts';
import { takeNotices, takeReceipts, tellRead } from './notices.ts';
import { fallBack } from './routing/fall-back.ts';
import { digest, route } from './routing/route.ts';
import { ownData, retention } from './personal/index.ts';
import { routes } from './routes.ts';
import { startSending } from './sending/pump.ts';

export default defineModule({
  name: 'notifications',
  contract,
  routes,
  handlers: [
    ...[route, fallBack, digest, callBack, sendLink, sendCode, tellRead, ...fromIdentity, ...fromOrganisations],
    every('notifications.take-notices', 2, takeNotices),
    every('notifications.take-receipts', 60, takeReceipts),
    every('notifications.read-bounces', 60, readBounces),
  ],
  sealed: {
    message: { key: 'id::text', columns: ['subject', 'body', 'link', 'data'] },
    delivery: { key: 'id::text', columns: ['address', 'data'] },
    preference: { key: 'person_key', columns: ['phone', 'post_lines'] },
    phone_proof: { key: 'person_key', columns: ['phone'] },
    push_device: { key: 'id::text', columns: ['subscription'] },
  },
  ownData,
  retention,
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => startSending(module),
});
