// SPDX-License-Identifier: Apache-2.0
/** What everybody may know: how the services stand, were and will be. */
import { getPublicIncident, getStatus, listPublicIncidents, type PublicIncident } from '@stoa/monitoring/contract';
import { definePage, Elsewhere, type PageContext, type PropsOf } from '../../server/page.ts';
import { cursorOf, isId } from '../books/shared.ts';

type Text = PageContext['text'];
const shown = (text: Text, { services, updates, ...one }: PublicIncident) => ({
  ...one,
  services: services.map(({ name }) => text(name)),
  updates: updates.map(({ at, text: words }) => ({ at, text: text(words) })),
});

export const statusPage = definePage({
  path: '/status',
  limit: 300,
  component: 'monitoring/StatusPage',
  load: async ({ call, text }) => {
    const { at, state, services, incidents, maintenance } = await call(getStatus, {});
    const regions = [...new Set(services.map(({ region }) => region?.code ?? ''))].sort();
    return {
      ...{ at, state },
      regions: regions.map((code) => {
        const own = services.filter(({ region }) => (region?.code ?? '') === code);
        const name = own[0]?.region?.name;
        return {
          ...{ code, name: name ? text(name) : undefined },
          services: own.map((one) => ({ ...one, name: text(one.name), region: undefined })),
        };
      }),
      incidents: incidents.map((one) => shown(text, one)),
      maintenance: maintenance.map(({ title, text: words, services: of, ...one }) => ({
        ...{ ...one, title: text(title), text: text(words), services: of.map(({ name }) => text(name)) },
      })),
    };
  },
});
export type StatusProps = PropsOf<typeof statusPage>;

export const statusHistoryPage = definePage({
  path: '/status/history',
  limit: 300,
  component: 'monitoring/HistoryPage',
  load: async ({ call, text, query }) => {
    const { items, nextCursor } = await call(listPublicIncidents, cursorOf(query));
    return { incidents: items.map((one) => shown(text, one)), nextCursor };
  },
});
export type HistoryProps = PropsOf<typeof statusHistoryPage>;

export const statusIncidentPage = definePage({
  path: '/status/incidents/:id',
  limit: 300,
  component: 'monitoring/PublicIncidentPage',
  load: async ({ call, text, params }) => {
    if (!isId(params.id)) throw new Elsewhere('/status/history');
    return shown(text, await call(getPublicIncident, { id: params.id }));
  },
});
export type PublicIncidentProps = PropsOf<typeof statusIncidentPage>;
