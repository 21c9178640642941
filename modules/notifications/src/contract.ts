// SPDX-License-Identifier: Apache-2.0
import { Instant, LocalText, operation, IdPageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** A message to one person: into the cabinet's inbox, and by e-mail where identity knows an address. */
export const notify = operation({
  name: 'notifications.notify',
  method: 'POST',
  path: '/notifications',
  summary: 'Notify a person',
  input: Type.Object({
    /** The same key never notifies twice. */
    key: Type.String({ maxLength: 200 }),
    to: Type.Object({
      personKey: Type.String({ description: 'who receives it; the inbox is kept under this pseudonym' }),
      /** Only for people without an account, or where the matter itself holds another address. */
      email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    }),
    subject: LocalText,
    body: LocalText,
    /** Portal path the message leads to. */
    link: Type.Optional(Type.String({ maxLength: 500, pattern: '^/[^/\\\\]' })),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'notifications:send',
  audit: 'none',
});

export const InboxMessage = Type.Object({
  id: Uuid,
  subject: LocalText,
  body: LocalText,
  link: Type.Optional(Type.String()),
  sentAt: Instant,
  readAt: Type.Optional(Instant),
  email: Type.Optional(
    Type.Union([Type.Literal('queued'), Type.Literal('sent'), Type.Literal('failed')], {
      description: 'state of the e-mail copy',
    }),
  ),
});
export type InboxMessage = Static<typeof InboxMessage>;

export const listInbox = operation({
  name: 'notifications.list-inbox',
  method: 'GET',
  path: '/notifications/inbox',
  summary: 'Read my messages, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: Type.Object({ ...pageOf(InboxMessage).properties, unread: Type.Integer() }),
  permission: 'notifications:read',
  audit: 'none',
});

export const markRead = operation({
  name: 'notifications.mark-read',
  method: 'POST',
  path: '/notifications/inbox/:id/read',
  summary: 'Mark a message as read',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'notifications:read',
  audit: 'none',
  refusals: ['notifications.message-unknown'],
});
