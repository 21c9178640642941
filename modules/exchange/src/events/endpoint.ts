// SPDX-License-Identifier: Apache-2.0
/** The operations on events as signed HTTP requests of connectors. */
import { isRefusal, isStorableText, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { Type } from 'typebox';
import {
  ChangedSubscription,
  CloudEvent,
  EventCursor,
  type EventPage,
  NewSubscription,
  OwnEventType,
} from '../contract.ts';
import { type ContentSchema, whenChecked } from '../content/index.ts';
import { publishedEvent, publishEvent, withdrawEvent } from './publish.ts';
import { commitCursor, nextEvents } from './pull.ts';
import { wakeDeliveries } from './push.ts';
import { changeSubscription, listSubscriptions, rotateSecret, subscribe, unsubscribe } from './subscriptions.ts';
import { ownEventTypes, registerOwnType, retireEventType } from './types.ts';
import { type LoggedMessage, type Recording, refusedAnswer, requestEntry, writeMessages } from '../log/index.ts';
import { type Answer, answerWith, type Message, readJson } from '../messages/index.ts';
import type { Directory } from '../directory/index.ts';

const EventTypeName = Type.Object({ type: Type.String({ maxLength: 300 }) }, { additionalProperties: false });
const Nothing = Type.Object({}, { additionalProperties: false });
const system = { kind: 'system' } as const;

/** What of the hub it needs. */
export interface EventParts {
  readonly module: ModuleRuntime;
  readonly directory: Directory;
  readonly record: Recording;
}
export const isEventPath = (target: string): boolean => /^\/events([/?]|$)/.test(target);

/** Answers a request; its evidence commits together with what it changed. */
export async function eventRequest(hub: EventParts, incoming: Message): Promise<Answer> {
  try {
    const act = (passed: ContentSchema | undefined) => hub.module.tx(system, (tx) => run(tx, hub, incoming, passed));
    return answerWith(await whenChecked(incoming.client, act));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const entry = requestEntry(incoming, 'event', 'event', { outcome: 'refused', code: error.code });
    return refusedAnswer(hub.record, incoming, error, entry);
  }
}

async function run(tx: Tx, hub: EventParts, incoming: Message, passed: ContentSchema | undefined): Promise<unknown> {
  const { client } = incoming;
  switch (`${incoming.method} ${incoming.target.split('?')[0]}`) {
    case 'POST /events':
      return publish(tx, incoming, passed);
    case 'GET /events/next':
      return next(tx, hub, incoming);
    case 'POST /events/cursor': {
      const { subscription, cursor } = readJson(EventCursor, incoming.body.bytes);
      const type = await commitCursor(tx, client, subscription, cursor);
      await writeMessages(tx, [requestEntry(incoming, 'event', type, { facts: { subscription, commits: cursor } })]);
      return undefined;
    }
    case 'GET /events/subscriptions':
      return { items: await listSubscriptions(tx, { subscriber: client }) };
    case 'POST /events/subscriptions': {
      const wanted = readJson(NewSubscription, incoming.body.bytes);
      const made = await subscribe(tx, hub.directory, client, wanted);
      await writeMessages(tx, [requestEntry(incoming, 'event', wanted.type, { facts: { subscription: made.id } })]);
      return made;
    }
    case 'GET /events/types': {
      const query = new URLSearchParams(incoming.target.split('?')[1]);
      const publisher = query.get('publisher') ?? client;
      if (!isStorableText(publisher)) refuse('invalid', 'exchange.text-malformed', 'The publisher is no text.');
      return { items: await ownEventTypes(tx, publisher) };
    }
    case 'POST /events/types': {
      const made = await registerOwnType(tx, client, readJson(OwnEventType, incoming.body.bytes));
      await writeMessages(tx, [requestEntry(incoming, 'event', made.type, { facts: { registers: true } })]);
      return made;
    }
    case 'POST /events/types/end': {
      const { type } = readJson(EventTypeName, incoming.body.bytes);
      await retireEventType(tx, client, type);
      await writeMessages(tx, [requestEntry(incoming, 'event', type, { facts: { retires: true } })]);
      return undefined;
    }
    default:
      return about(tx, incoming);
  }
}

const path = /^\/events\/(?:subscriptions\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/([a-z]+))?$/;

/** One subscription, or one event that was published. */
async function about(tx: Tx, incoming: Message): Promise<unknown> {
  const { client, method, target } = incoming;
  const [, id = '', verb = ''] = path.exec(target) ?? [];
  const recorded = async <T>(result: T, kind: string): Promise<T> => {
    await writeMessages(tx, [
      requestEntry(incoming, 'event', 'subscription', { facts: { subscription: id, [kind]: true } }),
    ]);
    return result;
  };
  const of = target.startsWith('/events/subscriptions/') ? 'subscription' : 'event';
  switch (id && `${method} ${of} ${verb}`) {
    case 'POST subscription ': {
      const change = readJson(ChangedSubscription, incoming.body.bytes);
      const changed = await changeSubscription(tx, client, id, change);
      if (change.paused === false) tx.afterCommit(() => wakeDeliveries(tx.module));
      return recorded(changed, 'changes');
    }
    case 'POST subscription secret':
      readJson(Nothing, incoming.body.bytes);
      return recorded(await rotateSecret(tx, client, id), 'rotates');
    case 'POST subscription end':
      readJson(Nothing, incoming.body.bytes);
      return recorded(await unsubscribe(tx, client, id), 'ends');
    case 'GET event ':
      return publishedEvent(tx, client, id);
    case 'POST event withdraw':
      readJson(Nothing, incoming.body.bytes);
      await withdrawEvent(tx, client, id);
      await writeMessages(tx, [
        { ...requestEntry(incoming, 'event', 'event', { facts: transport(incoming) }), messageId: id },
      ]);
      return undefined;
    default:
      return refuse('missing', 'exchange.no-such-address', 'There is no such address for events.');
  }
}

/** Under which id the message itself was signed, where it is logged under another. */
const transport = (incoming: Message) => ({ transportId: incoming.messageId });

async function publish(tx: Tx, incoming: Message, passed: ContentSchema | undefined): Promise<unknown> {
  const document = incoming.body.bytes ?? Buffer.alloc(0);
  const event = readEvent(document);
  const published = await publishEvent(tx, incoming.client, event, document, passed);
  if (!published.alreadyPublished) {
    const entry = requestEntry(incoming, 'event', event.type, { facts: transport(incoming) });
    await writeMessages(tx, [{ ...entry, messageId: published.id }]);
    tx.afterCommit(() => wakeDeliveries(tx.module));
  }
  return published;
}

/** Refuses `exchange.event-invalid`. */
const readEvent = (document: Buffer): CloudEvent =>
  readJson(CloudEvent, document, (what, errors) =>
    refuse('invalid', 'exchange.event-invalid', `This is no CloudEvent 1.0 with JSON data: ${what}.`, { errors }),
  );

async function next(tx: Tx, hub: EventParts, incoming: Message): Promise<EventPage> {
  const query = new URLSearchParams(incoming.target.split('?')[1]);
  const subscription = query.get('subscription') ?? '';
  const limit = Number(query.get('limit') ?? 20);
  const cursor = query.get('cursor') ?? undefined;
  const good = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(subscription) && Number.isInteger(limit);
  if (!good || limit < 1 || limit > 100)
    refuse('invalid', 'exchange.message-invalid', 'Say the id of a subscription and a limit from 1 to 100.');
  const asked = { subscription, limit, ...(cursor === undefined ? {} : { cursor }) };
  const { page, type, read: events } = await nextEvents(tx, hub.directory, incoming.client, asked);
  await writeMessages(
    tx,
    events.map(
      ({ id, publisher, purpose }): LoggedMessage => ({
        direction: 'response',
        kind: 'event',
        messageId: id,
        client: publisher,
        target: `${incoming.client}/events`,
        outcome: 'accepted',
        facts: { type, subscription, purpose, transportId: incoming.messageId },
      }),
    ),
  );
  return page;
}
