// SPDX-License-Identifier: Apache-2.0
/** What happened to a document wherever it went, and to what it answers or was answered by; each line with what proves it. */
import { proofPath, traceDocument } from '@stoa/correspondence/contract';
import { type DocumentPage, getDocument } from '@stoa/documents/contract';
import { getOrganisation, getStructure } from '@stoa/organisations/contract';
import { definePage, Elsewhere, type PageContext, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { chanceryDuties } from './chancery.ts';

/** Of a matter that goes to and fro for years the page shows the nearest. */
const mostLinked = 6;
const matter = ['reply', 'follows'];

type Context = Pick<PageContext, 'call' | 'text'>;

async function linesOf({ call, text }: Context, document: DocumentPage) {
  const [institution, { posts }, trace] = await Promise.all([
    call(getOrganisation, { id: document.institutionId }),
    call(getStructure, { id: document.institutionId }),
    whenUp(call(traceDocument, { documentId: document.id })),
  ]);
  const titles = new Map(posts.map(({ title }) => [title.en, text(title)]));
  const named = { documentId: document.id, document: document.number ?? document.subject };
  const done = document.history.map(({ facts, leafIndex, ...line }) => ({
    ...{ ...line, ...named, kind: 'act' as const, who: text(institution.name), here: true },
    // The history keeps a post by its English title; who reads sees the title that it has now.
    facts: { ...facts, ...(facts.post ? { post: titles.get(String(facts.post)) ?? facts.post } : {}) },
    ...(leafIndex === undefined ? {} : { leafIndex }),
  }));
  const said = (trace?.items ?? [])
    // That it waits is in the history already; what lacks proof adds nothing to it.
    .filter(
      ({ step, by, messageId }) => step !== 'queued' && (messageId || by.institutionId !== document.institutionId),
    )
    .map(({ at, step, by, addressee, number, date, reason, messageId }) => ({
      ...{ at, ...named, kind: 'word' as const, step, addressee },
      said: { ...(number ? { number } : {}), ...(date ? { date } : {}), ...(reason ? { reason: reason.text } : {}) },
      who: by.institutionId === document.institutionId ? text(institution.name) : by.name,
      here: by.institutionId === document.institutionId,
      ...(messageId ? { messageId, href: proofPath(document.id, messageId) } : {}),
    }));
  return { lines: [...done, ...said], away: trace === undefined };
}

export const timelinePage = definePage({
  path: '/documents/:id/timeline',
  duty: chanceryDuties,
  component: 'documents/TimelinePage',
  load: async (context) => {
    const { call, params } = context;
    if (!/^[0-9a-f-]{36}$/.test(params.id)) throw new Elsewhere('/documents/list');
    const document = await call(getDocument, { id: params.id });
    const linked = document.links.filter(({ as }) => matter.includes(as)).slice(0, mostLinked);
    const others = await Promise.all(linked.map((one) => call(getDocument, { id: one.document.id })));
    const parts = await Promise.all([document, ...others].map((one) => linesOf(context, one)));
    const lines = parts.flatMap((part) => part.lines).sort((a, b) => a.at.localeCompare(b.at));
    return {
      id: document.id,
      subject: document.subject,
      number: document.number,
      lines,
      away: parts.some((part) => part.away),
      counts: {
        lines: lines.length,
        documents: parts.length,
        institutions: new Set(lines.map(({ who }) => who)).size,
        proven: lines.filter((line) => (line.kind === 'act' ? line.leafIndex !== undefined : line.messageId)).length,
      },
    };
  },
});
export type TimelineProps = PropsOf<typeof timelinePage>;
