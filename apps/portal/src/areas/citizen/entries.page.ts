// SPDX-License-Identifier: Apache-2.0
import { listEntries } from '@stoa/cases/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { showList } from './case-form.ts';
import { placeIn } from './list-form.ts';

/** A list of an application for whoever may read its answers. */
export const entriesPage = definePage({
  path: '/cases/:id/lists/:field',
  signIn: true,
  component: 'citizen/EntriesPage',
  load: async ({ call, text, params: { id, field }, query }) => {
    const after = placeIn(query.after);
    const found = await call(listEntries, { id, field, after });
    return {
      service: text(found.title),
      label: text(found.label),
      list: showList(found.list, text, after),
      next: found.nextAfter,
    };
  },
});
export type EntriesProps = PropsOf<typeof entriesPage>;
