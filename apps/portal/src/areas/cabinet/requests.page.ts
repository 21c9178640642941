// SPDX-License-Identifier: Apache-2.0
import { listCallsAboutMe } from '@stoa/cases/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

/** Which departments asked which others about the person, and for which purpose. */
export const requestsPage = definePage({
  path: '/cabinet/requests',
  signIn: true,
  component: 'cabinet/RequestsPage',
  load: async ({ call, text, query }) => {
    const found = await call(listCallsAboutMe, { limit: 50, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return {
      requests: found.items.map((one) => ({
        id: one.id,
        at: one.at,
        client: one.clientName ? text(one.clientName) : one.clientId,
        provider: one.providerName && text(one.providerName),
        target: one.targetName ? text(one.targetName) : one.target,
        purpose: one.purpose,
        refused: one.outcome === 'refused',
        case: one.case && { id: one.case.id, title: text(one.case.title), number: one.case.number },
      })),
      exchangeAway: found.exchangeAway,
      nextCursor: found.nextCursor,
    };
  },
});
export type RequestsProps = PropsOf<typeof requestsPage>;
