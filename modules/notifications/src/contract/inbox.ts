// SPDX-License-Identifier: Apache-2.0
import { Instant, LocalText, operation, IdPageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { ChannelName, LocalPersonalisation, MatterName, Personalisation, TemplateCode } from './matters.ts';

const path = Type.String({ maxLength: 500, pattern: '^/[^/\\\\]' });

const told = {
  /** What it is about; a case of one's own where it is missing. */
  matter: Type.Optional(MatterName),
  subject: LocalText,
  body: LocalText,
  /** Whose words are taken instead, where it is published and finds all its values. */
  template: Type.Optional(TemplateCode),
  personalisation: Type.Optional(LocalPersonalisation),
  /** Channels in their order, for who has chosen none for such a matter; by e-mail where it is missing. */
  channels: Type.Optional(Type.Array(ChannelName, { maxItems: 4 })),
  /** Portal path the message leads to. */
  link: Type.Optional(path),
};

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
    ...told,
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'notifications:send',
  audit: 'none',
});

/** The same in the words of a published template. */
export const notifyFromTemplate = operation({
  name: 'notifications.notify-from-template',
  method: 'POST',
  path: '/notifications/from-template',
  summary: 'Notify a person in the words of a template',
  input: Type.Object({
    key: notify.input.properties.key,
    to: notify.input.properties.to,
    template: TemplateCode,
    /** What stands in its placeholders. */
    personalisation: Type.Optional(Personalisation),
    link: Type.Optional(path),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'notifications:send',
  audit: 'none',
  refusals: ['notifications.template-unknown', 'notifications.placeholder-missing'],
});

/** Content of `urn:xm:portal:notice:1.0#Request`: what a department tells somebody in their cabinet. */
export const Notice = Type.Object(
  {
    /** The sender's own; the same key never notifies twice. */
    key: Type.String({ minLength: 1, maxLength: 100 }),
    to: Type.Union([
      Type.Object({
        number: Type.String({ maxLength: 20, description: 'of the person, in the scheme of the country' }),
      }),
      Type.Object({
        pseudonym: Type.String({ maxLength: 100, description: 'where a module of this platform knows no more' }),
      }),
    ]),
    ...told,
    /** Information type of the sender, which is told of the reading and of receipts. */
    readTo: Type.Optional(Type.String({ maxLength: 300 })),
  },
  { additionalProperties: false },
);

/** Its answer. */
export const NoticeAnswer = Type.Object({
  outcome: Type.Union([Type.Literal('delivered'), Type.Literal('no-account')]),
  at: Instant,
});

/** Content of the message that tells of the reading, or what became of a copy by a channel that gives receipts. */
export const NoticeRead = Type.Union([
  Type.Object({ noticeId: Uuid, readAt: Instant }, { additionalProperties: false }),
  Type.Object(
    { noticeId: Uuid, channel: ChannelName, outcome: Type.Enum(['delivered', 'failed']), at: Instant },
    { additionalProperties: false },
  ),
]);
export type NoticeRead = Static<typeof NoticeRead>;

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
