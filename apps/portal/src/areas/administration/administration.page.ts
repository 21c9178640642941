// SPDX-License-Identifier: Apache-2.0
import {
  type Change,
  decideChange,
  listChanges,
  listEmergencies,
  listReviews,
  reviewEmergency,
  undoChange,
} from '@stoa/organisations/contract';
import { again, definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { inWords } from './change-words.ts';

export const grantor = 'identity.grantor';

const hourMs = 3_600_000;

export const administrationPage = definePage({
  path: '/administration',
  duty: [grantor, 'audit.auditor'],
  component: 'administration/AdministrationPage',
  load: async ({ call, text }) => {
    const [changes, emergencies, reviews] = await Promise.all([
      call(listChanges, { state: 'open', limit: 100 }),
      call(listEmergencies, { state: 'waiting', limit: 50 }),
      call(listReviews, { state: 'open', limit: 50 }),
    ]);
    return {
      changes: changes.items.length,
      emergencies: emergencies.items.map((one) => ({
        ...{ id: one.id, name: one.name, code: one.code, organisation: text(one.organisation), reason: one.reason },
        ...{ from: one.from, until: one.until, runs: Date.parse(one.until) > Date.now() },
      })),
      reviews: reviews.items.map((one) => ({
        ...{ id: one.id, organisation: text(one.organisation), dueOn: one.dueOn, overdue: one.overdue, open: one.open },
      })),
    };
  },
  act: async ({ call }, form) => {
    const note = form.get('note');
    const [verdict, id = ''] = form.get('_do').split(' ');
    if (note.length < 3) return again([{ field: 'note', code: 'administration.note-missing' }]);
    await call(reviewEmergency, { id, justified: verdict === 'justified', note });
    return redirect('/administration', { notice: 'emergency-reviewed' });
  },
});
export type AdministrationProps = PropsOf<typeof administrationPage>;

const stateOf = ({ undoneAt, decidedAt, approved }: Change) =>
  undoneAt
    ? ('undone' as const)
    : !decidedAt
      ? ('open' as const)
      : approved
        ? ('approved' as const)
        : ('refused' as const);

export const shownChange = (one: Change, text: PageContext['text']) => ({
  ...{ id: one.id, kind: one.asked.kind, organisationId: one.organisationId, reason: one.reason },
  importId: one.asked.kind === 'import' ? one.asked.importId : undefined,
  ...{ requestedBy: one.requestedBy, requestedAt: one.requestedAt, decidedBy: one.decidedBy },
  facts: one.facts.map(({ fact, before, after }) => ({
    ...{ fact, before: inWords(before, text), after: inWords(after, text) },
  })),
  state: stateOf(one),
  undoable:
    one.approved === true &&
    !one.undoneAt &&
    one.decidedAt !== undefined &&
    Date.now() - Date.parse(one.decidedAt) < hourMs,
});

export const changesPage = definePage({
  path: '/administration/changes',
  duty: grantor,
  component: 'administration/ChangesPage',
  load: async ({ call, text, query }) => {
    const all = query.show === 'all';
    const found = await call(listChanges, {
      ...{ state: all ? 'all' : 'open', limit: 30 },
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      all,
      changes: found.items.map((one) => shownChange(one, text)),
      nextCursor: found.nextCursor,
    };
  },
  act: async ({ call }, form) => {
    const [what, id = ''] = form.get('_do').split(' ');
    if (what === 'undo') await call(undoChange, { id });
    else await call(decideChange, { id, approved: what === 'approve' });
    return redirect('/administration/changes', { notice: what === 'undo' ? 'change-undone' : 'change-decided' });
  },
});
export type ChangesProps = PropsOf<typeof changesPage>;
