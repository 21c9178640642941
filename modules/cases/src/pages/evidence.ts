// SPDX-License-Identifier: Apache-2.0
/** What happened in a case, for auditors. */
import { auditOf, authorise, type Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { auditCase, findCase, found, historyOf, resourceOf } from '../case/index.ts';
import type { getEvidence } from '../contract.ts';
import { messagesOf } from '../messages/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { pageOfCase } from './case-page.ts';

/** Refuses: cases.case-unknown. */
export async function evidence(tx: Tx, id: string): Promise<OutputOf<typeof getEvidence>> {
  const file = found(await findCase(tx, id));
  authorise(tx, resourceOf(file));
  const pkg = await pinnedPackage(tx.module, file);
  const messages = await messagesOf(tx, id);
  const happened = (await historyOf(tx, id)).map((entry) => ({
    at: entry.at.toISOString(),
    kind: entry.kind,
    ...(entry.actor ? { actor: entry.actor } : {}),
    ...(entry.node ? { node: entry.node } : {}),
    facts: entry.facts,
  }));
  const audited = (await auditOf(tx, 'case', id)).map(({ at, action, actorName, entryId, leafIndex, ...more }) => ({
    at,
    kind: action,
    actor: actorName,
    facts: {
      ...{ entryId, ...more.capacity, ...(more.purpose ? { purpose: more.purpose } : {}) },
      ...(leafIndex === undefined ? {} : { leafIndex }),
    },
  }));
  // After the list: this look itself is in the next one. Nobody could prove it yet.
  await auditCase(tx, file, 'cases.evidence-read');
  return {
    case: await pageOfCase(tx, file, pkg, true),
    entries: [...happened, ...audited].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    messages: messages.map((message) => ({
      messageId: message.id,
      kind: message.kind,
      name: message.type,
      state: message.state,
      ...(message.sentAt ? { sentAt: message.sentAt.toISOString() } : {}),
      ...(message.answeredAt ? { answeredAt: message.answeredAt.toISOString() } : {}),
      ...(message.responseId ? { responseId: message.responseId } : {}),
      ...(message.sender ? { from: message.sender } : {}),
    })),
  };
}
