// SPDX-License-Identifier: Apache-2.0
/** Releases from a pilot to everybody, and the articles of law that certificates rest on. */
import {
  beginPilot,
  listArticles,
  listReleases,
  moveRelease,
  releaseStages,
  setArticle,
} from '@stoa/certification/contract';
import { isCalendarDate } from '@stoa/kernel/text';
import {
  again,
  definePage,
  type FieldError,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { cursorOf } from '../books/shared.ts';
import { followers, holds } from './shared.ts';

const releases = '/certification/releases';
const articles = '/certification/articles';

export const releasesPage = definePage({
  path: '/certification/releases',
  duty: followers,
  component: 'certification/ReleasesPage',
  load: async (context) => {
    const { call, query, text } = context;
    const stage = releaseStages.find((one) => one === query.state);
    const { items, nextCursor, figures } = await call(listReleases, {
      ...(stage ? { stage } : {}),
      ...cursorOf(query),
    });
    return {
      ...{ nextCursor, figures, stages: [...releaseStages], certificate: query.certificate ?? '' },
      list: items.map(({ title, ...one }) => ({ ...one, title: text(title) })),
      certifies: holds(context, 'certification.certifier'),
    };
  },
  act: async ({ call }, form) => {
    const [act, id = ''] = form.get('_do').split(' ');
    if (act === 'pilot') return pilot(call, form);
    // A form a row: its fields have the id of the release behind their names.
    const reason = form.get(`reason.${id}`);
    if (act === 'return' && reason.length < 5)
      return again([{ field: `reason.${id}`, code: 'certification.reason-missing' }]);
    const share = Math.round(Number(form.get(`share.${id}`).replace(',', '.')) * 10);
    if (act === 'canary' && !(share >= 1 && share <= 999))
      return again([{ field: `share.${id}`, code: 'certification.share-wrong' }]);
    if (act === 'canary') await call(moveRelease, { id, act, perMille: share });
    else if (act === 'return') await call(moveRelease, { id, act, reason });
    else if (act === 'release') await call(moveRelease, { id, act });
    return redirect(releases, { notice: 'certification-done' });
  },
});
export type ReleasesProps = PropsOf<typeof releasesPage>;

const linesOf = (form: Form, name: string) =>
  form
    .get(name)
    .split(/[\s,;]+/)
    .map((one) => one.replace(/[^0-9]/g, ''))
    .filter((one) => one !== '');

async function pilot(call: PageContext['call'], form: Form) {
  const [certificate, until, watch] = [form.get('certificate'), form.get('until'), form.get('watch')];
  const [people, organisations] = [linesOf(form, 'people'), linesOf(form, 'organisations')];
  const errors: FieldError[] = [
    ...(/^CR-\d{6,9}$/.test(certificate) ? [] : [{ field: 'certificate', code: 'certification.number-wrong' }]),
    ...(isCalendarDate(until) ? [] : [{ field: 'until', code: 'certification.days-wrong' }]),
    ...(people.every((one) => one.length === 11) ? [] : [{ field: 'people', code: 'certification.people-wrong' }]),
    ...(organisations.every((one) => one.length === 10)
      ? []
      : [{ field: 'organisations', code: 'certification.organisations-wrong' }]),
  ];
  if (errors.length > 0) return again(errors);
  await call(beginPilot, {
    ...{ certificate, people, organisations, until: `${until}T23:59:59Z` },
    ...(/^[a-z][a-z0-9-]{0,59}$/.test(watch) ? { watch } : {}),
  });
  return redirect(releases, { notice: 'certification-done' });
}

export const articlesPage = definePage({
  path: '/certification/articles',
  duty: followers,
  component: 'certification/ArticlesPage',
  load: async (context) => {
    const { call, query } = context;
    const search = query.q?.slice(0, 200);
    const found = await call(listArticles, { ...(search ? { search } : {}), ...cursorOf(query) });
    return { ...found, chosen: query.article, reviews: holds(context, 'legal.reviewer') };
  },
  act: async ({ call }, form) => {
    const [citation, from, until] = [form.get('citation'), form.get('from'), form.get('until')];
    const errors = [
      ...(citation.length >= 3 ? [] : [{ field: 'citation', code: 'certification.citation-missing' }]),
      ...(isCalendarDate(from) ? [] : [{ field: 'from', code: 'certification.days-wrong' }]),
      ...(until === '' || isCalendarDate(until) ? [] : [{ field: 'until', code: 'certification.days-wrong' }]),
    ];
    if (errors.length > 0) return again(errors);
    await call(setArticle, { citation, from, ...(until ? { until } : {}) });
    return redirect(articles, { notice: 'certification-done' });
  },
});
export type ArticlesProps = PropsOf<typeof articlesPage>;
