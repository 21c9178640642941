// SPDX-License-Identifier: Apache-2.0
import { listCases, listOutputs } from '@stoa/cases/contract';
import type { LocalText } from '@stoa/kernel/contract';
import { type InboxMessage, listInbox, markRead } from '@stoa/notifications/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { safeReturnPath } from '../../server/same-origin.ts';
import { whenUp } from '../../server/when-up.ts';
import { showOutput, showSummary } from '../citizen/case-view.ts';

const showMessage = (message: InboxMessage, text: (text: LocalText) => string) => ({
  id: message.id,
  subject: text(message.subject),
  body: text(message.body),
  link: message.link,
  sentAt: message.sentAt,
  unread: message.readAt === undefined,
  email: message.email,
});

const waitsForApplicant = new Set(['draft', 'payment', 'clarification']);

export const overviewPage = definePage({
  path: '/cabinet',
  signIn: true,
  component: 'cabinet/OverviewPage',
  load: async ({ call, text }) => {
    const [cases, outputs, inbox] = await Promise.all([
      whenUp(call(listCases, { limit: 10 })),
      whenUp(call(listOutputs, { limit: 3 })),
      whenUp(call(listInbox, { limit: 4 })),
    ]);
    const shown = (cases?.items ?? []).map((one) => showSummary(one, text));
    return {
      waiting: shown.filter((one) => waitsForApplicant.has(one.state)),
      running: shown.filter((one) => !waitsForApplicant.has(one.state) && one.state !== 'closed').slice(0, 4),
      finished: shown.filter((one) => one.state === 'closed').slice(0, 4),
      outputs: (outputs?.items ?? []).map((one) => showOutput(one, text)),
      messages: (inbox?.items ?? []).map((one) => showMessage(one, text)),
      unread: inbox?.unread ?? 0,
      /** A part did not answer: what is shown may lack something. */
      partial: !cases || !outputs || !inbox,
    };
  },
});
export type OverviewProps = PropsOf<typeof overviewPage>;

export const applicationsPage = definePage({
  path: '/cabinet/applications',
  signIn: true,
  component: 'cabinet/ApplicationsPage',
  load: async ({ call, text, query, principal }) => {
    const drafts = query.show === 'drafts';
    const found = await call(listCases, { limit: 20, drafts, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return {
      drafts,
      /** At a counter cases shows what was begun in the visit, and nothing else of the person is open. */
      visitId: principal.kind === 'person' ? principal.actingFor?.visit?.id : undefined,
      cases: found.items.map((one) => showSummary(one, text)),
      nextCursor: found.nextCursor,
    };
  },
});
export type ApplicationsProps = PropsOf<typeof applicationsPage>;

export const inboxPage = definePage({
  path: '/cabinet/inbox',
  signIn: true,
  component: 'cabinet/InboxPage',
  load: async ({ call, text, query }) => {
    const found = await call(listInbox, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return {
      messages: found.items.map((one) => showMessage(one, text)),
      unread: found.unread,
      nextCursor: found.nextCursor,
    };
  },
  act: async ({ call }, form) => {
    const id = form.get('_read');
    if (!id) throw pageUnknown();
    await call(markRead, { id });
    return redirect(safeReturnPath(form.get('_link') || '/cabinet/inbox'));
  },
});
export type InboxProps = PropsOf<typeof inboxPage>;

export const documentsPage = definePage({
  path: '/cabinet/documents',
  signIn: true,
  component: 'cabinet/DocumentsPage',
  load: async ({ call, text, query }) => {
    const found = await call(listOutputs, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return {
      outputs: found.items.map((one) => showOutput(one, text)),
      nextCursor: found.nextCursor,
    };
  },
});
export type DocumentsProps = PropsOf<typeof documentsPage>;
