// SPDX-License-Identifier: Apache-2.0
import { directions, listDocuments, states } from '@stoa/documents/contract';
import type { InputOf } from '@stoa/kernel/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { chanceryDuties, chanceryOf, rowOf } from './chancery.ts';

export const shows = ['all', 'to-register', 'mine', 'overdue'] as const;
const day = (typed: string | undefined) => (typed && /^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : undefined);

export const documentListPage = definePage({
  path: '/documents/list',
  duty: chanceryDuties,
  component: 'documents/ListPage',
  load: async (context) => {
    const { query, call } = context;
    const { id, name, kinds, institutions, clerk } = await chanceryOf(context);
    const filter = {
      institutionId: id,
      kind: kinds.find(({ code }) => code === query.kind)?.code,
      direction: directions.find((one) => one === query.direction),
      state: states.find((one) => one === query.state),
      show: shows.find((one) => one === query.show),
      from: day(query.from),
      to: day(query.to),
      search: query.search?.trim().slice(0, 200) || undefined,
      cursor: query.cursor,
    };
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as InputOf<
      typeof listDocuments
    >;
    const found = await call(listDocuments, { ...asked, limit: 30 });
    return {
      ...{ name, clerk, institutions, show: filter.show ?? 'all' },
      kinds: kinds.map(({ code, text }) => ({ value: code, text })),
      rows: found.items.map((one) => rowOf(one, kinds)),
      nextCursor: found.nextCursor,
    };
  },
});
export type DocumentListProps = PropsOf<typeof documentListPage>;
