// SPDX-License-Identifier: Apache-2.0
import { listServices } from '@stoa/catalogue/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

/** Services whose title, summary, authority or life events hold every word asked for, in the language of the page. */
export const searchPage = definePage({
  path: '/search',
  component: 'public/SearchPage',
  load: async ({ call, text, query, language }) => {
    const asked = (query.q ?? '').trim().slice(0, 200);
    const words = asked.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
    const { items } = await call(listServices, {});
    const services = items.map((service) => ({
      id: service.id,
      title: text(service.title),
      summary: text(service.summary),
      authority: text(service.authority.name),
      lifeEvents: service.lifeEvents.map((event) => text(event.title)).join(' '),
    }));
    const holds = (service: (typeof services)[number]) => {
      const all = Object.values(service).join(' ').toLocaleLowerCase(language);
      return words.every((word) => all.includes(word));
    };
    return { asked, services: services.filter(holds) };
  },
});
export type SearchProps = PropsOf<typeof searchPage>;
