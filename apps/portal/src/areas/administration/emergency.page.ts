// SPDX-License-Identifier: Apache-2.0
/** An official takes a duty of their organisation at once, for an hour at most; those who watch are told at once. */
import { listTakeable, takeEmergency } from '@stoa/organisations/contract';
import { isRefusal } from '../../server/problem.ts';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const emergencyPage = definePage({
  path: '/office/emergency',
  signIn: true,
  component: 'administration/EmergencyPage',
  load: async ({ call, text }) => {
    const { items, mine } = await call(listTakeable, {});
    return {
      duties: items.map((one) => ({
        ...{ value: one.dutyId, code: one.code, organisation: text(one.organisation), post: text(one.post) },
      })),
      mine: mine.map((one) => ({
        ...{ id: one.id, code: one.code, organisation: text(one.organisation), reason: one.reason, until: one.until },
        ...{ from: one.from, justified: one.justified, note: one.note, runs: Date.parse(one.until) > Date.now() },
      })),
    };
  },
  act: async ({ call }, form) => {
    const [dutyId, reason, minutes] = [form.get('dutyId'), form.get('reason'), Number(form.get('minutes'))];
    const errors = [
      ...(uuid.test(dutyId) ? [] : [{ field: 'dutyId', code: 'administration.duty-missing' }]),
      ...(reason.length >= 10 ? [] : [{ field: 'reason', code: 'administration.emergency-reason' }]),
      ...([15, 30, 60].includes(minutes) ? [] : [{ field: 'minutes', code: 'administration.minutes-missing' }]),
    ];
    if (errors.length > 0) return again(errors);
    try {
      await call(takeEmergency, { dutyId, reason, minutes });
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'organisations.not-an-official') throw error;
      return again([{ field: '', code: error.code }]);
    }
    return redirect('/office/emergency', { notice: 'emergency-taken' });
  },
});
export type EmergencyProps = PropsOf<typeof emergencyPage>;
