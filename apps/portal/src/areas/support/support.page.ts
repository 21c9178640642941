// SPDX-License-Identifier: Apache-2.0
/** Support as everybody sees it: what is known not to work, a report, and what became of one's own. */
import {
  getMyTicket,
  listKnownErrors,
  listMyTickets,
  reporterActs,
  reportProblem,
  type TicketEntry,
  ticketKinds,
  writeMyTicket,
} from '@stoa/support/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf, isId } from '../books/shared.ts';

const hasOwn = ({ principal }: Pick<PageContext, 'principal'>): boolean =>
  principal.kind === 'person' && Boolean(principal.personKey) && !principal.actingFor;

export const supportPage = definePage({
  path: '/support',
  component: 'support/SupportPage',
  load: async (context) => {
    const { call, query, text } = context;
    const { items, nextCursor } = await call(listKnownErrors, { open: true, ...cursorOf(query) });
    return {
      known: items.map(({ title, wayAround, ...one }) => ({
        ...{ ...one, title: text(title), wayAround: text(wayAround) },
      })),
      ...{ nextCursor, hasOwn: hasOwn(context) },
    };
  },
});
export type SupportProps = PropsOf<typeof supportPage>;

const number = /^\d{1,12}$/;
const path = /^\/(?:[^/\\].{0,498})?$/;
const incident = /^[A-Za-z0-9-]{8,64}$/;

export const reportProblemPage = definePage({
  path: '/support/report',
  limit: 60,
  component: 'support/ReportPage',
  load: (context) => {
    const { query } = context;
    return {
      number: number.exec(query.number ?? '')?.[0] ?? '',
      kinds: [...ticketKinds],
      // From the link on the page it is about, and from the error page that showed the number.
      page: path.exec(query.page ?? '')?.[0] ?? '',
      correlationId: incident.exec(query.id ?? '')?.[0] ?? '',
      hasOwn: hasOwn(context),
    };
  },
  act: async (context, form) => {
    const [text, email, page, id] = ['text', 'email', 'page', 'id'].map((name) => form.get(name)) as [
      ...[string, string, string, string],
    ];
    const kind = ticketKinds.find((one) => one === form.get('kind'));
    const errors = [
      ...(kind ? [] : [{ field: 'kind', code: 'support.kind-missing' }]),
      ...(text.length >= 5 ? [] : [{ field: 'text', code: 'support.text-short' }]),
      ...(page === '' || path.test(page) ? [] : [{ field: 'page', code: 'support.page-wrong' }]),
      ...(email === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
        ? []
        : [{ field: 'email', code: 'support.email-wrong' }]),
    ];
    if (!kind || errors.length > 0) return again(errors);
    // Drawn when the form was made: sent twice, it is one report.
    const [key] = form.key.split('.');
    const told = await context.call(reportProblem, {
      ...{ kind, text },
      ...(page ? { page } : {}),
      ...(incident.test(id) ? { correlationId: id } : {}),
      ...(email ? { email } : {}),
      ...(isId(key) ? { key } : {}),
    });
    return redirect(
      hasOwn(context) ? `/support/mine/${told.id}?notice=problem-reported` : `/support/report?number=${told.number}`,
    );
  },
});
export type ReportProps = PropsOf<typeof reportProblemPage>;

export const ownTicketsPage = definePage({
  path: '/support/mine',
  signIn: true,
  component: 'support/OwnTicketsPage',
  load: async (context) => {
    const own = hasOwn(context);
    if (!own) return { own, tickets: [], nextCursor: undefined };
    const { items, nextCursor } = await context.call(listMyTickets, cursorOf(context.query));
    return { own, tickets: items, nextCursor };
  },
});
export type OwnTicketsProps = PropsOf<typeof ownTicketsPage>;

/** What was not written by a person has no words of its own. */
export const entries = (all: readonly TicketEntry[]) => all.map((one) => ({ ...one }));

export const ownTicketPage = definePage({
  path: '/support/mine/:id',
  signIn: true,
  component: 'support/OwnTicketPage',
  load: async (context) => {
    const { id } = context.params;
    if (!isId(id) || !hasOwn(context)) throw new Elsewhere('/support/mine');
    const one = await context.call(getMyTicket, { id });
    return { ...one, entries: entries(one.entries) };
  },
  act: async ({ call, params: { id } }, form) => {
    const act = reporterActs.find((one) => one === form.get('_do')) ?? 'write';
    const text = form.get('text');
    if (act !== 'confirm' && text.length < 2) return again([{ field: 'text', code: 'support.text-missing' }]);
    await call(writeMyTicket, { id, act, ...(text.length >= 2 ? { text } : {}) });
    return redirect(`/support/mine/${id}`, { notice: `ticket-${act}` });
  },
});
export type OwnTicketProps = PropsOf<typeof ownTicketPage>;
