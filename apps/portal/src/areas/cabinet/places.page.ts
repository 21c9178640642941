// SPDX-License-Identifier: Apache-2.0
/** Places of the company one acts for: granted, used, left, and what uses them. */
import { listPlaces } from '@stoa/places/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

export const placesPage = definePage({
  path: '/cabinet/places',
  signIn: true,
  component: 'cabinet/PlacesPage',
  load: async ({ call, query, text }) => {
    const { items, nextCursor } = await call(listPlaces, {
      limit: 20,
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return { pools: items.map(({ title, ...pool }) => ({ ...pool, title: text(title) })), nextCursor };
  },
});
export type PlacesProps = PropsOf<typeof placesPage>;
