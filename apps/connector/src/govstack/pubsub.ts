// SPDX-License-Identifier: Apache-2.0
/**
 * PubSub rooms. In a room an event type goes by its short name; on the exchange that is `<room>/<name>`, or the name
 * alone for a type that the operator registered. What a room publishes has no subject, so all of it keeps its order.
 */
import { randomUUID } from 'node:crypto';
import type { ReadEvent, Subscription } from '@stoa/exchange/contract';
import { complaints } from '@stoa/kernel';
import { type Static, type TSchema, Type } from 'typebox';
import type { GovstackParts } from '../govstack.ts';
import { type Answer, GovstackRefusal, identifierOf, json } from './answer.ts';

const Fields = Type.Object({}, { additionalProperties: true });
const EventTypeBody = Type.Object({ eventType: Type.String(), schema: Fields });
const PublishBody = Type.Object({ eventType: Type.String(), event: Fields });
const SubscriptionBody = Type.Object({
  eventType: Type.String(),
  delivery: Type.Optional(Type.Union([Type.Literal('PUSH'), Type.Literal('PULL')])),
  options: Type.Optional(
    Type.Object({
      TTL: Type.Optional(Type.Integer({ minimum: 1, maximum: 31_536_000 })),
      FIFO: Type.Optional(Type.Boolean()),
    }),
  ),
});
/** Seconds, as the document has it. */
const defaultTtl = 3600;

type Room = Pick<GovstackParts, 'events' | 'subsystem'> & { readonly room: string };

export async function pubsubAnswer(
  parts: Pick<GovstackParts, 'events' | 'subsystem'>,
  room: string,
  method: string,
  [api = '', , third = '', fourth = '', fifth]: readonly string[],
  body: unknown,
): Promise<Answer> {
  const at: Room = { ...parts, room };
  if (api === 'api' && third === 'eventType' && fifth === undefined) return eventTypes(at, method, fourth, body);
  if (api === 'api' && third === 'subs' && fifth === undefined) return subscriptions(at, method, fourth, body);
  if (api === 'pub' && third && fifth === undefined) return publications(at, method, third, fourth, body);
  if (api === 'pull' && third && fifth === undefined) return pull(at, method, third, fourth);
  return noSuchPath();
}

const noSuchPath = (): never => {
  throw new GovstackRefusal(404, 'connector.no-such-path', 'A room has no such path, or not with this method.');
};
const refuse = (status: number, code: string, message: string): never => {
  throw new GovstackRefusal(status, `connector.${code}`, message);
};

async function eventTypes(at: Room, method: string, name: string, body: unknown): Promise<Answer> {
  const { events, room } = at;
  const known = async () => (await events.eventTypes(room)).items.map((t) => ({ ...t, type: shortName(room, t.type) }));
  switch (name ? `${method} one` : method) {
    case 'POST': {
      requireOwner(at);
      const { eventType: type, schema } = read(EventTypeBody, body);
      const { alreadyRegistered } = await events.registerEventType({ type, schema });
      if (alreadyRegistered) refuse(409, 'event-type-exists', `The room has an event type ${type} already.`);
      return { status: 200 };
    }
    case 'GET': {
      const names = (await known()).map(({ type }) => type);
      return names.length > 0 ? json(200, names) : { status: 204 };
    }
    case 'GET one': {
      const found = (await known()).find(({ type }) => type === name);
      return found ? json(200, { eventType: name, schema: found.schema }) : { status: 204 };
    }
    case 'DELETE one':
      requireOwner(at);
      await events.retireEventType(await fullName(at, name));
      return { status: 204 };
    default:
      return noSuchPath();
  }
}

async function publications(at: Room, method: string, name: string, id: string, body: unknown): Promise<Answer> {
  requireOwner(at);
  const { events, room } = at;
  switch (id ? `${method} one` : method) {
    case 'POST': {
      const { eventType, event } = read(PublishBody, body);
      if (eventType !== name) refuse(400, 'event-type-differs', 'The event type of path and body must be the same.');
      const type = await fullName(at, name);
      const published = await events.publish({
        specversion: '1.0',
        id: randomUUID(),
        source: `/${room}`,
        type,
        time: new Date().toISOString(),
        data: event,
      });
      return json(201, { id: published.id });
    }
    case 'GET one':
      return json(200, eventItem(room, await events.publishedEvent(uuid(id))));
    case 'DELETE one':
      await events.withdrawEvent(uuid(id));
      return { status: 204 };
    default:
      return noSuchPath();
  }
}

