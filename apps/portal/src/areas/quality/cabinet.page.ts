// SPDX-License-Identifier: Apache-2.0
/** The organisation's cabinet: figures within reach, what people said, follow-ups, reports. */
import {
  getRatings,
  getReach,
  listSubscriptions,
  listTopics,
  type Reach,
  reportPath,
  subscribeReport,
  unsubscribeReport,
} from '@stoa/analytics/contract';
import { type FollowupState, getFollowup, listFollowups, replyFollowup, sumFollowups } from '@stoa/followups/contract';
import { listComments } from '@stoa/quality/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { figuresOf, filterOf, isPlace, rankingOf, spheresOf, territories } from './figures.ts';

const duties = [
  'quality.organisation',
  'quality.regional-curator',
  'quality.federal-curator',
  'quality.analyst',
] as const;
const isId = (text: string | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '');
const cursorOf = ({ query }: Pick<PageContext, 'query'>) =>
  query.cursor && /^[\w-]{1,200}$/.test(query.cursor) ? { cursor: query.cursor } : {};
const home = '/quality/cabinet';

/** Where the cabinet begins: the country, the first region, the first organisation. */
function firstOf(reach: Reach, country: string): string {
  if (reach.country) return country;
  return reach.regions[0] ?? reach.organisations[0]?.code ?? country;
}

/** Pages of released words that are looked through for one organisation. */
const mostPages = 10;
async function commentsOf({ call }: Pick<PageContext, 'call'>, code: string, level: string) {
  const found: { id: string; organisationId: string; day: string; text: string }[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { items, nextCursor } = await call(listComments, { limit: 100, ...(cursor ? { cursor } : {}) });
    found.push(
      ...items.filter(
        ({ organisationId }) =>
          level === 'country' ||
          organisationId === code ||
          (level === 'region' && organisationId.startsWith(`${code}-`)),
      ),
    );
    cursor = nextCursor;
    if (!cursor) break;
  }
  return found;
}

const commentsShown = 20;

export const cabinetPage = definePage({
  path: '/quality/cabinet',
  duty: duties,
  component: 'quality/CabinetPage',
  load: async ({ call, text, language, query }) => {
    const reach = await call(getReach, {});
    const { country } = await territories({ call, text, language, query });
    throw new Elsewhere(`${home}/${firstOf(reach, country.code)}`);
  },
});

