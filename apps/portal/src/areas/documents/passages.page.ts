// SPDX-License-Identifier: Apache-2.0
/** What an institution sent to others and what came from them, with how far each is. */
import { deliveryStates, listPassages } from '@stoa/correspondence/contract';
import { duties } from '@stoa/documents/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { chanceryOf } from './chancery.ts';

export const ways = ['exchange', 'cabinet', 'print'] as const;
export const sides = ['sent', 'came'] as const;

export const passagesPage = definePage({
  path: '/documents/exchange',
  duty: [duties.clerk, duties.leader],
  component: 'documents/PassagesPage',
  load: async (context) => {
    const { query, call } = context;
    const { id, name } = await chanceryOf(context);
    const direction = sides.find((one) => one === query.direction);
    const state = deliveryStates.find((one) => one === query.state);
    const way = ways.find((one) => one === query.way);
    const { items, nextCursor } = await call(listPassages, {
      ...{ institutionId: id, limit: 30 },
      ...(direction ? { direction } : {}),
      ...(state ? { state } : {}),
      ...(way ? { way } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return { name, nextCursor, rows: items };
  },
});
export type PassagesProps = PropsOf<typeof passagesPage>;
