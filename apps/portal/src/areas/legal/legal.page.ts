// SPDX-License-Identifier: Apache-2.0
/** Plain pages about the portal itself, and the form by which barriers are reported. */
import { listBarriers, reportBarrier } from '@stoa/accounts/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';

/** Paragraphs of each, as messages `legal.<part>-<n>`. */
const parts = { privacy: 5, cookies: 2, terms: 4, accessibility: 4, contact: 3 } as const;
export type LegalPart = keyof typeof parts;

/** Every cookie there is, by the beginning of its name (the circuit stands in some), and for how long. */
export const cookies = [
  { name: 'stoa_session', lasts: 'hours' },
  { name: 'stoa_sign_in', lasts: 'half-hour' },
  { name: 'stoa_oidc', lasts: 'hours' },
  { name: 'stoa_practice', lasts: 'hours' },
  { name: 'stoa-kept', lasts: 'half-hour' },
  { name: 'lang', lasts: 'year' },
  { name: 'theme', lasts: 'year' },
  { name: 'region', lasts: 'year' },
  { name: 'answers', lasts: 'hour' },
] as const;

const legal = <Part extends LegalPart>(part: Part) =>
  definePage({
    path: `/legal/${part}`,
    component: 'legal/LegalPage',
    load: () => ({ part: part as LegalPart, paragraphs: parts[part], cookies: part === 'cookies' ? [...cookies] : [] }),
  });
export const privacyPage = legal('privacy');
export const cookiesPage = legal('cookies');
export const termsPage = legal('terms');
export const accessibilityPage = legal('accessibility');
export const contactPage = legal('contact');
export type LegalProps = PropsOf<typeof privacyPage>;

export const reportBarrierPage = definePage({
  path: '/legal/report-a-barrier',
  limit: 60,
  component: 'legal/ReportBarrierPage',
  load: ({ query }) => ({ number: /^B-\d{1,12}$/.exec(query.number ?? '')?.[0] ?? '' }),
  act: async ({ call }, form) => {
    const [page, email] = [form.get('page'), form.get('email')];
    const { number } = await call(reportBarrier, {
      text: form.get('text'),
      ...(page ? { page } : {}),
      ...(email ? { email } : {}),
    });
    return redirect(`/legal/report-a-barrier?number=${number}`);
  },
});
export type ReportBarrierProps = PropsOf<typeof reportBarrierPage>;

/** For those who run the platform. */
export const barriersPage = definePage({
  path: '/operations/barriers',
  duty: 'platform.operator',
  component: 'legal/BarriersPage',
  load: async ({ call, query }) => {
    const { items, nextCursor } = await call(listBarriers, query.cursor ? { cursor: query.cursor } : {});
    return { items, nextCursor };
  },
});
export type BarriersProps = PropsOf<typeof barriersPage>;
