// SPDX-License-Identifier: Apache-2.0
/** Deliveries: the list and the way of one. No words and no address stand here. */
import { isCalendarDate } from '@stoa/kernel/text';
import { channels, deliveryStates, getDelivery, listDeliveries } from '@stoa/notifications/contract';
import { definePage, Elsewhere, type PageContext, type PropsOf } from '../../server/page.ts';
import { isCode, isId, operators } from './shared.ts';

const isDay = (text: string | undefined): text is string => isCalendarDate(text ?? '');

function filterOf({ channel, state, template, provider, from, to, search }: PageContext['query']) {
  const [known, stands] = [channels.find((one) => one === channel), deliveryStates.find((one) => one === state)];
  return {
    ...(known ? { channel: known } : {}),
    ...(stands ? { state: stands } : {}),
    ...(isCode(template) ? { template } : {}),
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(provider ?? '') ? { provider } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(search?.trim() ? { search: search.trim().slice(0, 254) } : {}),
  };
}

export const deliveriesPage = definePage({
  path: '/messages/deliveries',
  duty: operators,
  component: 'messages/DeliveriesPage',
  load: async ({ call, query }) => {
    const page = await call(listDeliveries, {
      ...filterOf(query),
      limit: 20,
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return { channels, states: deliveryStates, deliveries: page.items, nextCursor: page.nextCursor };
  },
});
export type DeliveriesProps = PropsOf<typeof deliveriesPage>;

export const deliveryPage = definePage({
  path: '/messages/deliveries/:id',
  duty: operators,
  component: 'messages/DeliveryPage',
  load: async ({ call, params }) => {
    if (!isId(params.id)) throw new Elsewhere('/messages/deliveries');
    return call(getDelivery, { id: params.id });
  },
});
export type DeliveryProps = PropsOf<typeof deliveryPage>;
