// SPDX-License-Identifier: Apache-2.0
/** Sending by software of an organisation, as users of GOV.UK Notify know it. */
import { IdPageInput, Instant, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { type deliveryStates, Personalisation, TemplateCode, LanguageName, SenderId } from './matters.ts';

const permission = 'notifications:send-by-software';
const asked = {
  template_id: TemplateCode,
  personalisation: Type.Optional(Personalisation),
  /** The sender's own, to find it again. */
  reference: Type.Optional(visibleText(200)),
  language: Type.Optional(LanguageName),
};
const answered = (content: ReturnType<typeof Type.Object>) =>
  Type.Object({
    id: Uuid,
    reference: Type.Union([Type.String(), Type.Null()]),
    content,
    uri: Type.String(),
    template: Type.Object({ id: Type.String(), version: Type.Integer(), uri: Type.String() }),
  });
const refusals = [
  'notifications.sender-unknown',
  'notifications.template-unknown',
  'notifications.placeholder-missing',
  'notifications.day-limit',
];
/** By name in words of Notify; the platform's own beside them. */
export const notifyStates = {
  queued: 'created',
  sending: 'sending',
  sent: 'sending',
  delivered: 'delivered',
  'failed-permanent': 'permanent-failure',
  'failed-temporary': 'temporary-failure',
} as const satisfies Readonly<Record<(typeof deliveryStates)[number], string>>;
const NotifyState = Type.Enum(['created', 'sending', 'delivered', 'permanent-failure', 'temporary-failure']);

export const sendEmail = operation({
  name: 'notifications.send-email-by-software',
  method: 'POST',
  path: '/v2/notifications/email',
  summary: 'Send an e-mail from a template, also to somebody without an account',
  input: Type.Object({ ...asked, email_address: Type.String({ format: 'email', maxLength: 254 }) }),
  output: answered(Type.Object({ subject: Type.String(), body: Type.String() })),
  permission,
  audit: 'none',
  refusals,
});
export const sendSms = operation({
  name: 'notifications.send-sms-by-software',
  method: 'POST',
  path: '/v2/notifications/sms',
  summary: 'Send an SMS from a template',
  input: Type.Object({ ...asked, phone_number: Type.String({ maxLength: 40 }) }),
  output: answered(Type.Object({ body: Type.String() })),
  permission,
  audit: 'none',
  refusals: [...refusals, 'notifications.phone-wrong', 'notifications.short-missing', 'notifications.channel-off'],
});
export const sendLetter = operation({
  name: 'notifications.send-letter-by-software',
  method: 'POST',
  path: '/v2/notifications/letter',
  summary: 'Send a letter from a template: address_line_1 to address_line_7 stand in personalisation',
  input: Type.Object({ ...asked }),
  output: answered(Type.Object({ subject: Type.String(), body: Type.String() })),
  permission,
  audit: 'none',
  refusals: [...refusals, 'notifications.address-short'],
});

const Notification = Type.Object({
  id: Uuid,
  reference: Type.Union([Type.String(), Type.Null()]),
  type: Type.Enum(['email', 'sms', 'letter']),
  status: NotifyState,
  reason: Type.Union([Type.String(), Type.Null()]),
  template: Type.Object({ id: Type.String(), version: Type.Integer(), uri: Type.String() }),
  created_at: Instant,
  sent_at: Type.Union([Instant, Type.Null()]),
  completed_at: Type.Union([Instant, Type.Null()]),
});
export const getNotification = operation({
  name: 'notifications.get-notification',
  method: 'GET',
  path: '/v2/notifications/:id',
  summary: 'State of one notification of mine',
  input: Type.Object({ id: Uuid }),
  output: Notification,
  permission,
  audit: 'none',
  refusals: ['notifications.sender-unknown', 'notifications.delivery-unknown'],
});
export const listNotifications = operation({
  name: 'notifications.list-notifications',
  method: 'GET',
  path: '/v2/notifications',
  summary: 'Notifications of mine, newest first',
  input: Type.Object({
    cursor: IdPageInput.cursor,
    limit: IdPageInput.limit,
    reference: Type.Optional(visibleText(200)),
    status: Type.Optional(NotifyState),
    template_type: Type.Optional(Type.Enum(['email', 'sms', 'letter'])),
    older_than: Type.Optional(Uuid),
  }),
  output: Type.Object({
    notifications: Type.Array(Notification),
    links: Type.Object({ current: Type.String(), next: Type.Optional(Type.String()) }),
    nextCursor: Type.Optional(Type.String()),
  }),
  permission,
  audit: 'none',
  refusals: ['notifications.sender-unknown'],
});

const operate = 'notifications:operate';
const Sender = Type.Object({
  organisationId: SenderId,
  name: Type.String(),
  callbackUrl: Type.Optional(Type.String()),
  perDay: Type.Integer(),
  active: Type.Boolean(),
  today: Type.Integer(),
});
export const listSenders = operation({
  name: 'notifications.list-senders',
  method: 'GET',
  path: '/notifications/senders',
  summary: 'Organisations whose software sends messages',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Sender) }),
  permission: operate,
  audit: 'none',
});
export const setSender = operation({
  name: 'notifications.set-sender',
  method: 'PUT',
  path: '/notifications/senders/:organisationId',
  summary: 'Let the software of an organisation send, within a limit; answers the secret of its callbacks',
  input: Type.Object({
    organisationId: SenderId,
    name: visibleText(120, 2),
    callbackUrl: Type.Optional(Type.String({ maxLength: 500 })),
    perDay: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    active: Type.Boolean(),
  }),
  output: Type.Object({ callbackSecret: Type.String() }),
  permission: operate,
  audit: 'notifications.sender-set',
  about: { type: 'sender', id: 'organisationId', facts: ['perDay', 'active'] },
  refusals: ['notifications.callback-refused'],
});
