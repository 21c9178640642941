// SPDX-License-Identifier: Apache-2.0
import { findCases, getEvidence } from '@stoa/cases/contract';
import { listMessages } from '@stoa/exchange/contract';
import { moduleOperations } from '@stoa/kernel';
import { definePage, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { showCase, showSummary } from '../citizen/case-view.ts';

export const auditPage = definePage({
  path: '/audit',
  duty: 'audit.auditor',
  component: 'audit/AuditPage',
  load: async ({ call, text, query }) => {
    const search = query.search?.trim() ?? '';
    const found = await call(findCases, {
      limit: 50,
      ...(search ? { search } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      search,
      cases: found.items.map((one) => showSummary(one, text)),
      nextCursor: found.nextCursor,
      first: !query.cursor,
    };
  },
});
export type AuditProps = PropsOf<typeof auditPage>;

const exchangeLedger = moduleOperations('exchange');

/** The evidence of one case: what happened, and the exchange's log of its messages with signature and proof of each. */
export const evidencePage = definePage({
  path: '/audit/cases/:id',
  duty: 'audit.auditor',
  component: 'audit/EvidencePage',
  load: async ({ call, text, params }) => {
    const evidence = await call(getEvidence, { id: params.id });
    const { number } = evidence.case;
    const logged = number ? await whenUp(call(listMessages, { issue: number, limit: 100 })) : undefined;
    const messages = await Promise.all(
      (logged?.items ?? []).map(async (message) => {
        const proof = await whenUp(call(exchangeLedger.proveEntry, { id: message.entryId }));
        return {
          entryId: message.entryId,
          messageId: message.messageId,
          direction: message.direction,
          client: message.client,
          target: message.target,
          outcome: message.outcome,
          at: message.at,
          signature: message.signature,
          signer: message.signer,
          leafIndex: proof?.leafIndex,
          verified: proof?.verified ?? false,
          timestamped: proof?.timestamped ?? false,
        };
      }),
    );
    return {
      case: showCase(evidence.case, text),
      entries: evidence.entries.map((entry) => ({
        at: entry.at,
        kind: entry.kind,
        actor: entry.actor,
        facts: Object.entries(entry.facts).map(([name, value]) => ({
          name,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        })),
      })),
      messages,
      /** Ids under which the case says it sent messages that the exchange has not shown. */
      unseen: evidence.messages
        .map((one) => one.messageId)
        .filter((id) => !messages.some((one) => one.messageId === id)),
      exchangeAway: number !== undefined && logged === undefined,
    };
  },
});
export type EvidenceProps = PropsOf<typeof evidencePage>;
