// SPDX-License-Identifier: Apache-2.0
/** Event types, and what an operator sees and does about deliveries. */
import { IdPageInput, Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { SubsystemId } from './subsystem-id.ts';

const EventTypeId = Type.String({ pattern: '^[A-Za-z0-9_.:/#-]{1,200}$' });

export const publishEventType = operation({
  name: 'exchange.publish-event-type',
  method: 'PUT',
  path: '/exchange/event-types',
  summary: 'Register a kind of event, the schema of its data, and who publishes it',
  input: Type.Object({
    id: Type.Union([EventTypeId], { description: 'type of the CloudEvent: xm.company.changed.v1' }),
    publisherId: SubsystemId,
    name: LocalText,
    schema: Type.Object({}, { additionalProperties: true, description: 'JSON Schema 2020-12' }),
  }),
  output: Type.Object({ id: Type.String() }),
  permission: 'exchange:administer',
  audit: 'exchange.event-type-published',
  about: { type: 'event-type', id: 'id', facts: ['publisherId'] },
  refusals: ['exchange.subsystem-unknown', 'exchange.schema-invalid', 'exchange.type-immutable'],
});

export const EventTypeState = Type.Object({
  id: Type.String(),
  name: LocalText,
  publisherId: SubsystemId,
  latest: Type.Integer({ description: 'how many events of it were published' }),
  subscriptions: Type.Integer(),
  retiredAt: Type.Optional(Instant),
});
export type EventTypeState = Static<typeof EventTypeState>;

export const listEventTypes = operation({
  name: 'exchange.list-event-types',
  method: 'GET',
  path: '/exchange/event-types',
  summary: 'Kinds of events on the exchange; engineers see those their subsystems publish or read',
  input: Type.Object({ ...PageInput, cursor: Type.Optional(EventTypeId) }),
  output: pageOf(EventTypeState),
  permission: 'exchange:observe',
  audit: 'none',
});

export const SubscriptionState = Type.Object({
  id: Uuid,
  subscriber: SubsystemId,
  type: Type.String(),
  subjectPrefix: Type.String(),
  delivery: Type.Union([Type.Literal('push'), Type.Literal('pull')]),
  position: Type.Integer({ description: 'everything up to here is delivered, committed or set aside' }),
  latest: Type.Integer(),
  waiting: Type.Integer(),
  dead: Type.Integer(),
  pausedAt: Type.Optional(Instant),
  failingSince: Type.Optional(Instant),
  lastError: Type.Optional(Type.String()),
});

export const listEventSubscriptions = operation({
  name: 'exchange.list-event-subscriptions',
  method: 'GET',
  path: '/exchange/event-subscriptions',
  summary:
    'Who subscribes to which events, and how their deliveries stand; engineers see what their subsystems read or publish',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(SubscriptionState),
  permission: 'exchange:observe',
  audit: 'none',
});

export const EventDeadLetter = Type.Object({
  subscriptionId: Uuid,
  eventId: Uuid,
  subscriber: SubsystemId,
  type: Type.String(),
  position: Type.Integer(),
  attempts: Type.Integer(),
  lastError: Type.Optional(Type.String()),
  publishedAt: Instant,
});
export type EventDeadLetter = Static<typeof EventDeadLetter>;

export const listEventDeadLetters = operation({
  name: 'exchange.list-event-dead-letters',
  method: 'GET',
  path: '/exchange/event-dead-letters',
  summary: 'Events that a subscriber did not take in all their tries; engineers see those of their own subsystems',
  input: Type.Object({ ...PageInput, subscriptionId: Type.Optional(Uuid) }),
  output: pageOf(EventDeadLetter),
  permission: 'exchange:observe',
  audit: 'none',
});

export const replayEvent = operation({
  name: 'exchange.replay-event',
  method: 'POST',
  path: '/exchange/event-dead-letters/replay',
  summary: 'Deliver an event again that was set aside',
  input: Type.Object({ subscriptionId: Uuid, eventId: Uuid }),
  output: Type.Object({}),
  permission: 'exchange:replay',
  check: 'resource',
  audit: 'exchange.event-replayed',
  about: { type: 'subscription', id: 'subscriptionId', facts: ['eventId'] },
  refusals: ['exchange.dead-letter-unknown'],
});

export const replayEvents = operation({
  name: 'exchange.replay-events',
  method: 'POST',
  path: '/exchange/event-dead-letters/replay-all',
  summary: 'Deliver all events of a subscription again that were set aside',
  input: Type.Object({ subscriptionId: Uuid }),
  output: Type.Object({ replayed: Type.Integer() }),
  permission: 'exchange:replay',
  check: 'resource',
  audit: 'exchange.events-replayed',
  about: { type: 'subscription', id: 'subscriptionId', facts: [] },
  refusals: ['exchange.dead-letter-unknown'],
});
