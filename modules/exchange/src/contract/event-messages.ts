// SPDX-License-Identifier: Apache-2.0
/** Events as departments publish, subscribe to and read them, and the operations on them over any transport. */
import { type Static, Type } from 'typebox';
import type { MailboxTransport } from './mailbox.ts';

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

/** CloudEvents 1.0, structured JSON; data is JSON. Further attributes are the extensions. */
export const CloudEvent = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    /** Made by the publisher; together with `source` it names the event, however often it is published. */
    id: Text(200),
    source: Type.String({ minLength: 1, maxLength: 300, format: 'uri-reference' }),
    type: Text(200),
    /** Events of one subject reach a subscriber in their order. */
    subject: Type.Optional(Text(300)),
    time: Type.Optional(Type.String({ format: 'date-time' })),
    datacontenttype: Type.Optional(
      Type.String({ pattern: '^application/([a-z0-9.-]+\\+)?json(;.*)?$', maxLength: 100 }),
    ),
    dataschema: Type.Optional(Type.String({ maxLength: 500, format: 'uri' })),
    data: Type.Optional(Type.Unknown()),
  },
  {
    // Extensions (section 3.1): lower-case letters and digits; text, whole number or boolean.
    additionalProperties: Type.Union([Type.String({ maxLength: 1000 }), Type.Integer(), Type.Boolean()]),
    propertyNames: { pattern: '^(?!data_base64$)[a-z0-9]{1,20}$' },
  },
);
export type CloudEvent = Static<typeof CloudEvent>;

export const NewSubscription = Type.Object(
  {
    type: Text(200),
    /** Only events whose subject begins so. */
    subjectPrefix: Type.Optional(Type.String({ maxLength: 300 })),
    delivery: Type.Union([Type.Literal('push'), Type.Literal('pull')]),
    /** Where the subscriber's own connector posts; without, where its settings say. */
    url: Type.Optional(Type.String({ maxLength: 500 })),
    /** One of the right's purposes, where it has several. */
    purpose: Type.Optional(Type.String({ maxLength: 60 })),
    /** An event not delivered so many seconds after it was published is not delivered any more. */
    ttlSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 31_536_000 })),
  },
  { additionalProperties: false },
);
export type NewSubscription = Static<typeof NewSubscription>;

export const ChangedSubscription = Type.Object(
  {
    url: NewSubscription.properties.url,
    ttlSeconds: NewSubscription.properties.ttlSeconds,
    paused: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangedSubscription = Static<typeof ChangedSubscription>;

// The format also takes urn:uuid:…, which no id is.
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
/** A publisher's own kind of events. */
export const OwnEventType = Type.Object(
  {
    type: Type.String({ pattern: '^[A-Za-z0-9_.-]{1,100}$' }),
    /** JSON Schema of data. */
    schema: Type.Object({}, { additionalProperties: true }),
  },
  { additionalProperties: false },
);
export type OwnEventType = Static<typeof OwnEventType>;

export const EventCursor = Type.Object(
  { subscription: Uuid, cursor: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);

/** A subscription and how it stands. */
export interface Subscription extends Omit<NewSubscription, 'purpose'> {
  id: string;
  subscriber: string;
  /** Everything of the type up to here is delivered, committed or set aside. */
  position: number;
  /** Of the latest event of the type. */
  latest: number;
  /** Push: events that wait, and events set aside after the last try. */
  waiting: number;
  dead: number;
  pausedAt?: string;
  failingSince?: string;
  lastError?: string;
}

export interface Published {
  /** By the hub: under it the publication and each delivery are logged, and it is the `webhook-id`. */
  id: string;
  alreadyPublished: boolean;
}
export interface ReadEvent {
  id: string;
  /** Position among the events of the type. */
  sequence: number;
  publisher: string;
  publishedAt: string;
  event: CloudEvent;
}
export interface EventPage {
  items: ReadEvent[];
  /** Commit it once the items are dealt with, or read on from it. */
  cursor: string;
}

/** The operations on events. */
export function eventOperations(send: MailboxTransport) {
  const at = (id: string) => `/events/subscriptions/${id}`;
  return {
    /** Publishing the same event again is no error. */
    publish: (event: CloudEvent) => send('POST', '/events', event) as Promise<Published>,
    /** What was not delivered yet is not delivered any more. @param id by the hub */
    withdrawEvent: async (id: string): Promise<void> => {
      await send('POST', `/events/${id}/withdraw`, {});
    },
    publishedEvent: (id: string) => send('GET', `/events/${id}`) as Promise<ReadEvent>,
    /** A type of one's own, named after the subsystem: `XM/GOV/1002/COMPANIES/newCompany`. */
    registerEventType: (type: OwnEventType) =>
      send('POST', '/events/types', type) as Promise<{ type: string; alreadyRegistered: boolean }>,
    eventTypes: (publisher: string) =>
      send('GET', `/events/types?${new URLSearchParams({ publisher })}`) as Promise<{ items: OwnEventType[] }>,
    /** Ends it with all subscriptions to it. */
    retireEventType: async (type: string): Promise<void> => {
      await send('POST', '/events/types/end', { type });
    },
    /** Begins with the next event. The secret of a push subscription (`whsec_…`) is told here and never again. */
    subscribe: (wanted: NewSubscription) =>
      send('POST', '/events/subscriptions', wanted) as Promise<Subscription & { secret?: string }>,
    subscriptions: () => send('GET', '/events/subscriptions') as Promise<{ items: Subscription[] }>,
    changeSubscription: (id: string, change: ChangedSubscription) =>
      send('POST', at(id), change) as Promise<Subscription>,
    /** A new secret; deliveries carry signatures by it and by the one before for a day. */
    rotateSecret: (id: string) => send('POST', `${at(id)}/secret`, {}) as Promise<{ secret: string }>,
    unsubscribe: async (id: string): Promise<void> => {
      await send('POST', `${at(id)}/end`, {});
    },
    /** Events after the cursor, or after the committed one; the same again until they are committed. */
    nextEvents: (subscription: string, { cursor, limit }: { cursor?: string; limit?: number } = {}) => {
      const query = new URLSearchParams({ subscription });
      if (cursor !== undefined) query.set('cursor', cursor);
      if (limit !== undefined) query.set('limit', String(limit));
      return send('GET', `/events/next?${query}`) as Promise<EventPage>;
    },
    /** Everything up to the cursor is dealt with. An older one than before changes nothing. */
    commitCursor: async (subscription: string, cursor: string): Promise<void> => {
      await send('POST', '/events/cursor', { subscription, cursor });
    },
  };
}
