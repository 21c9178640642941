// SPDX-License-Identifier: Apache-2.0
import { evidenceFilePath, getMessage, searchMessages } from '@stoa/exchange/contract';
import { moduleOperations } from '@stoa/kernel';
import { identifierText } from '@stoa/kernel/text';
import { definePage, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { auditor, isSubsystemId, operator } from './parties.ts';

const filters = ['messageId', 'clientId', 'providerId', 'target', 'outcome', 'from', 'until'] as const;
const outcomes = ['accepted', 'refused', 'failed'] as const;
/** `2026-11-21T10:15`, as the field gives it, in UTC. */
const instant = (value: string | undefined) => {
  const at = new Date(`${value}Z`);
  return value === undefined || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

export const messagesPage = definePage({
  path: '/operations/exchange/messages',
  duty: operator,
  component: 'exchange/MessagesPage',
  load: async ({ call, query }) => {
    const asked = Object.fromEntries(
      filters.map((name) => [name, identifierText(query[name] ?? '')]).filter(([, value]) => value),
    ) as Partial<Record<(typeof filters)[number], string>>;
    const [from, until] = [instant(asked.from), instant(asked.until)];
    const outcome = outcomes.find((one) => one === asked.outcome);
    const malformed = (['clientId', 'providerId'] as const).filter(
      (name) => asked[name] && !isSubsystemId(asked[name]),
    );
    const oldestFirst = query.sort === 'oldest';
    const cursor = /^[0-9a-f-]{36}$/.test(query.cursor ?? '') ? query.cursor : undefined;
    const found =
      malformed.length > 0
        ? { items: [] }
        : await call(searchMessages, {
            ...(asked.messageId ? { messageId: asked.messageId.slice(0, 100) } : {}),
            ...(asked.clientId ? { clientId: asked.clientId } : {}),
            ...(asked.providerId ? { providerId: asked.providerId } : {}),
            ...(asked.target ? { target: asked.target.slice(0, 300) } : {}),
            ...(outcome ? { outcome } : {}),
            ...(from ? { from } : {}),
            ...(until ? { until } : {}),
            ...(oldestFirst ? { oldestFirst } : {}),
            ...(cursor ? { cursor } : {}),
          });
    return { asked, malformed, oldestFirst, messages: found.items, nextCursor: found.nextCursor };
  },
});
export type MessagesProps = PropsOf<typeof messagesPage>;

export const messagePage = definePage({
  path: '/operations/exchange/message',
  duty: [operator, auditor],
  component: 'exchange/MessagePage',
  load: async ({ call, query, principal }) => {
    const duties = principal.kind === 'person' ? principal.duties.map(({ code }) => code) : [];
    const messageId = identifierText(query.id ?? '').slice(0, 100);
    const { items } = await call(getMessage, { messageId: messageId || '-' });
    const entries = await Promise.all(
      items.map(async (one) => {
        const proof = await whenUp(call(moduleOperations('exchange').proveEntry, { id: one.entryId }));
        return {
          ...one,
          // Only what the ledger has sealed can leave the house, and only auditors read messages.
          evidence:
            proof?.verified && duties.includes(auditor)
              ? { full: evidenceFilePath(one.entryId), bare: evidenceFilePath(one.entryId, false) }
              : undefined,
          proof: proof && {
            verified: proof.verified,
            timestamped: proof.timestamped,
            leafIndex: proof.leafIndex,
            checkpointAt: proof.checkpointAt,
          },
        };
      }),
    );
    return { messageId, entries, maySearch: duties.includes(operator) };
  },
});
export type MessageProps = PropsOf<typeof messagePage>;
