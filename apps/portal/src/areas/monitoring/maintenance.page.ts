// SPDX-License-Identifier: Apache-2.0
/** Planned work. */
import {
  listMaintenance,
  listServices,
  maintenanceActs,
  maintenanceStates,
  moveMaintenance,
  planMaintenance,
} from '@stoa/monitoring/contract';
import { again, definePage, type Form, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf } from '../books/shared.ts';
import { everyLanguage, sendTexts, watchers } from './shared.ts';

const address = '/operations/monitoring/maintenance';

export const maintenancePage = definePage({
  path: '/operations/monitoring/maintenance',
  duty: watchers,
  component: 'monitoring/MaintenancePage',
  load: async ({ call, query, text, principal }) => {
    const state = maintenanceStates.find((one) => one === query.state);
    const { items, nextCursor } = await call(listMaintenance, { ...(state ? { state } : {}), ...cursorOf(query) });
    const services = (await call(listServices, {})).items.map(({ code, name }) => ({ value: code, text: text(name) }));
    const names = new Map(services.map(({ value, text: name }) => [value, name]));
    return {
      ...{ nextCursor, services, states: [...maintenanceStates] },
      list: items.map(({ title, text: words, services: codes, ...one }) => ({
        ...{ ...one, title: text(title), text: text(words) },
        services: codes.map((code) => names.get(code) ?? code),
      })),
      runs: principal.kind === 'person' && principal.duties.some(({ code }) => code === 'platform.operator'),
    };
  },
  act: async ({ call }, form) => {
    const [, asked, id] = /^(\w+) ([0-9a-f-]{36})$/.exec(form.get('_do')) ?? [];
    const act = maintenanceActs.find((one) => one === asked);
    if (!act || !id) return plan(call, form);
    await call(moveMaintenance, { id, act });
    return redirect(address, { notice: 'monitoring-done' });
  },
});
export type MaintenanceProps = PropsOf<typeof maintenancePage>;

/** `2026-12-01` and `06:30`, in the time of the world: planned work concerns people in every zone. */
function instantOf(form: Form, name: string): string | undefined {
  const [date, time] = [form.get(`${name}Date`), form.get(`${name}Time`)];
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined;
  const at = new Date(`${date}T${time}:00Z`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

async function plan(call: PageContext['call'], form: Form) {
  const [title, text] = [everyLanguage(form, 'title', 5), everyLanguage(form, 'text', 10)];
  const [startsAt, endsAt] = [instantOf(form, 'starts'), instantOf(form, 'ends')];
  const services = form.all('services');
  const errors = [
    ...title.errors,
    ...text.errors,
    ...(startsAt ? [] : [{ field: 'startsDate', code: 'monitoring.time-wrong' }]),
    ...(endsAt ? [] : [{ field: 'endsDate', code: 'monitoring.time-wrong' }]),
    ...(services.length > 0 ? [] : [{ field: 'services', code: 'monitoring.service-missing' }]),
  ];
  if (errors.length > 0 || !startsAt || !endsAt) return again(errors);
  const planned = { title: title.text, text: text.text, services, startsAt, endsAt };
  return sendTexts(
    () => call(planMaintenance, planned),
    () => redirect(address, { notice: 'monitoring-planned' }),
  );
}
