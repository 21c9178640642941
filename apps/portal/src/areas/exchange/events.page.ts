// SPDX-License-Identifier: Apache-2.0
import {
  listEventDeadLetters,
  listEventSubscriptions,
  listEventTypes,
  replayEvent,
  replayEvents,
} from '@stoa/exchange/contract';
import { definePage, type PageContext, redirect } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { type Base, engineer, operator } from './parties.ts';

/** Each list is paged by its own word of the address. */
async function load({ call, text, query }: PageContext, base: Base) {
  const from = (cursor: string | undefined) => ({ limit: 50, ...(cursor ? { cursor: cursor.slice(0, 200) } : {}) });
  const [types, subscriptions, letters] = await Promise.all([
    call(listEventTypes, from(query.types)),
    call(listEventSubscriptions, from(query.subscriptions)),
    call(listEventDeadLetters, from(query.letters)),
  ]);
  return {
    base,
    types: { ...types, items: types.items.map((one) => ({ ...one, name: text(one.name) })) },
    subscriptions,
    letters,
  };
}
export type EventsProps = Awaited<ReturnType<typeof load>>;

export const eventsPage = definePage({
  path: '/operations/exchange/events',
  duty: operator,
  component: 'exchange/EventsPage',
  load: (context) => load(context, '/operations/exchange'),
});

export const ownEventsPage = definePage({
  path: '/exchange/events',
  duty: engineer,
  component: 'exchange/EventsPage',
  load: (context) => load(context, '/exchange'),
});

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `?subscription=` alone is about all its dead letters, with `&event=` about this one. */
function asked({ query }: PageContext) {
  const { subscription = '', event } = query;
  if (!id.test(subscription) || (event !== undefined && !id.test(event))) throw pageUnknown();
  return { subscriptionId: subscription, eventId: event };
}

/** Asks once more before anything is delivered again. */
async function loadReplay(context: PageContext, base: Base) {
  const { subscriptionId, eventId } = asked(context);
  const { items, nextCursor } = await context.call(listEventDeadLetters, { subscriptionId, limit: 100 });
  const [letter] = items;
  return {
    base,
    one: eventId,
    subscriber: letter?.subscriber,
    type: letter?.type,
    count: eventId === undefined ? items.length : 1,
    more: eventId === undefined && nextCursor !== undefined,
  };
}
export type EventReplayProps = Awaited<ReturnType<typeof loadReplay>>;

async function replay(context: PageContext, base: Base) {
  const { subscriptionId, eventId } = asked(context);
  if (eventId === undefined) await context.call(replayEvents, { subscriptionId });
  else await context.call(replayEvent, { subscriptionId, eventId });
  return redirect(`${base}/events`, { notice: 'events-replayed' });
}

export const eventReplayPage = definePage({
  path: '/operations/exchange/events/replay',
  duty: operator,
  component: 'exchange/EventReplayPage',
  load: (context) => loadReplay(context, '/operations/exchange'),
  act: (context) => replay(context, '/operations/exchange'),
});

export const ownEventReplayPage = definePage({
  path: '/exchange/events/replay',
  duty: engineer,
  component: 'exchange/EventReplayPage',
  load: (context) => loadReplay(context, '/exchange'),
  act: (context) => replay(context, '/exchange'),
});
