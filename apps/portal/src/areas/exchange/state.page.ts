// SPDX-License-Identifier: Apache-2.0
import { listIncidents } from '@stoa/exchange/contract';
import { moduleOperations } from '@stoa/kernel';
import { definePage, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { operator } from './parties.ts';

export const incidentsPage = definePage({
  path: '/operations/exchange/incidents',
  duty: operator,
  component: 'exchange/IncidentsPage',
  load: async ({ call, text }) => {
    const incidents = await call(listIncidents, {});
    const letters = await whenUp(call(moduleOperations('exchange').listDeadLetters, { limit: 50 }));
    return {
      refusals: incidents.refusals,
      sessions: incidents.sessions,
      away: incidents.away.map((one) => ({ ...one, name: text(one.name) })),
      eventDeadLetters: incidents.eventDeadLetters,
      deadLetters: letters?.items ?? [],
    };
  },
});
export type IncidentsProps = PropsOf<typeof incidentsPage>;
