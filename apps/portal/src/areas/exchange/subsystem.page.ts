// SPDX-License-Identifier: Apache-2.0
import {
  allowEnrolment,
  getSubsystem,
  getTraffic,
  listRights,
  publishService,
  revokeCertificates,
} from '@stoa/exchange/contract';
import { identifierText } from '@stoa/kernel/text';
import { again, definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { type Base, certificateState, daysUntil, engineer, missing, operator } from './parties.ts';
import { showRight } from './right-view.ts';

const dayMinutes = 1440;

async function load({ call, text, query }: PageContext, base: Base) {
  const id = query.id ?? '';
  const state = await call(getSubsystem, { id });
  const [traffic, granted, held] = await Promise.all([
    call(getTraffic, { minutes: dayMinutes, subsystemId: id }),
    call(listRights, { providerId: id, limit: 100 }),
    call(listRights, { consumerId: id, limit: 100 }),
  ]);
  const { calls, refused, failed, p95Ms } = traffic;
  return {
    base,
    mayAdminister: base === '/operations/exchange',
    ...state,
    name: text(state.name),
    memberName: text(state.memberName),
    services: state.services.map((one) => ({ ...one, name: text(one.name) })),
    informationTypes: state.informationTypes.map((one) => ({ ...one, name: text(one.name) })),
    certificates: state.certificates.map((one) => ({
      ...one,
      state: certificateState(one),
      days: daysUntil(one.validUntil),
    })),
    traffic: { calls, refused, failed, p95Ms },
    granted: granted.items.map(showRight),
    held: held.items.map(showRight),
  };
}

const address = (id: string) => `/operations/exchange/subsystem?${new URLSearchParams({ id })}`;

export const subsystemPage = definePage({
  path: '/operations/exchange/subsystem',
  duty: operator,
  component: 'exchange/SubsystemPage',
  load: (context) => load(context, '/operations/exchange'),
  act: async ({ call, query }, form) => {
    const subsystemId = query.id ?? '';
    if (form.get('_do') === 'enrol') return again([], { result: await call(allowEnrolment, { subsystemId }) });
    const [code, name] = [identifierText(form.get('code')), form.get('name')];
    const errors = [
      ...(/^[A-Za-z0-9'()+,.=?_-]{1,100}$/.test(code) ? [] : [{ field: 'code', code: 'exchange.code-malformed' }]),
      ...(name === '' ? [missing('name')] : []),
    ];
    if (errors.length > 0) return again(errors);
    await call(publishService, { subsystemId, code, name: { en: name } });
    return redirect(address(subsystemId), { notice: 'service-offered' });
  },
});
export type SubsystemProps = Awaited<ReturnType<typeof load>>;

export const ownSubsystemPage = definePage({
  path: '/exchange/subsystem',
  duty: engineer,
  component: 'exchange/SubsystemPage',
  load: (context) => load(context, '/exchange'),
});

/** Asks once more before a subsystem is shut out. */
export const revokePage = definePage({
  path: '/operations/exchange/revoke',
  duty: operator,
  component: 'exchange/RevokePage',
  load: async ({ call, text, query }) => {
    const state = await call(getSubsystem, { id: query.id ?? '' });
    const inForce = state.certificates.filter((one) => ['good', 'soon'].includes(certificateState(one)));
    return { id: state.id, name: text(state.name), certificates: inForce.length };
  },
  act: async ({ call, query }) => {
    const subsystemId = query.id ?? '';
    await call(revokeCertificates, { subsystemId });
    return redirect(address(subsystemId), { notice: 'certificates-revoked' });
  },
});
export type RevokeProps = PropsOf<typeof revokePage>;
