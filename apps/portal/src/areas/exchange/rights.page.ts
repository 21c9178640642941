// SPDX-License-Identifier: Apache-2.0
import { getOverview, grantRight, listRights, withdrawRight } from '@stoa/exchange/contract';
import { dateText, identifierText } from '@stoa/kernel/text';
import {
  again,
  definePage,
  type Form,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { type Base, engineer, missing, operator, sent } from './parties.ts';
import { showRight } from './right-view.ts';

export const rightsPage = definePage({
  path: '/operations/exchange/rights',
  duty: operator,
  component: 'exchange/RightsPage',
  load: async ({ call, query }) => {
    const found = await call(listRights, { limit: 50, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return { rights: found.items.map(showRight), nextCursor: found.nextCursor };
  },
});
export type RightsProps = PropsOf<typeof rightsPage>;

/** The last instant of a calendar day in UTC, from `2026-11-21`; undefined when it is no date or over already. */
function endOfDay(typed: string): string | undefined {
  const day = dateText(typed);
  const end = new Date(`${day}T23:59:59.999Z`);
  return day && end.getTime() > Date.now() ? end.toISOString() : undefined;
}

async function loadGrant({ call, text, query }: PageContext, base: Base) {
  const { subsystems } = await call(getOverview, {});
  const offered = subsystems.flatMap((one) => [...one.services, ...one.informationTypes]);
  return {
    base,
    provider: query.provider,
    targets: offered.map(({ id, name }) => ({ value: id, text: `${text(name)} (${id})` })),
  };
}

async function grant({ call }: PageContext, form: Form, base: Base): Promise<Outcome> {
  const [consumerId, target] = [identifierText(form.get('consumerId')), identifierText(form.get('target'))];
  const [purpose, until] = [form.get('purpose'), form.get('until')];
  const validUntil = endOfDay(until);
  const pathPattern = identifierText(form.get('pathPattern')) || '/**';
  const errors = [
    ...(consumerId === '' ? [missing('consumerId')] : []),
    ...(target === '' ? [missing('target')] : []),
    ...(pathPattern.startsWith('/') ? [] : [{ field: 'pathPattern', code: 'exchange.path-malformed' }]),
    ...(purpose.length < 3 ? [missing('purpose')] : []),
    ...(until !== '' && validUntil === undefined ? [{ field: 'until', code: 'exchange.date-past' }] : []),
  ];
  if (errors.length > 0) return again(errors);
  const method = form.get('method') || '*';
  const right = { consumerId, target, purpose, method, pathPattern, ...(validUntil ? { validUntil } : {}) };
  return sent(async () => {
    const { id } = await call(grantRight, right);
    return redirect(`${base}/rights/${id}`, { notice: 'right-granted' });
  });
}

export const grantPage = definePage({
  path: '/operations/exchange/grant',
  duty: operator,
  component: 'exchange/GrantPage',
  load: (context) => loadGrant(context, '/operations/exchange'),
  act: (context, form) => grant(context, form, '/operations/exchange'),
});
export const ownGrantPage = definePage({
  path: '/exchange/grant',
  duty: engineer,
  component: 'exchange/GrantPage',
  load: (context) => loadGrant(context, '/exchange'),
  act: (context, form) => grant(context, form, '/exchange'),
});
export type GrantProps = Awaited<ReturnType<typeof loadGrant>>;

type RightContext = Pick<PageContext<'/rights/:id'>, 'call' | 'params'>;

async function rightOf({ call, params }: RightContext) {
  const { items } = await call(listRights, { id: params.id });
  if (!items[0]) throw pageUnknown();
  return items[0];
}

async function loadRight(context: RightContext, base: Base) {
  const right = await rightOf(context);
  return { base, provider: right.providerId, ...showRight(right) };
}

/** Takes the right back, or lets it end on a day. */
async function changeRight(context: RightContext, form: Form, base: Base): Promise<Outcome> {
  const right = await rightOf(context);
  const back = `${base}/subsystem?${new URLSearchParams({ id: right.providerId })}`;
  if (form.get('_do') === 'withdraw') {
    await context.call(withdrawRight, { id: right.id });
    return redirect(back, { notice: 'right-withdrawn' });
  }
  const validUntil = endOfDay(form.get('until'));
  if (validUntil === undefined) return again([{ field: 'until', code: 'exchange.date-past' }]);
  const { id: _id, providerId: _provider, method, pathPattern, operationId, ...rest } = right;
  const covers = operationId === undefined ? { method, pathPattern } : { operationId };
  await context.call(grantRight, { ...rest, ...covers, validUntil });
  return redirect(back, { notice: 'right-ends' });
}

export const rightPage = definePage({
  path: '/operations/exchange/rights/:id',
  duty: operator,
  component: 'exchange/RightPage',
  load: (context) => loadRight(context, '/operations/exchange'),
  act: (context, form) => changeRight(context, form, '/operations/exchange'),
});
export const ownRightPage = definePage({
  path: '/exchange/rights/:id',
  duty: engineer,
  component: 'exchange/RightPage',
  load: (context) => loadRight(context, '/exchange'),
  act: (context, form) => changeRight(context, form, '/exchange'),
});
export type RightProps = Awaited<ReturnType<typeof loadRight>>;
