// SPDX-License-Identifier: Apache-2.0
/** Bodies and their architectures: the project, the comparison with a template, measures, what is recommended. */
import {
  addMeasure,
  askWaiver,
  compareBody,
  decideWaiver,
  doStep,
  finishMeasure,
  getProject,
  getRecommendations,
  listProjects,
  listTemplates,
  moveProject,
  recommendationsPath,
  recordVisit,
  startProject,
} from '@stoa/integrator/contract';
import { listActs, projectStages } from '@stoa/norms/contract';
import { getContact, setContact } from '@stoa/upkeep/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { cited } from './clauses.ts';
import { bodiesOf, integrates, isBodyId, isId, keepers, Typed } from './shared.ts';

export const bodiesPage = definePage({
  path: '/integrator/bodies',
  component: 'integrator/BodiesPage',
  load: async (context) => {
    const { call, text, query } = context;
    const [projects, bodies, { items: acts }, templates] = await Promise.all([
      call(listProjects, {}),
      bodiesOf(context),
      call(listActs, {}),
      call(listTemplates, {}),
    ]);
    const stage = projectStages.find((one) => one === query.stage);
    const titles = new Map(templates.items.map(({ code, title }) => [code, text(title)]));
    return {
      ...{ stages: projectStages, starts: integrates(context), bodies: bodies.options },
      templates: templates.items.map(({ code, title }) => ({ value: code, text: text(title) })),
      methodologies: acts
        .filter(({ steps }) => steps.length > 0)
        .map(({ code, title }) => ({ value: code, text: text(title) })),
      rows: projects.items
        .filter((one) => !stage || one.stage === stage)
        .map((one) => ({
          ...{ ...one, body: bodies.name(one.organisationId), title: titles.get(one.template) ?? one.template },
        })),
    };
  },
  act: async ({ call }, form) => {
    const typed = new Typed(form);
    const organisationId = form.get('organisation');
    if (!isBodyId(organisationId)) typed.errors.push({ field: 'organisation', code: 'integrator.choice-missing' });
    const [template, methodology] = [typed.text('template'), typed.text('methodology')];
    if (typed.wrong) return again(typed.errors);
    await call(startProject, { organisationId, template, methodology });
    return redirect(`/integrator/bodies/${organisationId}`, { notice: 'integrator-done' });
  },
});
export type BodiesProps = PropsOf<typeof bodiesPage>;

export const bodyPage = definePage({
  path: '/integrator/bodies/:id',
  duty: keepers,
  component: 'integrator/BodyPage',
  load: async (context) => {
    const { call, text, params, query, language } = context;
    if (!isBodyId(params.id)) throw new Elsewhere('/integrator/bodies');
    const organisationId = params.id;
    const [bodies, templates, work, advice] = await Promise.all([
      bodiesOf(context),
      call(listTemplates, {}),
      call(getProject, { organisationId }),
      call(getRecommendations, { organisationId }),
    ]);
    const asked = templates.items.find(({ code }) => code === query.template)?.code;
    const template = asked ?? work.project?.template ?? 'unified';
    const compared = await call(compareBody, { organisationId, template });
    return {
      contact: await contactOf(context, organisationId),
      ...{ id: organisationId, body: bodies.name(organisationId), template, version: compared.version, may: work.may },
      ...{
        project: work.project,
        visits: work.visits,
        moves: work.moves,
        measures: work.measures,
        stages: projectStages,
      },
      steps: work.steps.map(({ title, ...step }) => ({ ...step, title: text(title) })),
      templates: templates.items.map(({ code, title }) => ({ value: code, text: text(title) })),
      parts: compared.parts.map(({ code, title, state, waivedUntil, found }) => ({
        ...{ code, title: text(title), state, waivedUntil },
        found: found.map((one) => ({ ...one, name: text(one.name) })),
      })),
      waivers: compared.waivers,
      cited: await cited(
        context,
        advice.items.flatMap(({ clause }) => clause ?? []),
      ),
      saving: advice.saving,
      advice: advice.items.map(({ title, examples, ...one }) => ({
        ...{ ...one, title: text(title) },
        examples: examples.map((example) => ({ ...example, name: text(example.name) })),
      })),
      pdf: `${recommendationsPath(organisationId)}?language=${language}`,
    };
  },
  act: (context, form) => {
    const [verb = '', ...rest] = form.get('_do').split(' ');
    return (verbs[verb] ?? verbs.step)(context, form, rest);
  },
});
export type BodyProps = PropsOf<typeof bodyPage>;

/** Undefined for a body whose register the person does not keep. */
async function contactOf({ call }: Pick<PageContext, 'call'>, organisationId: string) {
  try {
    return await call(getContact, { organisationId });
  } catch (error) {
    if (isRefusal(error) && error.kind === 'forbidden') return undefined;
    throw error;
  }
}

type Verb = (
  context: Pick<PageContext, 'call' | 'params' | 'query'>,
  form: Form,
  rest: readonly string[],
) => Promise<Outcome>;
const done = ({ params: { id = '' }, query }: Pick<PageContext, 'params' | 'query'>): Outcome =>
  redirect(`/integrator/bodies/${id}${query.template ? `?template=${encodeURIComponent(query.template)}` : ''}`, {
    notice: 'integrator-done',
  });
const verbs = {
  step: async (context, _form, [id = '', step = '']) => {
    await context.call(doStep, { id, step });
    return done(context);
  },
  move: async (context, form, [id = '', to = '']) => {
    const reason = form.get('reason').trim();
    const stage = projectStages.find((one) => one === (to || form.get('stage'))) ?? 'preparation';
    await context.call(moveProject, { id, to: stage, ...(reason.length >= 3 ? { reason } : {}) });
    return done(context);
  },
  visit: async (context, form, [id = '']) => {
    const typed = new Typed(form);
    const [heldOn, notes] = [typed.day('held'), typed.text('notes')];
    if (typed.wrong) return again(typed.errors);
    await context.call(recordVisit, { id, heldOn, notes });
    return done(context);
  },
  measure: async (context, form) => {
    const typed = new Typed(form);
    const [title, responsible, due] = [typed.text('measure'), typed.text('responsible'), typed.day('due')];
    if (typed.wrong) return again(typed.errors);
    await context.call(addMeasure, { organisationId: context.params.id ?? '', title, responsible, due });
    return done(context);
  },
  contact: async (context, form) => {
    const typed = new Typed(form);
    const [name, email] = [typed.text('contact', 2), form.get('email').trim()];
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) typed.errors.push({ field: 'email', code: 'integrator.email-wrong' });
    if (typed.wrong) return again(typed.errors);
    await context.call(setContact, { organisationId: context.params.id ?? '', name, email });
    return done(context);
  },
  finish: async (context, _form, [id = '']) => {
    await context.call(finishMeasure, { id });
    return done(context);
  },
  waive: async (context, form, [template = '']) => {
    const typed = new Typed(form);
    const [part, reason, until] = [typed.text('part'), typed.text('why'), typed.day('until')];
    if (typed.wrong) return again(typed.errors);
    await context.call(askWaiver, { organisationId: context.params.id ?? '', template, part, reason, until });
    return done(context);
  },
  grant: async (context, _form, [id = '']) => {
    await context.call(decideWaiver, { id, grant: true });
    return done(context);
  },
  decline: async (context, form, [id = '']) => {
    const typed = new Typed(form);
    const reason = typed.text(`reason-${id}`);
    if (typed.wrong || !isId(id)) return again(typed.errors);
    await context.call(decideWaiver, { id, grant: false, reason });
    return done(context);
  },
} satisfies Record<string, Verb> as Record<string, Verb> & { step: Verb };