async function subscriptions(at: Room, method: string, name: string, body: unknown): Promise<Answer> {
  const { events, room } = at;
  if (!name) {
    if (method !== 'GET') return noSuchPath();
    const types = new Set((await events.eventTypes(room)).items.map(({ type }) => type));
    const { items } = await events.subscriptions();
    return json(
      200,
      items.filter(({ type }) => types.has(type)).map((one) => subscriptionItem(room, one)),
    );
  }
  if (method === 'POST') {
    const { eventType, delivery = 'PUSH', options } = read(SubscriptionBody, body);
    if (eventType !== name) refuse(400, 'event-type-differs', 'The event type of path and body must be the same.');
    const type = await fullName(at, name);
    await events.subscribe({
      type,
      delivery: delivery === 'PUSH' ? 'push' : 'pull',
      ttlSeconds: options?.TTL ?? defaultTtl,
    });
    return { status: 200 };
  }
  const own = await ownSubscription(at, name);
  switch (method) {
    case 'GET':
      return json(200, subscriptionItem(room, own));
    case 'PATCH': {
      const { delivery, options } = read(SubscriptionBody, body);
      if (delivery !== undefined && delivery.toLowerCase() !== own.delivery)
        refuse(400, 'delivery-fixed', 'End this subscription and make another to change how events are delivered.');
      if (options?.TTL !== undefined) await events.changeSubscription(own.id, { ttlSeconds: options.TTL });
      return { status: 201 };
    }
    case 'DELETE':
      await events.unsubscribe(own.id);
      return { status: 204 };
    default:
      return noSuchPath();
  }
}

async function pull(at: Room, method: string, name: string, id: string): Promise<Answer> {
  if (method !== (id ? 'DELETE' : 'GET')) return noSuchPath();
  const { events, room } = at;
  const { id: subscription } = await ownSubscription(at, name, 'pull');
  const { items, cursor } = await events.nextEvents(subscription, { limit: 1 });
  const [next] = items;
  if (!next || (id && next.id !== id)) return refuse(404, 'no-event', 'There is no such event to take.');
  if (!id) return json(200, eventItem(room, next));
  await events.commitCursor(subscription, cursor);
  return { status: 204 };
}

/** A publisher's words and acts in its room are its own. */
function requireOwner({ subsystem, room }: Room): void {
  if (subsystem !== room) refuse(403, 'room-foreign', `Only ${room} itself publishes in its room.`);
}

const shortName = (room: string, type: string) => (type.startsWith(`${room}/`) ? type.slice(room.length + 1) : type);

async function fullName({ events, room }: Room, name: string): Promise<string> {
  const { items } = await events.eventTypes(room);
  const found = items.find(({ type }) => shortName(room, type) === name);
  return found?.type ?? refuse(404, 'event-type-unknown', `The room has no event type ${name}.`);
}

async function ownSubscription(at: Room, name: string, delivery?: 'pull'): Promise<Subscription> {
  const type = await fullName(at, name);
  const { items } = await at.events.subscriptions();
  const own = items.find((one) => one.type === type && (delivery === undefined || one.delivery === delivery));
  return own ?? refuse(404, 'subscription-missing', `There is no subscription to ${name}.`);
}

const subscriptionItem = (room: string, { id, subscriber, type, delivery, ttlSeconds }: Subscription) => ({
  id,
  subscriberId: identifierOf(subscriber),
  eventType: shortName(room, type),
  delivery: delivery === 'push' ? 'PUSH' : 'PULL',
  options: { ...(ttlSeconds === undefined ? {} : { TTL: ttlSeconds }), FIFO: true },
});

const eventItem = (room: string, { id, sequence, publisher, event }: ReadEvent) => ({
  id,
  sequence,
  publisherId: identifierOf(publisher),
  eventType: shortName(room, event.type),
  event: event.data,
});

const uuid = (text: string): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
    ? text
    : refuse(404, 'event-missing', 'There is no event of that id.');

function read<S extends TSchema>(schema: S, body: unknown): Static<S> {
  const wrong = complaints(schema, body);
  if (wrong.length > 0)
    refuse(
      400,
      'body-unsuitable',
      `Please correct: ${wrong.map((w) => `${w.pointer || '/'} ${w.message}`).join('; ')}.`,
    );
  return body as Static<S>;
}
