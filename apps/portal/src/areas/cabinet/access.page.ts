// SPDX-License-Identifier: Apache-2.0
import { listDataAccesses } from '@stoa/identity/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

/** Every reading and change of a person's data, for that person. */
export const accessPage = definePage({
  path: '/cabinet/access',
  signIn: true,
  component: 'cabinet/AccessPage',
  load: async ({ call, text, query }) => {
    const found = await call(listDataAccesses, { limit: 50, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return {
      accesses: found.items.map((one) => ({
        id: one.id,
        at: one.at,
        action: one.action,
        actor: one.actorName,
        byPerson: one.actorKind === 'person',
        organisation: one.organisation && text(one.organisation),
        purpose: one.purpose,
        ...{ as: one.as, inPlaceOf: one.inPlaceOf, onBehalfOf: one.onBehalfOf },
      })),
      nextCursor: found.nextCursor,
    };
  },
});
export type AccessProps = PropsOf<typeof accessPage>;
