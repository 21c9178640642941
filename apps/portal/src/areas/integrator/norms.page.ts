// SPDX-License-Identifier: Apache-2.0
/** Acts as they were in force on a day, methodologies with their steps; questions of bodies and what was answered. */
import {
  addAct,
  answerConsultation,
  askConsultation,
  citeClause,
  listActs,
  listConsultations,
  publishConsultation,
  setClause,
} from '@stoa/norms/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { bodiesOf, integrates, isDay, isId, ownBodies, Typed } from './shared.ts';

const kinds = ['law', 'rules', 'methodology'] as const;
export const actsPage = definePage({
  path: '/integrator/norms',
  component: 'integrator/NormsPage',
  load: async (context) => {
    const { call, text, query } = context;
    const { items } = await call(listActs, isDay(query.on) ? { on: query.on } : {});
    return {
      ...{ keeps: integrates(context), kinds, on: isDay(query.on) ? query.on : undefined },
      acts: items.map(({ title, clauses, steps, ...act }) => ({
        ...{ ...act, title: text(title) },
        clauses: clauses.map((clause) => ({ ...clause, text: text(clause.text) })),
        steps: steps.map((step) => ({ ...step, title: text(step.title) })),
      })),
    };
  },
  act: async ({ call, language }, form) => {
    const typed = new Typed(form);
    if (form.get('_do') === 'act') {
      const [code, title, adopted] = [typed.text('code'), typed.text('title'), typed.day('adopted')];
      const kind = typed.chosen('kind', kinds);
      if (typed.wrong) return again(typed.errors);
      await call(addAct, { code, kind, adopted, title: { en: title, [language]: title } });
    } else {
      const [code, number, words, from] = [
        typed.text('act'),
        typed.text('number', 1),
        typed.text('text'),
        typed.day('from'),
      ];
      if (typed.wrong) return again(typed.errors);
      await call(setClause, { code, number, from, text: { en: words, [language]: words } });
    }
    return redirect('/integrator/norms', { notice: 'integrator-done' });
  },
});
export type NormsProps = PropsOf<typeof actsPage>;

export const clausePage = definePage({
  path: '/integrator/norms/:code/:number',
  component: 'integrator/ClausePage',
  load: async ({ call, text, params, query }) => {
    const [{ code, number }, on] = [params, isDay(query.on) ? query.on : undefined];
    if (!/^[a-z][a-z0-9.-]{1,40}$/.test(code) || !/^[0-9A-Za-z.-]{1,20}$/.test(number))
      throw new Elsewhere('/integrator/norms');
    const found = await call(citeClause, { code, number, ...(on ? { on } : {}) }).catch((error: unknown) => {
      if (isRefusal(error)) return undefined;
      throw error;
    });
    const clause = found && { ...found, act: text(found.act), text: text(found.text) };
    return { code, number, clause };
  },
});
export type ClauseProps = PropsOf<typeof clausePage>;

export const consultationsPage = definePage({
  path: '/integrator/consultations',
  component: 'integrator/ConsultationsPage',
  load: async (context) => {
    const { call, query } = context;
    const own = ownBodies(context);
    const [page, bodies] = await Promise.all([
      call(listConsultations, {
        limit: 20,
        ...(query.search ? { search: query.search.slice(0, 200) } : {}),
        ...(query.open === 'true' ? { open: true } : {}),
        ...(isId(query.cursor) ? { cursor: query.cursor } : {}),
      }),
      bodiesOf(context),
    ]);
    return {
      ...{ nextCursor: page.nextCursor, keeps: integrates(context) },
      own: own.map((value) => ({ value, text: bodies.name(value) })),
      rows: page.items.map((one) => ({ ...one, body: one.organisationId && bodies.name(one.organisationId) })),
    };
  },
  act: async (context, form) => {
    const { call } = context;
    const [verb, id = ''] = form.get('_do').split(' ');
    const typed = new Typed(form);
    if (verb === 'answer') {
      const answer = typed.text(`answer-${id}`);
      const clauses = form
        .get(`clauses-${id}`)
        .split(/[\s,;]+/)
        .filter(Boolean);
      if (clauses.some((one) => !/^[a-z][a-z0-9.-]{1,40}\/[0-9A-Za-z.-]{1,20}$/.test(one)))
        typed.errors.push({ field: `clauses-${id}`, code: 'norms.clause-unknown' });
      if (typed.wrong) return again(typed.errors);
      await call(answerConsultation, { id, answer, clauses });
    } else if (verb === 'publish') {
      const [question, answer] = [typed.text(`question-${id}`), typed.text(`published-${id}`)];
      if (typed.wrong) return again(typed.errors);
      await call(publishConsultation, { id, question, answer });
    } else {
      const [topic, question] = [typed.text('topic'), typed.text('question')];
      if (typed.wrong) return again(typed.errors);
      const own = ownBodies(context);
      const organisationId = own.find((one) => one === form.get('organisation')) ?? own[0] ?? 'none';
      await call(askConsultation, { organisationId, topic, question });
    }
    return redirect('/integrator/consultations', { notice: 'integrator-done' });
  },
});
export type ConsultationsProps = PropsOf<typeof consultationsPage>;
