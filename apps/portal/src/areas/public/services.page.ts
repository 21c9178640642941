// SPDX-License-Identifier: Apache-2.0
import { listServices } from '@stoa/catalogue/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { chosenOf, narrowedBy, regionsOf } from '../regions/shared.ts';

export const servicesPage = definePage({
  path: '/services',
  component: 'public/ServicesPage',
  load: async (context) => {
    const regions = await regionsOf(context);
    const { items } = await context.call(listServices, narrowedBy(context.query, regions));
    return {
      regions,
      chosen: chosenOf(context, regions),
      services: items.map((service) => ({
        id: service.id,
        title: context.text(service.title),
        summary: context.text(service.summary),
        authority: context.text(service.authority.name),
        level: service.level,
      })),
    };
  },
});
export type ServicesProps = PropsOf<typeof servicesPage>;
