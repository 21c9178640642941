// SPDX-License-Identifier: Apache-2.0
/** A review of who holds which duty at an organisation: each holding is kept or ended. */
import { dateText } from '@stoa/kernel/text';
import { getReview, reviewHolding, setReviewRule } from '@stoa/organisations/contract';
import { isRefusal } from '../../server/problem.ts';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { grantor } from './administration.page.ts';

export const reviewPage = definePage({
  path: '/administration/reviews/:id',
  duty: [grantor, 'audit.auditor'],
  component: 'administration/ReviewPage',
  load: async ({ call, text, params, principal }) => {
    const { review, items } = await call(getReview, { id: params.id });
    return {
      ...review,
      organisation: text(review.organisation),
      holdings: items.map((one) => ({ ...one, post: text(one.post) })),
      decides: principal.kind === 'person' && principal.duties.some(({ code }) => code === grantor),
      self: principal.kind === 'person' ? principal.id : '',
    };
  },
  act: async ({ call, params: { id } }, form) => {
    if (form.get('_do') === 'rule') {
      const nextOn = dateText(form.get('nextOn'));
      const months = Number(form.get('months'));
      const whole = Number.isInteger(months) && months >= 1 && months <= 60;
      const errors = [
        ...(whole ? [] : [{ field: 'months', code: 'administration.months-wrong' }]),
        ...(nextOn ? [] : [{ field: 'nextOn', code: 'administration.day-unreadable' }]),
      ];
      if (errors.length > 0 || !nextOn) return again(errors);
      const { review } = await call(getReview, { id });
      await call(setReviewRule, { id: review.organisationId, months, nextOn });
      return redirect(`/administration/reviews/${id}`, { notice: 'review-rule-set' });
    }
    const [verdict, holdingId = ''] = form.get('_do').split(' ');
    try {
      await call(reviewHolding, { id, holdingId, kept: verdict === 'keep' });
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'organisations.power-for-oneself') throw error;
      return again([{ field: '', code: error.code }]);
    }
    return redirect(`/administration/reviews/${id}`, { notice: 'holding-reviewed' });
  },
});
export type ReviewProps = PropsOf<typeof reviewPage>;