export const cabinetPlacePage = definePage({
  path: '/quality/cabinet/:code',
  duty: duties,
  component: 'quality/CabinetPage',
  load: async (context) => {
    const { call, text, params, query, language } = context;
    if (!isPlace(params.code)) throw new Elsewhere(home);
    const { code } = params;
    const reach = await call(getReach, {});
    const { country, regions } = await territories(context);
    const figures = await figuresOf(context, code);
    const level =
      figures?.place.level ??
      (code === country.code ? 'country' : regions.some(({ value }) => value === code) ? 'region' : 'organisation');
    const region = figures?.place.regionCode ?? code.slice(0, 5);
    const own = reach.organisations.some((one) => one.code === code);
    if (!(reach.country || own || reach.regions.includes(region))) throw new Elsewhere(home);
    const filter = filterOf(context);
    const [ranking, above, sphere] = await Promise.all([
      level === 'organisation' ? undefined : rankingOf(context, level === 'region' ? { regionCode: region } : {}),
      level === 'organisation' ? figuresOf(context, region, filter) : undefined,
      level === 'organisation' && figures?.place.sphere
        ? figuresOf(context, country.code, { ...filter, sphere: figures.place.sphere.code })
        : undefined,
    ]);
    const comments = await commentsOf(context, code, level);
    const told = await call(listTopics, { texts: comments.map((one) => one.text) });
    const titles = new Map(told.topics.map((topic) => [topic.code, text(topic.title)]));
    const topic = query.topic && titles.has(query.topic) ? query.topic : undefined;
    const spoken = comments
      .map(({ id, organisationId, day, text: words }, at) => ({
        ...{ id, organisationId, month: day.slice(0, 7), text: words },
        topics: (told.items[at] ?? []).map((one) => ({ ...one, title: titles.get(one.code) ?? one.code })),
      }))
      .filter((one) => !topic || one.topics.some((of) => of.code === topic));
    const subscriptions = (await call(listSubscriptions, {})).items;
    const live = reach.country && level === 'country' ? (await call(getRatings, {})).country : undefined;
    return {
      ...{ code, level, figures, ranking, regions, country, topic },
      name: figures?.place.name ?? code,
      live: live?.score?.answers,
      places: [
        ...(reach.country ? [{ code: country.code, name: country.name }] : []),
        ...(reach.country
          ? regions.map(({ value, text: name }) => ({ code: value, name }))
          : regions
              .filter(({ value }) => reach.regions.includes(value))
              .map(({ value, text: name }) => ({ code: value, name }))),
        ...reach.organisations.map((one) => ({ code: one.code, name: text(one.name) })),
      ],
      compared: [above, sphere].flatMap((one, at) =>
        one?.score ? [{ name: at === 0 ? one.place.name : (figures?.place.sphere?.name ?? ''), score: one.score }] : [],
      ),
      topics: told.topics.map((one) => ({ code: one.code, title: text(one.title), count: one.count })),
      comments: spoken.slice(0, commentsShown),
      more: Math.max(0, spoken.length - commentsShown),
      followups: await call(sumFollowups, level === 'organisation' ? { organisationId: code } : {}),
      subscription: subscriptions.find((one) => one.code === code)?.id,
      files: (['csv', 'xlsx', 'pdf'] as const).map((as) => ({
        as,
        href: `${reportPath(code, as)}?language=${language}`,
      })),
    };
  },
  act: async ({ call, params }, form) => {
    const { code } = params;
    const [verb, id = ''] = form.get('_do').split(' ');
    if (verb === 'unsubscribe' && isId(id)) await call(unsubscribeReport, { id });
    else if (isPlace(code)) await call(subscribeReport, { code });
    return redirect(`${home}/${code}`, { notice: verb === 'unsubscribe' ? 'report-ended' : 'report-subscribed' });
  },
});
export type CabinetProps = PropsOf<typeof cabinetPlacePage>;

const states: readonly FollowupState[] = ['open', 'overdue', 'answered', 'answered-late'];

export const followupsPage = definePage({
  path: '/quality/cabinet/followups',
  duty: duties,
  component: 'quality/FollowupsPage',
  load: async (context) => {
    const { call, text, query } = context;
    const state = states.find((one) => one === query.state);
    const organisationId = isPlace(query.organisation) ? query.organisation : undefined;
    const [found, sums, sphere] = await Promise.all([
      call(listFollowups, {
        limit: 25,
        ...cursorOf(context),
        ...(state ? { state } : {}),
        ...(organisationId ? { organisationId } : {}),
      }),
      call(sumFollowups, {}),
      spheresOf(context),
    ]);
    return {
      ...{ states, sums, nextCursor: found.nextCursor },
      rows: found.items.map(({ organisation, ...one }) => ({
        ...one,
        organisation: text(organisation),
        sphere: sphere(one.sphere),
      })),
    };
  },
});
export type FollowupsProps = PropsOf<typeof followupsPage>;

const shortest = 20;

export const followupPage = definePage({
  path: '/quality/cabinet/followups/:id',
  duty: duties,
  component: 'quality/FollowupPage',
  load: async (context) => {
    const { call, text, params } = context;
    if (!isId(params.id)) throw new Elsewhere(`${home}/followups`);
    const { organisation, ...one } = await call(getFollowup, { id: params.id });
    const sphere = await spheresOf(context);
    return { ...one, organisation: text(organisation), sphere: sphere(one.sphere) };
  },
  act: async ({ call, params }, form) => {
    const { id = '' } = params;
    const text = form.get('text').trim();
    if (text.length < shortest) return again([{ field: 'text', code: 'followups.too-short' }]);
    if (form.get('sure') !== 'yes') return again([{ field: 'sure', code: 'followups.not-sure' }]);
    await call(replyFollowup, { id, text });
    return redirect(`${home}/followups/${id}`, { notice: 'followup-replied' });
  },
});
export type FollowupProps = PropsOf<typeof followupPage>;
