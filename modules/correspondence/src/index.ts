// SPDX-License-Identifier: Apache-2.0
import { documentMoved, documentRegistered } from '@stoa/documents/contract';
import { personJoined } from '@stoa/identity/contract';
import { defineModule, every, movePseudonym, on } from '@stoa/kernel';
import { connectors } from './chanceries.ts';
import * as contract from './contract.ts';
import { exchangeAll } from './exchanging.ts';
import { letterMoved, letterRegistered } from './letters/letters.ts';
import { acknowledge, answer } from './mail/answering.ts';
import { mailboxes } from './mail/mailboxes.ts';
import { readMailboxes } from './mail/reading.ts';
import { tellMoved, tellRegistered } from './receipts.ts';
import { finishPassings } from './letters/passing-on.ts';
import { message } from './letters/telling.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'correspondence',
  contract,
  routes,
  handlers: [
    message,
    on(documentRegistered, async (tx, event) => {
      await tellRegistered(tx, event);
      await letterRegistered(tx, event);
    }),
    on(documentMoved, async (tx, event) => {
      await tellMoved(tx, event);
      await letterMoved(tx, event);
    }),
    on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['letter', 'author_id']])),
    every('correspondence.exchange', 2, exchangeAll),
    every('correspondence.mail', 60, readMailboxes),
    acknowledge,
    answer,
    every('correspondence.passing-on', 60, finishPassings),
  ],
  sealed: {
    copy: { key: 'id::text', columns: ['addressee', 'subject', 'reason'] },
    arrival: { key: 'id::text', columns: ['sender', 'subject', 'reason'] },
    letter: { key: 'id::text', columns: ['subject', 'author_name', 'writer_key'] },
    mail: { key: 'id::text', columns: ['sender', 'subject', 'reply_to', 'message_id'] },
    message: { key: 'id::text', columns: ['content'] },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    // Wrong settings stop the start, not the first message.
    connectors(module);
    mailboxes(module);
    return async () => {};
  },
});
