// SPDX-License-Identifier: Apache-2.0
/** What runs out of mine, or of whom I act for, and how it is renewed. */
import type { LocalText } from '@stoa/kernel/contract';
import {
  expiringFilePath,
  getRenewal,
  type Holding,
  listExpiring,
  renew,
  setReminders,
  type Within,
} from '@stoa/portfolio/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';

const withins: readonly Within[] = ['30', '60', '90', 'ended'];
const showHolding = ({ title, about, ...holding }: Holding, text: (text: LocalText) => string) => ({
  ...holding,
  title: text(title),
  about: about.map(({ label, value }) => ({ label: text(label), value })),
});

export const expiringPage = definePage({
  path: '/cabinet/expiring',
  signIn: true,
  component: 'portfolio/ExpiringPage',
  load: async ({ call, query, text, language }) => {
    const within = withins.find((one) => one === query.within);
    const service = /^[a-z][a-z0-9-]{0,63}$/.exec(query.service ?? '')?.[0];
    const asked = { ...(within ? { within } : {}), ...(service ? { serviceId: service } : {}) };
    const found = await call(listExpiring, { limit: 20, ...asked, ...(query.cursor ? { cursor: query.cursor } : {}) });
    const words = new URLSearchParams({ language, within: within ?? 'all', ...(service ? { service } : {}) });
    return {
      ...{ within: within ?? '', service: service ?? '', months: found.months, reminders: found.reminders },
      services: found.services.map(({ id, title }) => ({ value: id, text: text(title) })),
      holdings: found.items.map((one) => showHolding(one, text)),
      nextCursor: found.nextCursor,
      file: `${expiringFilePath}?${words}`,
    };
  },
  act: async ({ call }, form) => {
    const on = form.get('_do') === 'reminders-on';
    await call(setReminders, { on });
    return redirect('/cabinet/expiring', { notice: on ? 'reminders-on' : 'reminders-off' });
  },
});
export type ExpiringProps = PropsOf<typeof expiringPage>;

export const renewalPage = definePage({
  path: '/cabinet/expiring/:id',
  signIn: true,
  component: 'portfolio/RenewalPage',
  load: async ({ call, params, text }) => {
    const { holding, service, caseId, look } = await call(getRenewal, { id: params.id });
    return {
      ...{ holding: showHolding(holding, text), service: service && text(service.title), caseId },
      look: look.map(({ label, ...one }) => ({ ...one, label: text(label) })),
    };
  },
  act: async ({ call, params, language }) => {
    await call(renew, { id: params.id, language });
    return redirect(`/cabinet/expiring/${params.id}`, { notice: 'renewal-begun' });
  },
});
export type RenewalProps = PropsOf<typeof renewalPage>;
