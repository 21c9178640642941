// SPDX-License-Identifier: Apache-2.0
/** Reports as the three lines of support see them. */
import {
  deskActs,
  getSupportFigures,
  getTicket,
  handTicket,
  lines,
  linkTicket,
  listCauses,
  listKnownErrors,
  listTickets,
  mendKnownError,
  moveTicket,
  priorities,
  publishKnownError,
  rankTicket,
  ticketKinds,
  ticketStates,
} from '@stoa/support/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf, isId } from '../books/shared.ts';
import { everyLanguage } from '../monitoring/shared.ts';
import { entries } from './support.page.ts';

const desk = ['support.first-line', 'support.second-line', 'support.third-line'] as const;
const readers = [...desk, 'audit.auditor'] as const;
const holds = ({ principal }: Pick<PageContext, 'principal'>, ...wanted: readonly string[]): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => wanted.includes(code));

export const supportDeskPage = definePage({
  path: '/operations/support',
  duty: readers,
  component: 'support/DeskPage',
  load: async (context) => {
    const { call, query } = context;
    const state =
      ['open' as const, ...ticketStates].find((one) => one === query.state) ??
      (query.state === '' ? undefined : 'open');
    const line = lines.find((one) => String(one) === query.line);
    const kind = ticketKinds.find((one) => one === query.kind);
    const { items, nextCursor } = await call(listTickets, {
      ...(state ? { state } : {}),
      ...(line ? { line } : {}),
      ...(kind ? { kind } : {}),
      ...(query.late ? { late: true } : {}),
      ...(query.mine ? { mine: true } : {}),
      ...cursorOf(query),
    });
    return {
      ...{ tickets: items, nextCursor, states: ['open', ...ticketStates], kinds: [...ticketKinds], lines: [...lines] },
      figures: await call(getSupportFigures, {}),
    };
  },
});
export type DeskProps = PropsOf<typeof supportDeskPage>;

export const supportTicketPage = definePage({
  path: '/operations/support/tickets/:id',
  duty: readers,
  component: 'support/TicketPage',
  load: async (context) => {
    const { call, params, text } = context;
    if (!isId(params.id)) throw new Elsewhere('/operations/support');
    const { knownError, ...one } = await call(getTicket, { id: params.id });
    const works = one.may.length > 0;
    const causes = works ? await call(listCauses, {}) : { knownErrors: [], incidents: [] };
    const choice = (sign: string) => (cause: (typeof causes.incidents)[number]) => ({
      ...{ value: cause.id, text: `${sign}${cause.number} · ${text(cause.title)}` },
    });
    return {
      ...{ ...one, entries: entries(one.entries), priorities: [...priorities] },
      ...(knownError ? { knownError: { ...knownError, title: text(knownError.title) } } : {}),
      knownErrors: causes.knownErrors.map(choice('K-')),
      incidents: causes.incidents.map(choice('')),
      seesIncidents: holds(context, 'platform.operator', 'audit.auditor'),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const done = () => redirect(`/operations/support/tickets/${id}`, { notice: 'ticket-moved' });
    const asked = form.get('_do');
    const text = form.get('text');
    if (asked === 'rank') {
      const priority = priorities.find((one) => one === form.get('priority'));
      if (!priority) return again([{ field: 'priority', code: 'support.priority-missing' }]);
      await call(rankTicket, { id, priority });
      return done();
    }
    if (asked === 'link') {
      const [knownErrorId, incidentId] = [form.get('knownError'), form.get('incident')];
      if (!knownErrorId && !incidentId) return again([{ field: 'knownError', code: 'support.cause-missing' }]);
      await call(linkTicket, {
        ...{ id, ...(isId(knownErrorId) ? { knownErrorId } : {}), ...(isId(incidentId) ? { incidentId } : {}) },
      });
      return done();
    }
    const line = lines.find((one) => asked === `hand-${one}`);
    const act = line ? undefined : (deskActs.find((one) => one === asked) ?? 'note');
    if (act !== 'take' && text.length < 2) return again([{ field: 'text', code: 'support.text-missing' }]);
    if (line) await call(handTicket, { id, line, text });
    else if (act) await call(moveTicket, { id, act, ...(text.length >= 2 ? { text } : {}) });
    return done();
  },
});
export type TicketProps = PropsOf<typeof supportTicketPage>;

export const knownErrorsPage = definePage({
  path: '/operations/support/known-errors',
  duty: readers,
  component: 'support/KnownErrorsPage',
  load: async (context) => {
    const { call, query, text } = context;
    const { items, nextCursor } = await call(listKnownErrors, cursorOf(query));
    return {
      known: items.map(({ title, wayAround, ...one }) => ({
        ...{ ...one, title: text(title), wayAround: text(wayAround) },
      })),
      ...{ nextCursor, writes: holds(context, 'support.second-line', 'support.third-line') },
    };
  },
  act: async ({ call }, form) => {
    const done = () => redirect('/operations/support/known-errors', { notice: 'known-error-kept' });
    const mended = form.get('_mend');
    if (isId(mended)) {
      await call(mendKnownError, { id: mended });
      return done();
    }
    const title = everyLanguage(form, 'title', 5);
    const wayAround = everyLanguage(form, 'wayAround', 10);
    const errors = [...title.errors, ...wayAround.errors];
    if (errors.length > 0) return again(errors);
    await call(publishKnownError, { title: title.text, wayAround: wayAround.text });
    return done();
  },
});
export type KnownErrorsProps = PropsOf<typeof knownErrorsPage>;
