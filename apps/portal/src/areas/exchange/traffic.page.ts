// SPDX-License-Identifier: Apache-2.0
import { getOverview, getTraffic } from '@stoa/exchange/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { operator } from './parties.ts';

/** Minutes by the word of the address. */
const spans = { 'five-minutes': 5, hour: 60, day: 1440 } as const;
type Span = keyof typeof spans;
const isSpan = (word: string | undefined): word is Span => word !== undefined && Object.hasOwn(spans, word);

export const trafficPage = definePage({
  path: '/operations/traffic',
  duty: operator,
  component: 'exchange/TrafficPage',
  load: async ({ call, text, query }) => {
    const span: Span = isSpan(query.span) ? query.span : 'hour';
    const [traffic, overview] = await Promise.all([call(getTraffic, { minutes: spans[span] }), call(getOverview, {})]);
    const names = new Map(overview.subsystems.map((one) => [one.id, text(one.name)]));
    const named = (id: string | undefined) => ({ id: id ?? '', name: id === undefined ? undefined : names.get(id) });
    return {
      ...traffic,
      span,
      spans: Object.keys(spans) as Span[],
      perSecond: traffic.calls / (spans[span] * 60),
      edges: traffic.edges.map(({ client, provider, ...counts }) => ({
        client: named(client),
        provider: named(provider),
        ...counts,
      })),
      targets: traffic.targets.map(({ name, ...one }) => ({ ...one, name: name && text(name) })),
    };
  },
});
export type TrafficProps = PropsOf<typeof trafficPage>;
