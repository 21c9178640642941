// SPDX-License-Identifier: Apache-2.0
/** What became of messages: deliveries, figures, providers, who is not written to any more, letters in print. */
import { CalendarDate, IdPageInput, Instant, operation, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { ChannelName, DeliveryState, MatterName, TemplateCode } from './matters.ts';

/** Without words and without address: who operates the sending needs neither. */
export const Delivery = Type.Object({
  id: Uuid,
  channel: ChannelName,
  state: DeliveryState,
  matter: MatterName,
  template: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  reason: Type.Optional(Type.String()),
  provider: Type.Optional(Type.String()),
  attempts: Type.Integer(),
  acceptedAt: Instant,
  dueAt: Instant,
  sentAt: Type.Optional(Instant),
  settledAt: Type.Optional(Instant),
  /** Of whose software it is. */
  sender: Type.Optional(Type.String()),
});
export type Delivery = Static<typeof Delivery>;

const permission = 'notifications:operate';

export const listDeliveries = operation({
  name: 'notifications.list-deliveries',
  method: 'GET',
  path: '/notifications/deliveries',
  summary: 'Deliveries, newest first',
  input: Type.Object({
    ...IdPageInput,
    channel: Type.Optional(ChannelName),
    state: Type.Optional(DeliveryState),
    template: Type.Optional(TemplateCode),
    provider: Type.Optional(Type.String({ maxLength: 40 })),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
    /** A delivery's or message's id, a sender's reference, or a whole address, of which only a mark is kept. */
    search: Type.Optional(visibleText(254)),
  }),
  output: pageOf(Delivery),
  permission,
  audit: 'none',
});

export const getDelivery = operation({
  name: 'notifications.get-delivery',
  method: 'GET',
  path: '/notifications/deliveries/:id',
  summary: 'The way of one delivery',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Delivery.properties,
    way: Type.Array(
      Type.Object({
        at: Instant,
        state: Type.String(),
        provider: Type.Optional(Type.String()),
        reason: Type.Optional(Type.String()),
      }),
    ),
    /** Copies of the same message by other channels. */
    others: Type.Array(Type.Object({ id: Uuid, channel: ChannelName, state: DeliveryState })),
  }),
  permission,
  audit: 'none',
  refusals: ['notifications.delivery-unknown'],
});

const counts = { sent: Type.Integer(), delivered: Type.Integer(), failed: Type.Integer() };
export const getFigures = operation({
  name: 'notifications.get-figures',
  method: 'GET',
  path: '/notifications/figures',
  summary: 'Messages sent, delivered and failed by day, channel and template',
  input: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })) }),
  output: Type.Object({
    ...counts,
    /** Of those sent: handed over within ten seconds of being due. */
    inTime: Type.Integer(),
    waiting: Type.Integer(),
    days: Type.Array(Type.Object({ day: CalendarDate, ...counts })),
    channels: Type.Array(Type.Object({ channel: ChannelName, ...counts, inTime: Type.Integer() })),
    templates: Type.Array(Type.Object({ template: Type.String(), ...counts }), {
      description: 'the twenty that are sent most; empty for messages without one',
    }),
  }),
  permission,
  audit: 'none',
});

const Provider = Type.Object({
  id: Type.String(),
  channel: ChannelName,
  state: Type.Enum(['up', 'away', 'paused']),
  awayUntil: Type.Optional(Instant),
  lastError: Type.Optional(Type.String()),
  lastSentAt: Type.Optional(Instant),
  perSecond: Type.Optional(Type.Integer()),
  perDay: Type.Optional(Type.Integer()),
  today: Type.Integer(),
});
export const listProviders = operation({
  name: 'notifications.list-providers',
  method: 'GET',
  path: '/notifications/providers',
  summary: 'Providers by channel, in the order in which they are used',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Provider) }),
  permission,
  audit: 'none',
});
export const pauseProvider = operation({
  name: 'notifications.pause-provider',
  method: 'POST',
  path: '/notifications/providers/:id/pause',
  summary: 'Pause a provider, or use it again',
  input: Type.Object({ id: Type.String({ maxLength: 40 }), paused: Type.Boolean() }),
  output: Type.Object({ id: Type.String() }),
  permission,
  audit: 'notifications.provider-paused',
  about: { type: 'provider', id: 'id', facts: ['paused'] },
  refusals: ['notifications.provider-unknown'],
});

const suppressionReasons = ['bounced', 'unsubscribed', 'gone', 'complained'] as const;
export const listSuppressions = operation({
  name: 'notifications.list-suppressions',
  method: 'GET',
  path: '/notifications/suppressions',
  summary: 'Addresses that are not written to any more, without naming them',
  input: Type.Object({
    ...IdPageInput,
    reason: Type.Optional(Type.Enum([...suppressionReasons])),
    /** A whole address, of which only a mark is kept. */
    search: Type.Optional(visibleText(254)),
  }),
  output: pageOf(
    Type.Object({
      id: Uuid,
      channel: ChannelName,
      reason: Type.Enum([...suppressionReasons]),
      matter: Type.Optional(MatterName),
      detail: Type.Optional(Type.String()),
      since: Instant,
    }),
  ),
  permission,
  audit: 'none',
});
export const liftSuppression = operation({
  name: 'notifications.lift-suppression',
  method: 'POST',
  path: '/notifications/suppressions/:id/lifting',
  summary: 'Write to an address again',
  input: Type.Object({ id: Uuid, reason: visibleText(300, 3) }),
  output: Type.Object({ id: Uuid }),
  permission,
  audit: 'notifications.suppression-lifted',
  about: { type: 'suppression', id: 'id', facts: ['reason'] },
  refusals: ['notifications.suppression-unknown'],
});

export const takeBounce = operation({
  name: 'notifications.take-bounce',
  method: 'POST',
  path: '/notifications/bounces',
  summary: 'Take in a delivery status notification (RFC 3464)',
  input: Type.Object({ message: Type.String({ maxLength: 900_000, description: 'the whole mail, base64' }) }),
  output: Type.Object({ outcome: Type.Enum(['taken', 'known', 'unreadable', 'not-ours']) }),
  permission,
  audit: 'none',
});

const Batch = Type.Object({
  id: Uuid,
  letters: Type.Integer(),
  madeAt: Instant,
  handedOverAt: Type.Optional(Instant),
});
export const listBatches = operation({
  name: 'notifications.list-batches',
  method: 'GET',
  path: '/notifications/batches',
  summary: 'Letters in print, newest first, and how many wait',
  input: Type.Object({ ...IdPageInput }),
  output: Type.Object({ ...pageOf(Batch).properties, waiting: Type.Integer() }),
  permission,
  audit: 'none',
});
export const makeBatch = operation({
  name: 'notifications.make-batch',
  method: 'POST',
  path: '/notifications/batches',
  summary: 'Put waiting letters into one file to print, a hundred at most',
  input: Type.Object({}),
  output: Type.Object({ id: Uuid, letters: Type.Integer() }),
  permission,
  audit: 'notifications.batch-made',
  about: { type: 'print-batch', id: 'id', facts: ['letters'] },
  refusals: ['notifications.no-letters'],
});
export const handOverBatch = operation({
  name: 'notifications.hand-over-batch',
  method: 'POST',
  path: '/notifications/batches/:id/hand-over',
  summary: 'Say that the letters were given to the post',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission,
  audit: 'notifications.batch-handed-over',
  about: { type: 'print-batch', id: 'id', facts: [] },
  refusals: ['notifications.batch-unknown'],
});
