// SPDX-License-Identifier: Apache-2.0
import { every, on } from '@stoa/kernel';
import { dataAccessed } from '@stoa/kernel/contract';
import { dropExpiredPayloads } from './oidc-store.ts';
import { keepAccess } from './profile.ts';
import { dropExpiredSessions } from './sessions.ts';

export const handlers = [
  on(dataAccessed, keepAccess),
  every('identity.sweep-expired', 600, (module) =>
    module.tx({ kind: 'system' }, async (tx) => {
      await dropExpiredSessions(tx);
      await dropExpiredPayloads(tx);
    }),
  ),
];
