// SPDX-License-Identifier: Apache-2.0
import { getOverview, registerSubsystem } from '@stoa/exchange/contract';
import { identifierText } from '@stoa/kernel/text';
import { localText } from '../../server/local-text.ts';
import { again, definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { certificateState, daysUntil, engineer, isSubsystemId, missing, operator } from './parties.ts';

async function subsystems({ call, text }: PageContext) {
  const overview = await call(getOverview, {});
  return overview.subsystems.map((one) => ({
    id: one.id,
    name: text(one.name),
    member: text(one.memberName),
    connection: one.connection,
    heardAt: one.heardAt,
    certificate: one.certificateUntil
      ? { state: certificateState({ validUntil: one.certificateUntil }), days: daysUntil(one.certificateUntil) }
      : undefined,
    offers: one.services.length + one.informationTypes.length,
  }));
}

export const exchangePage = definePage({
  path: '/operations/exchange',
  duty: operator,
  component: 'exchange/ExchangePage',
  load: async (context) => ({ base: '/operations/exchange' as const, subsystems: await subsystems(context) }),
});

/** The same for an engineer: the subsystems of their own organisation. */
export const ownExchangePage = definePage({
  path: '/exchange',
  duty: engineer,
  component: 'exchange/ExchangePage',
  load: async (context) => ({ base: '/exchange' as const, subsystems: await subsystems(context) }),
});
export type ExchangeProps = PropsOf<typeof exchangePage> | PropsOf<typeof ownExchangePage>;

export const registerPage = definePage({
  path: '/operations/exchange/register',
  duty: operator,
  component: 'exchange/RegisterPage',
  load: () => ({}),
  act: async ({ call }, form) => {
    const id = identifierText(form.get('id'));
    const name = localText(form, 'name');
    const memberName = localText(form, 'memberName');
    const organisationId = identifierText(form.get('organisationId'));
    const known = (await call(getOverview, {})).subsystems.some((one) => one.id === id);
    const errors = [
      ...(isSubsystemId(id) ? [] : [{ field: 'id', code: 'exchange.id-malformed' }]),
      ...(known ? [{ field: 'id', code: 'exchange.subsystem-known' }] : []),
      ...(name.en === '' ? [missing('name.en')] : []),
      ...(memberName.en === '' ? [missing('memberName.en')] : []),
    ];
    if (errors.length > 0) return again(errors);
    await call(registerSubsystem, { id, name, memberName, ...(organisationId ? { organisationId } : {}) });
    return redirect(`/operations/exchange/subsystem?${new URLSearchParams({ id })}`, {
      notice: 'subsystem-registered',
    });
  },
});
