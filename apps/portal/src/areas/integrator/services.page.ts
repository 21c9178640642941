// SPDX-License-Identifier: Apache-2.0
/** ICT services on their way: all of them by stage, and one with its requirements, tests and steps. */
import { listElements } from '@stoa/architecture/contract';
import {
  confirmMove,
  decideRequirements,
  getService,
  listServices,
  moveService,
  openService,
  serviceStages,
  testRequirement,
  writeRequirement,
} from '@stoa/ict/contract';
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
import { bodiesOf, integrates, isBodyId, isId, Typed } from './shared.ts';

export const servicesOfIctPage = definePage({
  path: '/integrator/ict-services',
  component: 'integrator/IctServicesPage',
  load: async (context) => {
    const { call, text, query } = context;
    const stage = serviceStages.find((one) => one === query.stage);
    const [{ items }, bodies, registered] = await Promise.all([
      call(listServices, {}),
      bodiesOf(context),
      call(listElements, { kind: 'ict-service', limit: 100 }),
    ]);
    const known = new Set(items.map(({ id }) => id));
    const scaleOf = new Map(registered.items.map(({ id, facts }) => [id, String(facts.scale ?? '')]));
    return {
      stages: serviceStages.map((one) => ({ stage: one, count: items.filter((row) => row.stage === one).length })),
      republican: items.filter(({ id }) => scaleOf.get(id) === 'republican').length,
      all: items.length,
      rows: items
        .filter((one) => !stage || one.stage === stage)
        .map(({ name, ...one }) => ({
          ...one,
          name: text(name),
          body: bodies.name(one.organisationId),
          scale: scaleOf.get(one.id) ?? '',
        })),
      toOpen: integrates(context)
        ? registered.items
            .filter(({ id }) => !known.has(id))
            .map(({ id, code, name }) => ({ value: id, text: `${code} ${text(name)}` }))
        : [],
    };
  },
  act: async ({ call }, form) => {
    const elementId = form.get('element');
    if (!isId(elementId)) return again([{ field: 'element', code: 'integrator.choice-missing' }]);
    const { id } = await call(openService, { elementId });
    return redirect(`/integrator/ict-services/${id}`, { notice: 'integrator-done' });
  },
});
export type IctServicesProps = PropsOf<typeof servicesOfIctPage>;

export const serviceOfIctPage = definePage({
  path: '/integrator/ict-services/:id',
  component: 'integrator/IctServicePage',
  load: async (context) => {
    const { call, text, params } = context;
    if (!isId(params.id)) throw new Elsewhere('/integrator/ict-services');
    const [{ name, operation, ...service }, bodies] = await Promise.all([
      call(getService, { id: params.id }),
      bodiesOf(context),
    ]);
    return {
      ...{ ...service, name: text(name), body: bodies.name(service.organisationId), stages: serviceStages },
      bodies: service.may.includes('accept') ? bodies.options : [],
      operation: operation && { ...operation, consumers: operation.consumers.map(bodies.name) },
      list: service.list.filter(({ untilVersion }) => untilVersion === undefined),
      struck: service.list.filter(({ untilVersion }) => untilVersion !== undefined),
    };
  },
  act: (context, form) => {
    const [verb = '', ...rest] = form.get('_do').split(' ');
    return (verbs[verb] ?? verbs.move)(context, form, rest);
  },
});
export type IctServiceProps = PropsOf<typeof serviceOfIctPage>;

type Verb = (context: Pick<PageContext, 'call' | 'params'>, form: Form, rest: readonly string[]) => Promise<Outcome>;
const done = (id: string): Outcome => redirect(`/integrator/ict-services/${id}`, { notice: 'integrator-done' });
const integratorActs = ['submit', 'tender', 'contract', 'hand-over', 'rework', 'accept'] as const;
/** What the act needs, as it was typed. */
function detailsOf(typed: Typed, act: (typeof integratorActs)[number], form: Form) {
  if (act === 'contract') {
    const [number, supplier] = [typed.text('number'), typed.text('supplier')];
    return { contract: { number, supplier, sum: typed.money('sum'), until: typed.day('until') } };
  }
  if (act === 'rework') return { note: typed.text('note') };
  if (act !== 'accept') return {};
  const consumers = form.all('consumers').filter(isBodyId);
  if (consumers.length === 0) typed.errors.push({ field: 'consumers', code: 'integrator.choice-missing' });
  const scale = typed.chosen('scale', ['republican', 'local']);
  return { operation: { tariff: typed.money('tariff'), scale, consumers } };
}
const verbs = {
  write: async ({ call, params: { id = '' } }, form, [number, version = '1']) => {
    const typed = new Typed(form);
    const field = number === 'new' ? 'text' : `text-${number}`;
    const text = typed.text(field);
    if (typed.wrong) return again(typed.errors);
    const of = number === 'new' ? {} : { number: Number(number) || 1 };
    await call(writeRequirement, { id, ...of, text, version: Number(version) || 1 });
    return done(id);
  },
  strike: async ({ call, params: { id = '' } }, _form, [number, version = '1']) => {
    await call(writeRequirement, { id, number: Number(number) || 1, version: Number(version) || 1 });
    return done(id);
  },
  passed: async ({ call, params: { id = '' } }, _form, [number]) => {
    await call(testRequirement, { id, number: Number(number) || 1, passed: true });
    return done(id);
  },
  failed: async ({ call, params: { id = '' } }, form, [number]) => {
    const typed = new Typed(form);
    const finding = typed.text(`finding-${number}`);
    if (typed.wrong) return again(typed.errors);
    await call(testRequirement, { id, number: Number(number) || 1, passed: false, finding });
    return done(id);
  },
  confirm: async ({ call, params: { id = '' } }) => {
    await call(confirmMove, { id, confirm: true });
    return done(id);
  },
  drop: async ({ call, params: { id = '' } }) => {
    await call(confirmMove, { id, confirm: false });
    return done(id);
  },
  approve: async ({ call, params: { id = '' } }) => {
    await call(decideRequirements, { id, grant: true });
    return done(id);
  },
  return: async ({ call, params: { id = '' } }, form) => {
    const typed = new Typed(form);
    const note = typed.text('note');
    if (typed.wrong) return again(typed.errors);
    await call(decideRequirements, { id, grant: false, note });
    return done(id);
  },
  move: async ({ call, params: { id = '' } }, form, [asked = '']) => {
    const act = integratorActs.find((one) => one === asked) ?? 'submit';
    const typed = new Typed(form);
    const details = detailsOf(typed, act, form);
    if (typed.wrong) return again(typed.errors);
    await call(moveService, { id, act, ...details });
    return done(id);
  },
} satisfies Record<string, Verb> as Record<string, Verb> & { move: Verb };
