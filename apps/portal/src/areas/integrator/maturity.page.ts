// SPDX-License-Identifier: Apache-2.0
/** How mature bodies are, compared and over the years; a body's assessment of itself and its examination. */
import {
  examineAssessment,
  getAssessment,
  getMaturityModel,
  listMaturity,
  saveClaims,
  startAssessment,
} from '@stoa/integrator/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { bodiesOf, isBodyId, isId, keepers, ownBodies, Typed } from './shared.ts';

const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / Math.max(1, all.length);

export const maturityPage = definePage({
  path: '/integrator/maturity',
  component: 'integrator/MaturityPage',
  load: async (context) => {
    const { call, text, query } = context;
    const body = isBodyId(query.body) ? query.body : undefined;
    const [model, all, bodies] = await Promise.all([
      call(getMaturityModel, {}),
      call(listMaturity, body ? { organisationId: body } : {}),
      bodiesOf(context),
    ]);
    // A year that has only begun says nothing of all of them.
    const counted = all.years.map((one) => ({ one, count: all.items.filter((row) => row.year === one).length }));
    const fullest = Math.max(0, ...counted.map(({ count }) => count));
    const enough = counted.filter(({ count }) => count * 2 >= fullest).map(({ one }) => one);
    const year = all.years.find((one) => String(one) === query.year) ?? enough.at(-1);
    const of = all.items.filter((one) => one.year === year);
    const before = new Map(
      all.items.filter((one) => one.year === (year ?? 0) - 1).map((one) => [one.organisationId, one.score]),
    );
    return {
      ...{ years: all.years, year, bodies: bodies.options, body: body && bodies.name(body), own: ownBodies(context) },
      highest: model.levels.length,
      levels: model.levels.map((level) => text(level)),
      dimensions: model.dimensions.map(({ code, title }) => ({
        ...{ code, title: text(title) },
        mean: mean(of.map(({ levels }) => levels[code] ?? 1)),
      })),
      trend: enough.map((one) => ({
        label: String(one),
        value: mean(all.items.filter((row) => row.year === one).map(({ score }) => score)),
      })),
      rows: of
        .map((one) => ({
          ...{ ...one, body: bodies.name(one.organisationId) },
          change: before.has(one.organisationId) ? one.score - (before.get(one.organisationId) ?? 0) : undefined,
        }))
        .sort((a, b) => b.score - a.score),
    };
  },
  act: async (context, form) => {
    const own = ownBodies(context);
    const organisationId = own.find((one) => one === form.get('organisation')) ?? own[0] ?? 'none';
    const { id } = await context.call(startAssessment, { organisationId });
    return redirect(`/integrator/assessments/${id}`);
  },
});
export type MaturityProps = PropsOf<typeof maturityPage>;

export const assessmentPage = definePage({
  path: '/integrator/assessments/:id',
  duty: keepers,
  component: 'integrator/AssessmentPage',
  load: async (context) => {
    const { call, text, params } = context;
    if (!isId(params.id)) throw new Elsewhere('/integrator/maturity');
    const [assessment, bodies] = await Promise.all([call(getAssessment, { id: params.id }), bodiesOf(context)]);
    const model = await call(getMaturityModel, { version: assessment.model });
    const claims = new Map(assessment.claims.map((one) => [one.criterion, one]));
    return {
      ...{ ...assessment, body: bodies.name(assessment.organisationId), highest: model.levels.length },
      dimensions: model.dimensions.map(({ code, title, criteria }) => ({
        ...{ code, title: text(title), level: assessment.levels[code] ?? 1 },
        criteria: criteria.map((one) => ({
          ...{ code: one.code, level: one.level, text: text(one.text), claim: claims.get(one.code) },
        })),
      })),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const verb = form.get('_do');
    if (verb === 'examine') {
      const refused = form
        .all('refused')
        .map((criterion) => ({ criterion, note: form.get(`note-${criterion}`).trim() }));
      const errors = refused.filter(({ note }) => note.length < 3);
      if (errors.length > 0)
        return again(errors.map(({ criterion }) => ({ field: `note-${criterion}`, code: 'integrator.text-missing' })));
      await call(examineAssessment, { id, refused });
      return redirect(`/integrator/assessments/${id}`, { notice: 'integrator-done' });
    }
    const met = new Set(form.all('met'));
    const typed = new Typed(form);
    const claims = form.names
      .filter((name) => name.startsWith('evidence-'))
      .map((name) => name.slice('evidence-'.length))
      .map((criterion) => {
        const evidence = form.get(`evidence-${criterion}`).trim();
        if (met.has(criterion) && evidence.length < 3)
          typed.errors.push({ field: `evidence-${criterion}`, code: 'integrator.evidence-missing' });
        const version = Number(form.get(`version-${criterion}`));
        return { criterion, met: met.has(criterion), evidence, ...(version > 0 ? { version } : {}) };
      })
      .filter((one) => one.met || one.evidence !== '' || one.version);
    if (typed.wrong) return again(typed.errors);
    await call(saveClaims, { id, claims, send: verb === 'send' });
    return redirect(`/integrator/assessments/${id}`, { notice: verb === 'send' ? 'answer-sent' : 'integrator-kept' });
  },
});
export type AssessmentProps = PropsOf<typeof assessmentPage>;
