// SPDX-License-Identifier: Apache-2.0
import { find } from '@stoa/search/contract';
import { definePage, Elsewhere, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { narrowedBy, regionsOf } from '../regions/shared.ts';

export const searchPage = definePage({
  path: '/search',
  component: 'public/SearchPage',
  load: async (context) => {
    const { call, text, query } = context;
    const asked = (query.q ?? '').trim().slice(0, 200);
    if (!asked) throw new Elsewhere('/services');
    const regions = await regionsOf(context);
    const found = await whenUp(call(find, { q: asked, limit: 50, ...narrowedBy(query, regions) }));
    return {
      ...{ asked, regions },
      away: found === undefined,
      total: found?.total ?? 0,
      hits: (found?.items ?? []).map((hit) => ({ path: hit.path, title: text(hit.title), summary: text(hit.summary) })),
    };
  },
});
export type SearchProps = PropsOf<typeof searchPage>;
