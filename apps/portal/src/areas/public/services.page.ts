// SPDX-License-Identifier: Apache-2.0
import { listServices } from '@stoa/catalogue/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

export const servicesPage = definePage({
  path: '/services',
  component: 'public/ServicesPage',
  load: async (context) => {
    const { items } = await context.call(listServices, {});
    return {
      services: items.map((service) => ({
        id: service.id,
        title: context.text(service.title),
        summary: context.text(service.summary),
        authority: context.text(service.authority.name),
      })),
    };
  },
});
export type ServicesProps = PropsOf<typeof servicesPage>;
