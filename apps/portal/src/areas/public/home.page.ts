// SPDX-License-Identifier: Apache-2.0
import { listLifeEvents, listServices } from '@stoa/catalogue/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { chosenRegion } from '../regions/shared.ts';

export const homePage = definePage({
  path: '/',
  component: 'public/HomePage',
  load: async (context) => {
    const [events, services, ready, region] = await Promise.all([
      whenUp(context.call(listLifeEvents, {})),
      whenUp(context.call(listServices, {})),
      context.readDocument('/health/ready') as Promise<{ status?: string }>,
      chosenRegion(context),
    ]);
    return {
      region,
      lifeEvents: (events?.items ?? []).map((event) => ({
        code: event.code,
        kind: event.kind,
        title: context.text(event.title),
        services: event.services.length,
      })),
      services: (services?.items ?? []).slice(0, 6).map((service) => ({
        id: service.id,
        title: context.text(service.title),
        summary: context.text(service.summary),
      })),
      /** Whether every part answers; `degraded` when one does not. */
      system: services && events && ready.status === 'up' ? ('up' as const) : ('degraded' as const),
    };
  },
});
export type HomeProps = PropsOf<typeof homePage>;
