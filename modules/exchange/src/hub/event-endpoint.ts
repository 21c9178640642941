// SPDX-License-Identifier: Apache-2.0
/** The operations on events as signed HTTP requests of connectors. */
import { complaints, deepest, isRefusal, isStorableText, refuse, type Tx } from '@stoa/kernel';
import { Type } from 'typebox';
import {
  ChangedSubscription,
  CloudEvent,
  EventCursor,
  type EventPage,
  NewSubscription,
  OwnEventType,
} from '../contract.ts';
import { whenChecked } from '../mailbox/content.ts';
import type { ContentSchema } from '../mailbox/content-fit.ts';
import { publishedEvent, publishEvent, withdrawEvent } from '../events/publish.ts';
import { commitCursor, nextEvents } from '../events/pull.ts';
import { wakeDeliveries } from '../events/push.ts';
import {
  changeSubscription,
  listSubscriptions,
  rotateSecret,
  subscribe,
  unsubscribe,
} from '../events/subscriptions.ts';
import { listEventTypes, registerOwnType, retireEventType } from '../events/types.ts';
import { bodyOf } from '../wire/index.ts';
import { type LoggedMessage, writeMessages } from './durable-log.ts';
import { requestEntry } from './entries.ts';
import type { Message } from './incoming.ts';
import { json, refusedAnswer } from './mailbox-endpoint.ts';
import { readJson } from './read-json.ts';
import type { HubParts } from './sync-call.ts';
import type { TunnelAnswer } from './tunnel.ts';

const EventTypeName = Type.Object({ type: Type.String({ maxLength: 300 }) }, { additionalProperties: false });
const Nothing = Type.Object({}, { additionalProperties: false });
const system = { kind: 'system' } as const;

export type EventParts = Pick<HubParts, 'module' | 'directory' | 'log'>;
export const isEventPath = (target: string): boolean => /^\/events([/?]|$)/.test(target);

/** Answers a request; its evidence commits together with what it changed. */
export async function eventRequest(hub: EventParts, incoming: Message): Promise<TunnelAnswer> {
  try {
    const answer = await whenChecked(incoming.client, (passed) =>
      hub.module.tx(system, (tx) => run(tx, hub, incoming, passed)),
    );
    return answer === undefined ? { status: 204, headers: {}, body: bodyOf(Buffer.alloc(0)) } : json(200, answer);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refusedAnswer(hub, incoming, error, 'event');
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
      const { subscription, cursor } = readJson(EventCursor, incoming);
      const type = await commitCursor(tx, client, subscription, cursor);
      await writeMessages(tx, [requestEntry(incoming, 'event', type, { facts: { subscription, commits: cursor } })]);
      return undefined;
    }
    case 'GET /events/subscriptions':
      return { items: await listSubscriptions(tx, { subscriber: client }) };
    case 'POST /events/subscriptions': {
      const wanted = readJson(NewSubscription, incoming);
      const made = await subscribe(tx, hub.directory, client, wanted);
      await writeMessages(tx, [requestEntry(incoming, 'event', wanted.type, { facts: { subscription: made.id } })]);
      return made;
    }
    case 'GET /events/types': {
      const query = new URLSearchParams(incoming.target.split('?')[1]);
      const publisher = query.get('publisher') ?? client;
      if (!isStorableText(publisher)) refuse('invalid', 'exchange.text-malformed', 'The publisher is no text.');
      return { items: await listEventTypes(tx, publisher) };
    }
    case 'POST /events/types': {
      const made = await registerOwnType(tx, client, readJson(OwnEventType, incoming));
      await writeMessages(tx, [requestEntry(incoming, 'event', made.type, { facts: { registers: true } })]);
      return made;
    }
    case 'POST /events/types/end': {
      const { type } = readJson(EventTypeName, incoming);
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
      const change = readJson(ChangedSubscription, incoming);
      const changed = await changeSubscription(tx, client, id, change);
      if (change.paused === false) tx.afterCommit(() => wakeDeliveries(tx.module));
      return recorded(changed, 'changes');
    }
    case 'POST subscription secret':
      readJson(Nothing, incoming);
      return recorded(await rotateSecret(tx, client, id), 'rotates');
    case 'POST subscription end':
      readJson(Nothing, incoming);
      return recorded(await unsubscribe(tx, client, id), 'ends');
    case 'GET event ':
      return publishedEvent(tx, client, id);
    case 'POST event withdraw':
      readJson(Nothing, incoming);
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

function readEvent(document: Buffer): CloudEvent {
  let event: unknown;
  try {
    event = JSON.parse(document.toString());
  } catch {
    refuse('invalid', 'exchange.body-malformed', 'The body is not JSON.');
  }
  if (!isStorableText(event))
    refuse(
      'invalid',
      'exchange.text-malformed',
      `The event holds characters that are no text or is nested deeper than ${deepest} levels.`,
    );
  const wrong = complaints(CloudEvent, event);
  if (wrong.length > 0)
    refuse(
      'invalid',
      'exchange.event-invalid',
      `This is no CloudEvent 1.0 with JSON data: ${wrong.map((e) => `${e.pointer || '/'} ${e.message}`).join('; ')}.`,
      { errors: wrong },
    );
  return event as CloudEvent;
}

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
