// SPDX-License-Identifier: Apache-2.0
/** The day of a front office, for who leads it. */
import { getDay } from '@stoa/counter/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { cursorOf } from '../books/shared.ts';
import { namedOffices, officesOf } from './counter.page.ts';

export const dayPage = definePage({
  path: '/counter/day',
  signIn: true,
  component: 'counter/DayPage',
  load: async (context) => {
    const { call, query, text } = context;
    const offices = officesOf(context, 'counter.head');
    const officeId = offices.find((one) => one === query.office) ?? offices[0] ?? '';
    const asked = query.on ?? '';
    const on = /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : undefined;
    const day = await call(getDay, { officeId, ...(on ? { on } : {}), ...cursorOf(query) });
    return {
      ...{ offices: await namedOffices(context, offices), office: officeId, on: day.on, total: day.total },
      clerks: day.clerks,
      services: day.services.map(({ title, ...one }) => ({ ...one, name: text(title) })),
      visits: day.items.map((one) => ({
        ...{ id: one.id, clerk: one.clerkName, service: text(one.service), state: one.state, way: one.way },
        ...{ at: one.askedAt, reason: one.reason },
      })),
      nextCursor: day.nextCursor,
    };
  },
});
export type DayProps = PropsOf<typeof dayPage>;
