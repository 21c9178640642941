// SPDX-License-Identifier: Apache-2.0
import { listDataAccesses } from '@stoa/identity/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { definePage, type PageContext, type PropsOf } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';

/** Names of offices, where the directory answers and knows them. */
async function officeNames({ call, text }: PageContext, ids: readonly string[]): Promise<Map<string, string>> {
  const nameOf = async (id: string): Promise<[string, string]> => {
    try {
      return [id, text((await call(getOrganisation, { id })).name)];
    } catch (error) {
      if (isRefusal(error) && ['missing', 'invalid', 'unavailable'].includes(error.kind)) return [id, id];
      throw error;
    }
  };
  return new Map(await Promise.all([...new Set(ids)].map(nameOf)));
}

/** Every reading and change of a person's data, for that person. */
export const accessPage = definePage({
  path: '/cabinet/access',
  signIn: true,
  component: 'cabinet/AccessPage',
  load: async (context) => {
    const { call, query } = context;
    const found = await call(listDataAccesses, { limit: 50, ...(query.cursor ? { cursor: query.cursor } : {}) });
    const offices = await officeNames(
      context,
      found.items.flatMap((one) => one.organisationId ?? []),
    );
    return {
      accesses: found.items.map((one) => ({
        id: one.id,
        at: one.at,
        action: one.action,
        actor: one.actorName,
        byPerson: one.actorKind === 'person',
        organisation: one.organisationId && offices.get(one.organisationId),
        purpose: one.purpose,
        ...{ as: one.as, inPlaceOf: one.inPlaceOf, onBehalfOf: one.onBehalfOf },
      })),
      nextCursor: found.nextCursor,
    };
  },
});
export type AccessProps = PropsOf<typeof accessPage>;
