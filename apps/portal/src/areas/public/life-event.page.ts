// SPDX-License-Identifier: Apache-2.0
import { listLifeEvents, listServices } from '@stoa/catalogue/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';

export const lifeEventPage = definePage({
  path: '/life-events/:code',
  component: 'public/LifeEventPage',
  load: async (context) => {
    const { code } = context.params;
    const [events, services] = await Promise.all([
      context.call(listLifeEvents, {}),
      context.call(listServices, { lifeEvent: code }),
    ]);
    const event = events.items.find((one) => one.code === code);
    if (!event) throw pageUnknown();
    return {
      title: context.text(event.title),
      kind: event.kind,
      services: services.items.map((service) => ({
        id: service.id,
        title: context.text(service.title),
        summary: context.text(service.summary),
        authority: context.text(service.authority.name),
      })),
    };
  },
});
export type LifeEventProps = PropsOf<typeof lifeEventPage>;
