// SPDX-License-Identifier: Apache-2.0
import { authorise, auditOf, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { auditCase, found, resourceOf, summaryOf } from './case-file.ts';
import { pageOfCase } from './case-page.ts';
import type { findCases, getEvidence, getProcess } from './contract.ts';
import { pinnedPackage, processOf } from './packages.ts';
import { historyOf } from './history-queries.ts';
import * as queries from './queries.ts';
import { dutiesOfCase } from './task-queries.ts';

/** Refuses: cases.case-unknown. */
export async function evidence(tx: Tx, id: string): Promise<OutputOf<typeof getEvidence>> {
  const file = found(await queries.findCase(tx, id));
  authorise(tx, resourceOf(file));
  const pkg = await pinnedPackage(tx.module, file);
  const messages = await queries.messagesOf(tx, id);
  const happened = (await historyOf(tx, id)).map((entry) => ({
    at: entry.at.toISOString(),
    kind: entry.kind,
    ...(entry.actor ? { actor: entry.actor } : {}),
    ...(entry.node ? { node: entry.node } : {}),
    facts: entry.facts,
  }));
  const audited = (await auditOf(tx, 'case', id)).map(({ at, action, actorName, entryId, leafIndex, purpose }) => ({
    at,
    kind: action,
    actor: actorName,
    facts: { entryId, ...(leafIndex === undefined ? {} : { leafIndex }), ...(purpose ? { purpose } : {}) },
  }));
  // After the list: this look itself is in the next one. Nobody could prove it yet.
  await auditCase(tx, file, 'cases.evidence-read', await queries.subjectsOf(tx, id));
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

/** Sent cases of everybody, for auditors. */
export async function register(tx: Tx, input: InputOf<typeof findCases>): Promise<OutputOf<typeof findCases>> {
  const { items, nextCursor } = await queries.listCases(tx, { ...input, drafts: false });
  return { items: items.map(summaryOf), ...(nextCursor ? { nextCursor } : {}) };
}

/** Refuses: cases.case-unknown. */
export async function processView(tx: Tx, id: string): Promise<OutputOf<typeof getProcess>> {
  const file = found(await queries.findCase(tx, id));
  authorise(tx, resourceOf(file, { duties: await dutiesOfCase(tx, id) }));
  const pkg = await pinnedPackage(tx.module, file);
  const index = processOf(pkg);
  const tokens = await queries.tokensOf(tx, id);
  const taken = new Set(file.taken);
  const active = new Set(tokens.map((token) => token.node));
  const done = new Set(pkg.process.edges.filter((edge) => taken.has(edge.id)).flatMap((edge) => [edge.from, edge.to]));
  return {
    nodes: pkg.process.nodes.map(({ id: node, kind, x, y, width, height, attachedTo }) => ({
      id: node,
      kind,
      title: pkg.nodeTitles[node] ?? { en: index.node(node).name },
      x,
      y,
      width,
      height,
      ...(attachedTo ? { attachedTo } : {}),
    })),
    edges: pkg.process.edges.map(({ id: edge, from, to, name, points }) => ({
      id: edge,
      from,
      to,
      ...(name ? { name } : {}),
      points,
      taken: taken.has(edge),
    })),
    active: [...active],
    done: [...done].filter((node) => !active.has(node)),
    failed: tokens
      .filter((token) => token.state === 'failed')
      .map(({ id: tokenId, node, error }) => ({ node, tokenId, error: error ?? '' })),
  };
}
