// SPDX-License-Identifier: Apache-2.0
/** Powers a person or organisation gave and received; writing one, signing it, answering and ending it. */
import { listServices } from '@stoa/catalogue/contract';
import { dateText, digitsText } from '@stoa/kernel/text';
import {
  answerPower,
  draftPower,
  findInRegisters,
  getPower,
  getReading,
  listDone,
  listPowers,
  offerPower,
  withdrawPower,
} from '@stoa/powers/contract';
import {
  again,
  definePage,
  type FieldError,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { showPower } from './power-view.ts';

const inChargeOf = ({ principal }: Pick<PageContext, 'principal'>): boolean =>
  principal.kind === 'person' && !principal.actingFor?.limits;
export const serviceNames = async ({ call, text }: Pick<PageContext, 'call' | 'text'>) =>
  (await call(listServices, {})).items.map(({ id, title }) => ({ value: id, text: text(title) }));

export const powersPage = definePage({
  path: '/cabinet/powers',
  signIn: true,
  component: 'powers/PowersPage',
  load: async (context) => {
    const { call, query, principal } = context;
    const side = query.side === 'received' ? ('received' as const) : ('given' as const);
    const [found, services, reading] = await Promise.all([
      call(listPowers, {
        ...{ side, limit: 30, current: query.all !== 'yes' },
        ...(query.cursor ? { cursor: query.cursor } : {}),
      }),
      serviceNames(context),
      call(getReading, {}),
    ]);
    return {
      side,
      all: query.all === 'yes',
      forMyself: principal.kind === 'person' && !principal.actingFor,
      forOrganisation: principal.kind === 'person' && principal.actingFor?.kind === 'organisation',
      inCharge: inChargeOf(context),
      powers: found.items.map((power) => showPower(power, context.text, services)),
      nextCursor: found.nextCursor,
      readAt: reading.at,
      away: reading.away,
    };
  },
  /** Asks the registers for whom one may act by law. */
  act: async ({ call }, form) => {
    const number = digitsText(form.get('number'));
    if (number === '') return again([{ field: 'number', code: 'powers.number-missing' }]);
    const { found, away } = await call(findInRegisters, { number });
    const notice = away.length > 0 ? 'powers-partly' : found > 0 ? 'powers-found' : 'powers-none';
    return redirect('/cabinet/powers?side=received', { notice });
  },
});
export type PowersProps = PropsOf<typeof powersPage>;

/** What a form says of services, acts and days; an empty choice of services is all of them. */
export function reachOf(form: Form): { reach: object; errors: FieldError[] } {
  const [services, acts] = [form.all('services'), form.all('acts')];
  const all = form.get('reach') !== 'some';
  const [from, until] = [form.get('from'), form.get('until')];
  const [fromDay, untilDay] = [dateText(from), dateText(until)];
  return {
    reach: {
      ...(all || services.length === 0 ? {} : { services }),
      ...(acts.length === 0 || acts.length === 3 ? {} : { acts }),
      ...(fromDay ? { from: fromDay } : {}),
      ...(untilDay ? { until: untilDay } : {}),
    },
    errors: [
      ...(!all && services.length === 0 ? [{ field: 'services', code: 'powers.services-missing' }] : []),
      ...(acts.length === 0 ? [{ field: 'acts', code: 'powers.acts-missing' }] : []),
      ...(from && !fromDay ? [{ field: 'from', code: 'powers.date-unreadable' }] : []),
      ...(until && !untilDay ? [{ field: 'until', code: 'powers.date-unreadable' }] : []),
    ],
  };
}

export const newPowerPage = definePage({
  path: '/cabinet/powers/new',
  signIn: true,
  component: 'powers/NewPowerPage',
  load: async (context) => {
    const services = await serviceNames(context);
    const passedOnFrom = /^[0-9a-f-]{36}$/.exec(context.query.from ?? '')?.[0];
    const source = passedOnFrom ? await context.call(getPower, { id: passedOnFrom }) : undefined;
    const open = source?.services;
    return {
      inCharge: inChargeOf(context),
      source: source && showPower(source, context.text, services),
      services: open ? services.filter(({ value }) => open.includes(value)) : services,
      /** All services may be passed on only by who holds all. */
      mayAll: !open,
      acts: source?.acts ?? ['read', 'apply', 'pay'],
    };
  },
  act: async ({ call, query }, form) => {
    const organisation = form.get('kind') === 'organisation';
    const [number, name] = [digitsText(form.get('number')), form.get('name')];
    const id = form.get('organisation').trim();
    const { reach, errors } = reachOf(form);
    const missing = (field: string, code: string) => (form.get(field) === '' ? [{ field, code }] : []);
    const all = [
      ...missing('kind', 'powers.kind-missing'),
      ...(organisation
        ? missing('organisation', 'powers.organisation-missing')
        : [...missing('number', 'powers.number-missing'), ...missing('name', 'powers.name-missing')]),
      ...missing('role', 'powers.role-missing'),
      ...errors,
    ];
    if (all.length > 0) return again(all);
    const power = await call(draftPower, {
      taker: organisation ? { kind: 'organisation', id } : { kind: 'person', number, name },
      role: form.get('role') as 'agent',
      further: form.get('further') === 'yes',
      ...reach,
      ...(query.from ? { passedOnFrom: query.from } : {}),
    });
    return redirect(`/cabinet/powers/${power.id}`);
  },
});
export type NewPowerProps = PropsOf<typeof newPowerPage>;

export const powerPage = definePage({
  path: '/cabinet/powers/:id',
  signIn: true,
  component: 'powers/PowerPage',
  load: async (context) => {
    const [power, services] = await Promise.all([
      context.call(getPower, { id: context.params.id }),
      serviceNames(context),
    ]);
    return { power: showPower(power, context.text, services), confirming: context.query.confirm === 'yes' };
  },
  act: async ({ call, params: { id } }, form) => {
    const done = form.get('_do');
    if (done === 'offer') {
      await call(offerPower, { id });
      return redirect(`/cabinet/powers/${id}`, { notice: 'power-offered' });
    }
    if (done === 'accept' || done === 'refuse') {
      await call(answerPower, { id, accepted: done === 'accept' });
      return redirect(`/cabinet/powers/${id}`, { notice: done === 'accept' ? 'power-accepted' : 'power-refused' });
    }
    const { state } = await call(getPower, { id });
    const reason = form.get('reason');
    await call(withdrawPower, { id, ...(reason ? { reason } : {}) });
    return state === 'draft'
      ? redirect('/cabinet/powers', { notice: 'power-dropped' })
      : redirect(`/cabinet/powers/${id}`, { notice: 'power-ended' });
  },
});
export type PowerProps = PropsOf<typeof powerPage>;

/** What was done on behalf of whom one acts for. */
export const donePage = definePage({
  path: '/cabinet/powers/done',
  signIn: true,
  component: 'powers/DonePage',
  load: async ({ call, query, principal }) => {
    const found = await call(listDone, { limit: 50, ...(query.cursor ? { cursor: query.cursor } : {}) });
    const name = principal.kind === 'person' ? (principal.actingFor?.name ?? principal.name) : '';
    return { name, done: found.items, nextCursor: found.nextCursor };
  },
});
export type DoneProps = PropsOf<typeof donePage>;
