// SPDX-License-Identifier: Apache-2.0
import { findSentCases, getEvidence } from '@stoa/cases/contract';
import { listNotes } from '@stoa/casework/contract';
import { evidenceFilePath, listMessages } from '@stoa/exchange/contract';
import { moduleOperations } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { definePage, type PageContext, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { showCase, showSummary } from '../citizen/case-view.ts';

export const auditPage = definePage({
  path: '/audit',
  duty: 'audit.auditor',
  component: 'audit/AuditPage',
  load: async ({ call, text, query }) => {
    const search = query.search?.trim() ?? '';
    const found = await call(findSentCases, {
      limit: 50,
      ...(search ? { search } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      search,
      cases: found.items.map((one) => showSummary(one, text)),
      nextCursor: found.nextCursor,
    };
  },
});
export type AuditProps = PropsOf<typeof auditPage>;

type Message = OutputOf<typeof listMessages>['items'][number];
const ledgers = { exchange: moduleOperations('exchange'), cases: moduleOperations('cases') };

/** Whether the entry stands in its module's ledger, with where and since when. */
async function prove(call: PageContext['call'], module: keyof typeof ledgers, entryId: string) {
  const proof = await whenUp(call(ledgers[module].proveEntry, { id: entryId }));
  return {
    leafIndex: proof?.leafIndex,
    verified: proof?.verified ?? false,
    timestamped: proof?.timestamped ?? false,
  };
}

/** Messages under the case's number, and those sent before it had one, by their own ids; undefined when the exchange is away. */
async function messagesOf(call: PageContext['call'], number: string | undefined, ids: readonly string[]) {
  const byNumber = number ? await whenUp(call(listMessages, { issue: number, limit: 100 })) : { items: [] };
  if (!byNumber) return undefined;
  const known = new Set(byNumber.items.map((one) => one.messageId));
  const others = await Promise.all(
    [...new Set(ids)]
      .filter((id) => !known.has(id))
      .map((id) => whenUp(call(listMessages, { messageId: id, limit: 100 }))),
  );
  const all: Message[] = [...byNumber.items, ...others.flatMap((page) => page?.items ?? [])];
  return [...new Map(all.map((one) => [one.entryId, one])).values()].sort((a, b) => a.at.localeCompare(b.at));
}

/** Entries of a case on one page. */
const entriesAtOnce = 25;

/** The evidence of one case: what happened, and the exchange's log of its messages with signature and proof of each. */
export const evidencePage = definePage({
  path: '/audit/cases/:id',
  duty: 'audit.auditor',
  component: 'audit/EvidencePage',
  load: async ({ call, text, params, query, modules }) => {
    const evidence = await call(getEvidence, { id: params.id });
    const { number } = evidence.case;
    const named = evidence.messages.map((one) => one.messageId);
    const logged = await messagesOf(call, number, named);
    const messages = await Promise.all(
      (logged ?? []).map(async ({ entryId, messageId, direction, client, target, outcome, at, signature, signer }) => {
        const proof = await prove(call, 'exchange', entryId);
        const message = { entryId, messageId, direction, client, target, outcome, at, signature, signer, ...proof };
        return { ...message, evidenceHref: proof.verified ? evidenceFilePath(entryId) : undefined };
      }),
    );
    const entries = await Promise.all(
      evidence.entries.map(async ({ at, kind, actor, facts: { entryId, leafIndex: _, ...facts } }) => ({
        at,
        kind,
        actor,
        facts: Object.entries(facts).map(([name, value]) => ({
          name,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        })),
        audited: typeof entryId === 'string',
        ...(typeof entryId === 'string' ? await prove(call, 'cases', entryId) : {}),
      })),
    );
    const asked = Number(query.skip ?? 0);
    const skip = Number.isSafeInteger(asked) && asked > 0 && asked < entries.length ? asked : 0;
    const audited = entries.filter((one) => one.audited);
    const notes = modules.includes('casework') ? await whenUp(call(listNotes, { caseId: params.id })) : undefined;
    return {
      case: showCase(evidence.case, text),
      notes: notes?.items ?? [],
      entries: entries.slice(skip, skip + entriesAtOnce),
      nextSkip: skip + entriesAtOnce < entries.length ? skip + entriesAtOnce : undefined,
      counts: {
        entries: entries.length,
        valid: messages.filter((one) => one.signature === 'valid').length,
        provable: messages.length + audited.length,
        proven: [...messages, ...audited].filter((one) => 'verified' in one && one.verified).length,
      },
      messages,
      /** Ids under which the case says it sent messages that the exchange has not shown. */
      unseen: named.filter((id) => !messages.some((one) => one.messageId === id)),
      exchangeAway: logged === undefined,
    };
  },
});
export type EvidenceProps = PropsOf<typeof evidencePage>;
