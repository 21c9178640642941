// SPDX-License-Identifier: Apache-2.0
/** Figures of messages, providers and senders, addresses not written to any more, letters in print. */
import {
  getFigures,
  handOverBatch,
  liftSuppression,
  listBatches,
  listProviders,
  listSenders,
  listSuppressions,
  makeBatch,
  pauseProvider,
  setSender,
} from '@stoa/notifications/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { operators, writers } from './shared.ts';

const spans = [7, 30, 365] as const;

export const overviewPage = definePage({
  path: '/messages',
  duty: operators,
  component: 'messages/OverviewPage',
  load: async ({ call, query, principal }) => {
    const days = spans.find((one) => String(one) === query.days) ?? 30;
    return {
      ...{ days, spans, figures: await call(getFigures, { days }), providers: (await call(listProviders, {})).items },
      writes: principal.kind === 'person' && principal.duties.some(({ code }) => code === writers[0]),
    };
  },
});
export type OverviewProps = PropsOf<typeof overviewPage>;

export const providersPage = definePage({
  path: '/messages/providers',
  duty: operators,
  component: 'messages/ProvidersPage',
  load: async ({ call }) => ({
    providers: (await call(listProviders, {})).items,
    senders: (await call(listSenders, {})).items,
  }),
  act: async ({ call }, form) => {
    const [verb = '', id = ''] = form.get('_do').split(' ');
    if (verb === 'sender') {
      const perDay = Number(form.get('perDay'));
      if (!/^[A-Za-z0-9-]{3,64}$/.test(form.get('organisationId')))
        return again([{ field: 'organisationId', code: 'messages.organisation-wrong' }]);
      if (form.get('name').length < 2) return again([{ field: 'name', code: 'messages.name-missing' }]);
      if (!Number.isInteger(perDay) || perDay < 1) return again([{ field: 'perDay', code: 'messages.number-wrong' }]);
      const callbackUrl = form.get('callbackUrl');
      const { callbackSecret } = await call(setSender, {
        ...{
          organisationId: form.get('organisationId'),
          name: form.get('name'),
          perDay,
          active: form.get('active') === 'yes',
        },
        ...(callbackUrl ? { callbackUrl } : {}),
      });
      return again([], { result: { callbackSecret } });
    }
    await call(pauseProvider, { id, paused: verb === 'pause' });
    return redirect('/messages/providers', { notice: 'messages-done' });
  },
});
export type ProvidersProps = PropsOf<typeof providersPage>;

const reasons = ['bounced', 'unsubscribed', 'gone', 'complained'] as const;
export const suppressionsPage = definePage({
  path: '/messages/suppressions',
  duty: operators,
  component: 'messages/SuppressionsPage',
  load: async ({ call, query }) => {
    const reason = reasons.find((one) => one === query.reason);
    const search = query.search?.trim().slice(0, 254);
    return {
      reasons,
      found: await call(listSuppressions, {
        ...{ limit: 20, ...(reason ? { reason } : {}), ...(search ? { search } : {}) },
        ...(query.cursor ? { cursor: query.cursor } : {}),
      }),
    };
  },
  act: async ({ call }, form) => {
    const reason = form.get('reason');
    if (reason.length < 3) return again([{ field: 'reason', code: 'messages.reason-missing' }]);
    await call(liftSuppression, { id: form.get('_do'), reason });
    return redirect('/messages/suppressions', { notice: 'messages-done' });
  },
});
export type SuppressionsProps = PropsOf<typeof suppressionsPage>;

export const lettersPage = definePage({
  path: '/messages/letters',
  duty: operators,
  component: 'messages/LettersPage',
  load: async ({ call, query }) => call(listBatches, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) }),
  act: async ({ call }, form) => {
    const [verb = '', id = ''] = form.get('_do').split(' ');
    if (verb === 'make') await call(makeBatch, {});
    else await call(handOverBatch, { id });
    return redirect('/messages/letters', { notice: 'messages-done' });
  },
});
export type LettersProps = PropsOf<typeof lettersPage>;
