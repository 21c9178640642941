// SPDX-License-Identifier: Apache-2.0
/** Decisions that a second officer looks at; who leads an office says which. */
import { listQueue, listSecondEyes, setSecondEyes } from '@stoa/cases/contract';
import { getSampling, listReviews, reviewStates, setSampling } from '@stoa/casework/contract';
import { again, definePage, type Form, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { cursorOf, minorOf } from '../books/shared.ts';
import { answer } from './desk-view.ts';

const address = '/office/reviews';
const ledBy = ({ principal }: Pick<PageContext, 'principal'>): string[] =>
  principal.kind === 'person'
    ? principal.duties.flatMap(({ code, organisationId }) => (code === 'casework.leader' ? [organisationId] : []))
    : [];

export const reviewsPage = definePage({
  path: address,
  signIn: true,
  component: 'office/ReviewsPage',
  load: async (context) => {
    const { call, query, text } = context;
    const state = reviewStates.find((one) => one === query.state) ?? (query.state === 'all' ? undefined : 'open');
    const { items, nextCursor } = await call(listReviews, { ...(state ? { state } : {}), ...cursorOf(query) });
    const led = [];
    for (const officeId of ledBy(context))
      led.push({
        officeId,
        perMille: (await call(getSampling, { officeId })).perMille,
        rules: (await call(listSecondEyes, { officeId })).items,
      });
    const services = led.length > 0 ? (await call(listQueue, { limit: 1 })).services : [];
    return {
      ...{ state: state ?? ('all' as const), reviews: items, nextCursor, led },
      services: services.map(({ id, title }) => ({ value: id, text: text(title) })),
    };
  },
  act: async (context, form) => {
    const { call } = context;
    const [act = '', id = ''] = form.get('_do').split(' ');
    if (act === 'agree' || act === 'return')
      return answer(context, form, id, act === 'agree', (notice) => redirect(address, { notice }));
    const officeId = ledBy(context).find((one) => one === id);
    if (!officeId) throw pageUnknown();
    if (act === 'sample') return sample(call, officeId, form);
    const { items } = await call(listSecondEyes, { officeId });
    if (act === 'drop-rule') {
      const place = Number(form.get('_do').split(' ')[2]);
      await call(setSecondEyes, { officeId, items: items.filter((_, at) => at !== place) });
      return redirect(address, { notice: 'second-eyes-set' });
    }
    const [serviceId, outcome, typed] = [form.get('service'), form.get('outcome'), form.get('over')];
    const over = typed ? minorOf(typed) : undefined;
    if (typed && (over === undefined || over < 0)) return again([{ field: 'over', code: 'casework.amount-wrong' }]);
    const rule = {
      ...(serviceId ? { serviceId } : {}),
      ...(outcome ? { outcome } : {}),
      ...(over === undefined ? {} : { feeOverMinor: over }),
    };
    await call(setSecondEyes, { officeId, items: [...items, rule] });
    return redirect(address, { notice: 'second-eyes-set' });
  },
});
export type ReviewsProps = PropsOf<typeof reviewsPage>;

async function sample(call: PageContext['call'], officeId: string, form: Form) {
  const share = Number(form.get('percent').replace(',', '.'));
  const perMille = Math.round(share * 10);
  if (form.get('percent') === '' || !Number.isFinite(share) || perMille < 0 || perMille > 1000)
    return again([{ field: 'percent', code: 'casework.percent-wrong' }]);
  await call(setSampling, { officeId, perMille });
  return redirect(address, { notice: 'sampling-set' });
}
