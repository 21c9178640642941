// SPDX-License-Identifier: Apache-2.0
/** The whole for operators and auditors, and for engineers of members what is theirs. */
import {
  getOverview,
  getOwn,
  indicators,
  listServices,
  listSources,
  putService,
  retireSource,
  type Source,
  sourceKinds,
  sourceStates,
} from '@stoa/monitoring/contract';
import { localText } from '../../server/local-text.ts';
import { again, definePage, type Form, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf } from '../books/shared.ts';
import { runs, watchers } from './shared.ts';

export const watchPage = definePage({
  path: '/operations/monitoring',
  duty: watchers,
  component: 'monitoring/WatchPage',
  load: async ({ call, text }) => {
    const overview = await call(getOverview, {});
    const { items } = await call(listServices, {});
    const services = items.map(({ code, name, state, load, budgets }) => ({
      ...{ code, name: text(name), state, load, budgets },
    }));
    return { ...overview, services };
  },
});
export type WatchProps = PropsOf<typeof watchPage>;

export const sourcesPage = definePage({
  path: '/operations/monitoring/sources',
  duty: watchers,
  component: 'monitoring/SourcesPage',
  load: async (context) => {
    const { call, query } = context;
    const kind = sourceKinds.find((one) => one === query.kind);
    const state = sourceStates.find((one) => one === query.state);
    const search = query.search?.trim().slice(0, 100);
    const asked = { ...(kind ? { kind } : {}), ...(state ? { state } : {}), ...(search ? { search } : {}) };
    const { items, nextCursor } = await call(listSources, { ...asked, ...cursorOf(query), limit: 50 });
    return { sources: items, nextCursor, runs: runs(context) };
  },
  act: async ({ call }, form) => {
    await call(retireSource, { id: form.get('_retire') });
    return redirect('/operations/monitoring/sources', { notice: 'monitoring-done' });
  },
});
export type SourcesProps = PropsOf<typeof sourcesPage>;
export type ShownSource = Source;

/** Targets in per cent, as people say them: 99.9. */
function objectivesOf(form: Form) {
  const typed = indicators.map((indicator) => ({ indicator, text: form.get(`target-${indicator}`).replace(',', '.') }));
  const given = typed.filter(({ text }) => text !== '');
  return {
    errors: given
      .filter(({ text }) => !(Number(text) >= 50 && Number(text) <= 99.999))
      .map(({ indicator }) => ({ field: `target-${indicator}`, code: 'monitoring.target-wrong' })),
    objectives: given.map(({ indicator, text }) => ({ indicator, target: Math.round(Number(text) * 1000) / 100_000 })),
  };
}

const linesOf = (text: string): string[] => text.split(/\s+/).filter(Boolean).slice(0, 50);

/** A service that is new, as it was typed; what is wrong with it goes to the errors. */
function added(
  form: Form,
  known: readonly { code: string; place: number }[],
  errors: { field: string; code: string }[],
) {
  const [code, name] = [form.get('code'), localText(form, 'name')];
  if (!/^[a-z][a-z0-9-]{1,59}$/.test(code) || known.some((one) => one.code === code))
    errors.push({ field: 'code', code: 'monitoring.code-wrong' });
  if (name.en.length < 2) errors.push({ field: 'name.en', code: 'monitoring.text-missing' });
  const place = Math.min(10_000, Math.max(0, ...known.map((one) => one.place)) + 1);
  const [sources, targets] = [linesOf(form.get('sources')), linesOf(form.get('targets'))];
  return { code, name, place, sources, targets, regionCode: undefined };
}

export const servicesPage = definePage({
  path: '/operations/monitoring/services',
  duty: watchers,
  component: 'monitoring/ServicesPage',
  load: async (context) => {
    const { items } = await context.call(listServices, {});
    const services = items.map(({ name, ...one }) => ({ ...one, name: context.text(name) }));
    const chosen = services.find(({ code }) => code === context.query.service);
    return { services, runs: runs(context), ...(chosen ? { chosen } : {}) };
  },
  act: async ({ call, query }, form) => {
    const { items } = await call(listServices, {});
    const { errors, objectives } = objectivesOf(form);
    const found =
      form.get('_do') === 'add' ? added(form, items, errors) : items.find((one) => one.code === query.service);
    if (!found) return redirect('/operations/monitoring/services');
    const latencyMs = Number(form.get('latencyMs'));
    if (!Number.isInteger(latencyMs) || latencyMs < 10 || latencyMs > 60_000)
      errors.push({ field: 'latencyMs', code: 'monitoring.latency-wrong' });
    if (errors.length > 0) return again(errors);
    const { code, name, regionCode, place, sources, targets } = found;
    const region = regionCode ? { regionCode } : {};
    await call(putService, { code, name, ...region, place, sources, targets, latencyMs, objectives });
    return redirect('/operations/monitoring/services', { notice: 'monitoring-done' });
  },
});
export type ServicesProps = PropsOf<typeof servicesPage>;

export const ownHealthPage = definePage({
  path: '/exchange/health',
  duty: 'exchange.engineer',
  component: 'monitoring/OwnHealthPage',
  load: async ({ call, text }) => ({
    items: (await call(getOwn, {})).items.map(({ name, services, ...one }) => ({
      ...{ ...one, name: text(name) },
      services: services.map((service) => ({ ...service, name: text(service.name) })),
    })),
  }),
});
export type OwnHealthProps = PropsOf<typeof ownHealthPage>;
