// SPDX-License-Identifier: Apache-2.0
import { dateText } from '@stoa/kernel/text';
import { countDuties, listDuties, listHolders } from '@stoa/organisations/contract';
import { definePage, type PageContext, type PropsOf } from '../../server/page.ts';
import { noonOf } from '../organisations/organisation.page.ts';
import { grantor } from './administration.page.ts';

const dayOf = ({ query }: Pick<PageContext, 'query'>) => (query.on ? dateText(query.on) : undefined);
const atOf = (on: string | undefined) => {
  const at = noonOf(on);
  return at ? { at } : {};
};

/** What a person may do, and why; on any day. */
export const personDutiesPage = definePage({
  path: '/administration/people/:id',
  duty: grantor,
  component: 'administration/PersonDutiesPage',
  load: async (context) => {
    const on = dayOf(context);
    const { items } = await context.call(listDuties, { personId: context.params.id, ...atOf(on) });
    return { id: context.params.id, on, duties: items.map((one) => ({ ...one, post: context.text(one.post) })) };
  },
});
export type PersonDutiesProps = PropsOf<typeof personDutiesPage>;

/** Who can do this: everybody who holds a duty; on any day. */
export const dutyHoldersPage = definePage({
  path: '/administration/duties/:code',
  duty: grantor,
  component: 'administration/DutyHoldersPage',
  load: async (context) => {
    const on = dayOf(context);
    const organisationId = context.query.organisation?.trim().toUpperCase();
    const { items } = await context.call(listHolders, {
      code: context.params.code,
      ...(organisationId ? { organisationId } : {}),
      ...atOf(on),
    });
    return { code: context.params.code, on, holders: items.map((one) => ({ ...one, post: context.text(one.post) })) };
  },
});
export type DutyHoldersProps = PropsOf<typeof dutyHoldersPage>;

/** Every duty, and how many hold it. */
export const dutiesPage = definePage({
  path: '/administration/duties',
  duty: grantor,
  component: 'administration/DutiesPage',
  load: async ({ call }) => ({ duties: (await call(countDuties, {})).items }),
});
export type DutiesProps = PropsOf<typeof dutiesPage>;
