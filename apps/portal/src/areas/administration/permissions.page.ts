// SPDX-License-Identifier: Apache-2.0
import { dateText } from '@stoa/kernel/text';
import { countDuties, listChanges, listDuties, listHolders } from '@stoa/organisations/contract';
import { definePage, type PageContext, type PropsOf } from '../../server/page.ts';
import { noonOf } from '../organisations/organisation.page.ts';
import { grantor, shownChange } from './administration.page.ts';
import permitted from './permitted.gen.json' with { type: 'json' };

const dayOf = ({ query }: Pick<PageContext, 'query'>) => (query.on ? dateText(query.on) : undefined);
const atOf = (on: string | undefined) => {
  const at = noonOf(on);
  return at ? { at } : {};
};

/** Permissions by the duty that gives them, made from the policies; duties of services are alike. */
const serviceDuty = 'labour.permit-officer';
const permissionsOf = (code: string): readonly string[] =>
  (permitted as Record<string, string[]>)[code] ?? permitted[serviceDuty];
/** Of one kind in every module: `cases:operate` and `exchange:operate` are said once. */
const kindOf = (permission: string) => permission.replace(/^\w+:(operate|prove|read-audit)$/, '$1').replace(':', '-');

/** What a person may do, and why; on any day; and what changed about that lately. */
export const personDutiesPage = definePage({
  path: '/administration/people/:id',
  duty: grantor,
  component: 'administration/PersonDutiesPage',
  load: async (context) => {
    const on = dayOf(context);
    const { call, text } = context;
    const { id } = context.params;
    const [{ name, items }, changes] = await Promise.all([
      call(listDuties, { personId: id, ...atOf(on) }),
      call(listChanges, { state: 'all', personId: id, limit: 20 }),
    ]);
    return {
      ...{ id, name, on },
      duties: items.map((one) => ({
        ...one,
        post: text(one.post),
        permits: [...new Set(permissionsOf(one.code).map(kindOf))],
      })),
      changes: changes.items.map((one) => shownChange(one, text)),
    };
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
