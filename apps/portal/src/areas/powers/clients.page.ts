// SPDX-License-Identifier: Apache-2.0
/** An organisation's clients and its software. */
import { dateText, digitsText } from '@stoa/kernel/text';
import {
  assignClient,
  listClients,
  listSoftware,
  registerSoftware,
  withdrawPower,
  withdrawSoftware,
} from '@stoa/powers/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { showPower } from './power-view.ts';
import { reachOf, serviceNames } from './powers.page.ts';

export const clientsPage = definePage({
  path: '/cabinet/clients',
  signIn: true,
  component: 'powers/ClientsPage',
  load: async (context) => {
    const { call, query, principal } = context;
    const organisation = principal.kind === 'person' && principal.actingFor?.kind === 'organisation';
    if (!organisation || principal.actingFor?.limits) return { organisation: '', clients: [], nextCursor: undefined };
    const [found, services] = await Promise.all([
      call(listClients, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) }),
      serviceNames(context),
    ]);
    return {
      organisation: principal.actingFor?.name ?? '',
      clients: found.items.map(({ power, staff }) => ({ ...showPower(power, context.text, services), staff })),
      nextCursor: found.nextCursor,
    };
  },
  act: async ({ call }, form) => {
    const end = form.get('_end');
    if (end) {
      await call(withdrawPower, { id: end });
      return redirect('/cabinet/clients', { notice: 'power-ended' });
    }
    const [number, name] = [digitsText(form.get('number')), form.get('name')];
    const missing = (field: string, code: string) => (form.get(field) === '' ? [{ field, code }] : []);
    const errors = [
      ...missing('client', 'powers.client-missing'),
      ...missing('number', 'powers.number-missing'),
      ...missing('name', 'powers.name-missing'),
    ];
    if (errors.length > 0) return again(errors);
    const until = dateText(form.get('until'));
    await call(assignClient, { id: form.get('client'), number, name, ...(until ? { until } : {}) });
    return redirect('/cabinet/clients', { notice: 'client-assigned' });
  },
});
export type ClientsProps = PropsOf<typeof clientsPage>;

export const softwarePage = definePage({
  path: '/cabinet/software',
  signIn: true,
  component: 'powers/SoftwarePage',
  load: async (context) => {
    const { call, query, principal, publicUrl } = context;
    const organisation = principal.kind === 'person' && principal.actingFor?.kind === 'organisation';
    const services = await serviceNames(context);
    const none = { organisation: '', software: [], nextCursor: undefined, services, publicUrl };
    if (!organisation || principal.actingFor?.limits) return none;
    const found = await call(listSoftware, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) });
    const named = (ids: readonly string[]) => ids.map((id) => services.find(({ value }) => value === id)?.text ?? id);
    return {
      ...none,
      organisation: principal.actingFor?.name ?? '',
      software: found.items.map((one) => ({ ...one, services: named(one.services) })),
      nextCursor: found.nextCursor,
    };
  },
  act: async ({ call }, form) => {
    const end = form.get('_end');
    if (end) {
      await call(withdrawSoftware, { id: end });
      return redirect('/cabinet/software', { notice: 'software-ended' });
    }
    const { errors } = reachOf(form);
    const missing = (field: string, code: string) => (form.get(field) === '' ? [{ field, code }] : []);
    const all = [
      ...missing('name', 'powers.name-missing'),
      ...missing('publicKey', 'powers.key-missing'),
      ...(form.all('services').length === 0 ? [{ field: 'services', code: 'powers.services-missing' }] : []),
      ...errors.filter(({ field }) => field !== 'services'),
      ...(form.get('until') === '' ? [{ field: 'until', code: 'powers.until-missing' }] : []),
    ];
    if (all.length > 0) return again(all);
    await call(registerSoftware, {
      name: form.get('name'),
      publicKey: form.get('publicKey'),
      services: form.all('services'),
      acts: form.all('acts') as 'read'[],
      until: dateText(form.get('until')) ?? '',
    });
    return redirect('/cabinet/software', { notice: 'software-registered' });
  },
});
export type SoftwareProps = PropsOf<typeof softwarePage>;
