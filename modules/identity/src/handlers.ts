// SPDX-License-Identifier: Apache-2.0
import { every, on } from '@stoa/kernel';
import { dataAccessed } from '@stoa/kernel/contract';
import { dropOldLinks } from './links.ts';
import { keepAccess } from './profile.ts';
import { dropOldSignIns } from './sessions/own.ts';
import { dropExpiredSessions } from './sessions/sessions.ts';
import { dropOldAttempts } from './sign-in/attempts.ts';
import { dropExpiredRecords } from './sign-in/provider-records.ts';

export const handlers = [
  on(dataAccessed, keepAccess),
  every('identity.sweep-expired', 600, (module) =>
    module.tx({ kind: 'system' }, async (tx) => {
      await dropExpiredSessions(tx);
      await dropExpiredRecords(tx);
      await dropOldAttempts(tx);
      await dropOldLinks(tx);
      await dropOldSignIns(tx);
    }),
  ),
];
