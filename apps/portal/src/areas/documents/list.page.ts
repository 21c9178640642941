// SPDX-License-Identifier: Apache-2.0
import { directions, listDocuments, states } from '@stoa/documents/contract';
import { documentsListPath, type ViewFilter } from '@stoa/papers/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { chanceryDuties, chanceryOf, rowOf } from './chancery.ts';
import { changeViews, filesOf, viewsOf } from './views.ts';

export const shows = ['all', 'to-register', 'to-sign', 'mine', 'overdue'] as const;
const day = (typed: string | undefined) => (typed && /^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : undefined);

/** What the address narrows the list to; what it cannot mean is left out. */
function filterOf(query: Record<string, string>, kinds: readonly { code: string }[]): ViewFilter {
  const filter = {
    kind: kinds.find(({ code }) => code === query.kind)?.code,
    direction: directions.find((one) => one === query.direction),
    state: states.find((one) => one === query.state),
    show: shows.find((one) => one === query.show),
    from: day(query.from),
    to: day(query.to),
    search: query.search?.trim().slice(0, 200) || undefined,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as ViewFilter;
}

export const documentListPage = definePage({
  path: '/documents/list',
  duty: chanceryDuties,
  component: 'documents/ListPage',
  load: async (context) => {
    const { query, call } = context;
    const { id, name, kinds, institutions, clerk, leader } = await chanceryOf(context);
    const asked = { institutionId: id, ...filterOf(query, kinds) };
    const [found, views] = await Promise.all([
      call(listDocuments, { ...asked, limit: 30, ...(query.cursor ? { cursor: query.cursor } : {}) }),
      viewsOf(context, id),
    ]);
    return {
      ...{ name, clerk, leader, institutions, show: asked.show ?? 'all', views, viewsForAll: clerk || leader },
      files: filesOf((made) => documentsListPath({ ...asked, ...made }), context),
      kinds: kinds.map(({ code, text }) => ({ value: code, text })),
      rows: found.items.map((one) => rowOf(one, kinds)),
      nextCursor: found.nextCursor,
    };
  },
  act: async (context, form) => {
    const { id, kinds } = await chanceryOf(context);
    return changeViews(context, form, id, filterOf(context.query, kinds));
  },
});
export type DocumentListProps = PropsOf<typeof documentListPage>;
