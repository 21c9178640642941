// SPDX-License-Identifier: Apache-2.0
/** Incidents as those see them who work on them. */
import {
  getIncident,
  incidentActs,
  incidentStates,
  listIncidents,
  listServices,
  moveIncident,
  noteIncident,
  openIncident,
  severities,
  tellPublic,
} from '@stoa/monitoring/contract';
import { localText } from '../../server/local-text.ts';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf, isId } from '../books/shared.ts';
import { everyLanguage, sendTexts, watchers } from './shared.ts';

const runs = ({ principal }: Pick<PageContext, 'principal'>): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => code === 'platform.operator');

export const incidentsPage = definePage({
  path: '/operations/monitoring/incidents',
  duty: watchers,
  component: 'monitoring/IncidentsPage',
  load: async (context) => {
    const { call, query, text } = context;
    const state = ['unresolved' as const, ...incidentStates].find((one) => one === query.state);
    const severity = severities.find((one) => one === query.severity);
    const services = (await call(listServices, {})).items.map(({ code, name }) => ({ value: code, text: text(name) }));
    const service = services.find(({ value }) => value === query.service)?.value;
    const asked = { ...(state ? { state } : {}), ...(severity ? { severity } : {}), ...(service ? { service } : {}) };
    const { items, nextCursor } = await call(listIncidents, { ...asked, ...cursorOf(query) });
    return {
      ...{ nextCursor, services, states: ['unresolved', ...incidentStates], severities: [...severities] },
      incidents: items.map(({ title, services: concerned, ...one }) => ({
        ...{ ...one, title: text(title), services: concerned.map(({ name }) => text(name)) },
      })),
      runs: runs(context),
    };
  },
  act: async ({ call }, form) => {
    const title = localText(form, 'title');
    const services = form.all('services');
    const severity = severities.find((one) => one === form.get('severity')) ?? 'minor';
    const errors = [
      ...(title.en.length >= 3 ? [] : [{ field: 'title.en', code: 'monitoring.text-missing' }]),
      ...(services.length > 0 ? [] : [{ field: 'services', code: 'monitoring.service-missing' }]),
    ];
    if (errors.length > 0) return again(errors);
    const note = form.get('note');
    const { id } = await call(openIncident, { title, severity, services, ...(note ? { note } : {}) });
    return redirect(`/operations/monitoring/incidents/${id}`, { notice: 'monitoring-done' });
  },
});
export type IncidentsProps = PropsOf<typeof incidentsPage>;

export const incidentPage = definePage({
  path: '/operations/monitoring/incidents/:id',
  duty: watchers,
  component: 'monitoring/IncidentPage',
  load: async (context) => {
    const { call, params, text } = context;
    if (!isId(params.id)) throw new Elsewhere('/operations/monitoring/incidents');
    const { title, services, timeline, ...one } = await call(getIncident, { id: params.id });
    return {
      ...{ ...one, title: text(title), services: services.map(({ name }) => text(name)), runs: runs(context) },
      timeline: timeline.map(({ publicText, ...entry }) => ({
        ...{ ...entry, ...(publicText ? { publicText: text(publicText) } : {}) },
      })),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const done = () => redirect(`/operations/monitoring/incidents/${id}`, { notice: 'monitoring-done' });
    const asked = form.get('_do');
    if (asked === 'tell') {
      const { errors, text } = everyLanguage(form, 'text', 10);
      if (errors.length > 0) return again(errors);
      return sendTexts(() => call(tellPublic, { id, text }), done);
    }
    const note = form.get('note');
    const act = incidentActs.find((one) => one === asked);
    if (act) await call(moveIncident, { id, act, ...(note ? { note } : {}) });
    else if (note.length < 2) return again([{ field: 'note', code: 'monitoring.text-missing' }]);
    else await call(noteIncident, { id, note });
    return done();
  },
});
export type IncidentProps = PropsOf<typeof incidentPage>;
