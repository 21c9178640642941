// SPDX-License-Identifier: Apache-2.0
/** Figures of what was published: of one place, and of all organisations beside each other. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { Histogram } from '@stoa/surveys/contract';
import type * as contract from '../contract.ts';
import type { Change, Figures, Ranked } from '../contract.ts';
import { methodology } from '../methodology.ts';
import { monthsUntil, shiftMonth } from '../months.ts';
import { ensurePlaces, organisationOf, regionsOf } from '../places.ts';
import { placesOf } from '../queries.ts';
import { adjusted, changeOf } from '../statistics/change.ts';
import { forecast } from '../statistics/forecast.ts';
import { rankRanges } from '../statistics/ranking.ts';
import { addCounts, answersIn, noCounts, scoreOf } from '../statistics/scores.ts';
import { trendOf } from '../statistics/trend.ts';
import { weighted } from '../statistics/weights.ts';
import { coverageOf, covered, servicesOf } from './coverage.ts';
import * as queries from './queries.ts';
import type { Scope, Span } from './queries.ts';

const overall = 'overall';
/** Months on the chart, of which the slope is. */
const charted = 24;
/** Months that the forecast looks back on. */
const remembered = 36;
const compared = 3;
/** Fewest answers of an organisation that has a place. */
const fewestRanked = 30;

type Narrowing = Omit<InputOf<typeof contract.getFigures>, 'code'>;
interface Asked {
  readonly publication: Figures['publication'];
  readonly span: Span;
  readonly question: string;
}

const nothingPublished = (): never =>
  refuse('missing', 'analytics.nothing-published', 'Nothing has been published for this month yet.');

/** Refuses: analytics.nothing-published. */
export async function asked(tx: Tx, { question = overall, months = 12, month }: Narrowing): Promise<Asked> {
  const { minimum, publishedAt, ...snapshot } = (await queries.snapshotOf(tx, month)) ?? nothingPublished();
  const span = { from: shiftMonth(snapshot.month, 1 - months), to: snapshot.month };
  return {
    ...{ question, span },
    publication: {
      ...{ snapshot: { ...snapshot, publishedAt: publishedAt.toISOString() }, ...span, minimumAnswers: minimum },
      description: methodology.description,
    },
  };
}

const total = (all: Iterable<Histogram>): Histogram => [...all].reduce(addCounts, noCounts);
const score = (counts: Histogram | undefined) => (counts && answersIn(counts) > 0 ? { score: scoreOf(counts) } : {});

async function placeOf(tx: Tx, code: string): Promise<{ place: Figures['place']; scope: Scope }> {
  const { country } = tx.module;
  if (code === country.code) return { place: { level: 'country', code, name: country.name }, scope: {} };
  const region = regionsOf(tx).find((one) => one.code === code);
  if (region) {
    const { name, regionCode } = region;
    return { place: { level: 'region', code, name, regionCode }, scope: { regionCode } };
  }
  const found =
    (await organisationOf(tx, code)) ??
    refuse('missing', 'analytics.place-unknown', `There is no region or organisation ${code} in the directory.`);
  const successor = found.successorId ? await organisationOf(tx, found.successorId) : undefined;
  return {
    scope: { organisationId: code },
    place: {
      ...{ level: 'organisation', code, name: found.name },
      ...(found.regionCode ? { regionCode: found.regionCode } : {}),
      ...(found.sphere ? { sphere: found.sphere } : {}),
      ...(found.until ? { until: found.until } : {}),
      ...(successor ? { successor: { code: successor.code, name: successor.name } } : {}),
    },
  };
}

/** The last three months, and the same three of the year before. */
const comparedSpans = (to: string): readonly [Span, Span] => [
  { from: shiftMonth(to, 1 - compared), to },
  { from: shiftMonth(to, 1 - compared - 12), to: shiftMonth(to, -12) },
];

async function weightedOf(tx: Tx, scope: Scope, question: string, span: Span) {
  const served = await queries.servedByCell(tx, scope, span);
  const cells = await queries.countsByCell(tx, scope, question, span);
  return weighted(
    cells.map(({ regionCode, sphere, counts }) => ({
      served: served.find((one) => one.regionCode === regionCode && one.sphere === sphere)?.card ?? 0,
      counts,
    })),
  );
}

async function funnelOf(tx: Tx, scope: Scope, span: Span): Promise<Figures['funnel']> {
  const served = await queries.servedByCell(tx, scope, span);
  const sum = (of: 'card' | 'delivered' | 'opened') => served.reduce((all, one) => all + one[of], 0);
  const answered = answersIn(total((await queries.countsByMonth(tx, scope, overall, span)).values()));
  const delivered = sum('delivered');
  return {
    ...{ cards: sum('card'), delivered, opened: sum('opened'), answered },
    ...(delivered > 0 ? { responseRate: Math.min(1, answered / delivered) } : {}),
  };
}

/** Refuses: analytics.place-unknown, analytics.nothing-published. */
export async function getFigures(tx: Tx, input: InputOf<typeof contract.getFigures>): Promise<Figures> {
  const { place, scope: whole } = await placeOf(tx, input.code);
  const { publication, span, question } = await asked(tx, input);
  const scope = { ...whole, ...(input.sphere && !whole.organisationId ? { sphere: input.sphere } : {}) };
  const known = await queries.countsByMonth(tx, scope, question, {
    from: shiftMonth(span.to, 1 - remembered),
    to: span.to,
  });
  const inSpan = total([...known].flatMap(([month, counts]) => (month >= span.from ? [counts] : [])));
  const months = monthsUntil(span.to, charted).map((month) => ({ month, ...score(known.get(month)) }));
  const series = months.flatMap(({ score: of }, at) => (of ? [{ at, value: of.mean }] : []));
  const [now, before] = comparedSpans(span.to).map(({ from, to }) =>
    total([...known].flatMap(([month, counts]) => (month >= from && month <= to ? [counts] : []))),
  );
  // An organisation is compared with all others: once for a snapshot.
  const row = whole.organisationId
    ? (await cachedRows(tx, publication.snapshot.hash, {}, question, span)).find(({ code }) => code === input.code)
    : undefined;
  const change = whole.organisationId ? row?.change : changeOf(now ?? noCounts, before ?? noCounts);
  const trend = trendOf(series);
  const cells = await queries.countsByCell(tx, scope, question, span);
  const weighing = await weightedOf(tx, scope, question, span);
  const spheres = [...new Set(cells.map(({ sphere }) => sphere))];
  return {
    ...{ publication, place, ...score(inSpan), months, ...(weighing ? { weighted: weighing } : {}) },
    ...{ ...(change ? { change } : {}), ...(trend ? { trend } : {}), ...(row?.rank ? { rank: row.rank } : {}) },
    funnel: await funnelOf(tx, scope, span),
    forecast: outlookOf(known, span.to),
    ...(await coverageOf(tx, scope, span)),
    services: place.level === 'country' && question === overall && !input.sphere ? await servicesOf(tx, span) : [],
    questions: (await queries.countsByQuestion(tx, scope, span)).flatMap(({ question: code, counts }) =>
      answersIn(counts) > 0 ? [{ question: code, score: scoreOf(counts) }] : [],
    ),
    spheres: spheres.flatMap((sphere) => {
      const counts = total(cells.flatMap((one) => (one.sphere === sphere ? [one.counts] : [])));
      return answersIn(counts) > 0 ? [{ sphere, score: scoreOf(counts) }] : [];
    }),
    regions:
      place.level === 'country'
        ? regionsOf(tx).map(({ code, name, regionCode }) => ({
            ...{ code, name, ...(tx.module.country.shapes?.[code] ? { shape: tx.module.country.shapes[code] } : {}) },
            ...score(total(cells.flatMap((one) => (one.regionCode === regionCode ? [one.counts] : [])))),
          }))
        : [],
  };
}

/** From the first month there is, two years at least. */
function outlookOf(known: ReadonlyMap<string, Histogram>, to: string): Figures['forecast'] {
  const first = [...known.keys()].sort()[0] ?? to;
  const months = monthsUntil(to, remembered).filter((month) => month >= first);
  const means = months.map((month) => {
    const counts = known.get(month);
    return counts && answersIn(counts) > 0 ? scoreOf(counts).mean : undefined;
  });
  const found = forecast(means, 1, 5);
  if (!found.said)
    return { said: false, why: found.why, ...(found.mase === undefined ? {} : { mase: found.mase }), points: [] };
  return {
    ...{ said: true, mase: found.mase },
    points: found.points.map((point, at) => ({ month: shiftMonth(to, at + 1), ...point })),
  };
}

type Row = Omit<Ranked, 'name'>;

/** Changes of all organisations, each with p adjusted for all of them. */
async function changesOf(tx: Tx, question: string, to: string): Promise<ReadonlyMap<string, Change>> {
  const [now = new Map<string, Histogram>(), before = new Map<string, Histogram>()] = await Promise.all(
    comparedSpans(to).map(
      async (span) =>
        new Map((await queries.countsByOrganisation(tx, {}, question, span)).map(({ code, counts }) => [code, counts])),
    ),
  );
  const found = [...now].flatMap(([code, counts]) => {
    const change = changeOf(counts, before.get(code) ?? noCounts);
    return change ? [{ code, change }] : [];
  });
  const qs = adjusted(found.map(({ change }) => change.p));
  return new Map(found.map(({ code, change }, at) => [code, { ...change, q: qs[at] ?? 1 }]));
}

async function rowsOf(tx: Tx, scope: Scope, question: string, span: Span): Promise<Row[]> {
  const counted = (await queries.countsByOrganisation(tx, scope, question, span)).filter(
    ({ counts }) => answersIn(counts) > 0,
  );
  const changes = await changesOf(tx, question, span.to);
  const scored = counted.map(({ counts, ...place }) => ({ ...place, score: scoreOf(counts) }));
  const known = new Map((await queries.coverageByOrganisation(tx, scope, span)).map((one) => [one.code, covered(one)]));
  const standing = scored.filter(
    ({ code, score: of }) => of.answers >= fewestRanked && known.get(code)?.enough !== false,
  );
  const ranges = new Map(
    rankRanges(standing.map(({ score: of }) => of.interval)).map((range, at) => [standing[at]?.code, range]),
  );
  return scored.map((row) => {
    const [rank, change, coverage] = [ranges.get(row.code), changes.get(row.code), known.get(row.code)];
    return { ...row, ...(rank ? { rank } : {}), ...(change ? { change } : {}), ...(coverage ? { coverage } : {}) };
  });
}

/** What was published never changes: rows of a snapshot are made once. */
const made = new Map<string, Row[]>();
const mostMade = 60;

async function cachedRows(tx: Tx, hash: string, scope: Scope, question: string, span: Span): Promise<Row[]> {
  const key = JSON.stringify([hash, scope, question, span]);
  const known = made.get(key);
  if (known) return known;
  const rows = await rowsOf(tx, scope, question, span);
  if (made.size >= mostMade) made.delete([...made.keys()][0] ?? '');
  made.set(key, rows);
  return rows;
}

const last = Number.MAX_SAFE_INTEGER;
const orders: Readonly<
  Record<Exclude<InputOf<typeof contract.listRanking>['order'], undefined>, (row: Row) => number>
> = {
  rank: ({ rank }) => (rank ? rank.from + rank.to : last),
  change: ({ change }) => (change ? -change.difference : last),
  answers: ({ score: of }) => -of.answers,
  mean: ({ score: of }) => -of.mean,
};

/** Refuses: analytics.nothing-published. */
export async function listRanking(
  tx: Tx,
  input: InputOf<typeof contract.listRanking>,
): Promise<OutputOf<typeof contract.listRanking>> {
  const { order = 'rank', page = 1, limit = 25, regionCode, sphere } = input;
  const { publication, span, question } = await asked(tx, input);
  await ensurePlaces(tx);
  const names = new Map((await placesOf(tx)).map(({ code, name }) => [code, name]));
  const scope = { ...(regionCode ? { regionCode } : {}), ...(sphere ? { sphere } : {}) };
  const rows = await cachedRows(tx, publication.snapshot.hash, scope, question, span);
  const sought = input.search?.trim().toLocaleLowerCase();
  const nameOf = (code: string) => names.get(code) ?? { en: code };
  const found = sought
    ? rows.filter(({ code }) => Object.values(nameOf(code)).some((name) => name.toLocaleLowerCase().includes(sought)))
    : rows;
  const by = orders[order];
  const sorted = [...found].sort((a, b) => by(a) - by(b) || b.score.mean - a.score.mean || (a.code < b.code ? -1 : 1));
  return {
    publication,
    items: sorted.slice((page - 1) * limit, page * limit).map((row) => ({ ...row, name: nameOf(row.code) })),
    ...{ total: found.length, ranked: rows.filter(({ rank }) => rank).length },
    spheres: await queries.spheresPublished(tx),
  };
}

const rounded = (value: number) => Math.round(value * 1e9) / 1e9;

/** Every figure that a snapshot stands for, in a fixed order: a year of the country, regions, spheres and organisations. */
export async function standardFigures(tx: Tx, month: string): Promise<unknown[]> {
  const span = { from: shiftMonth(month, -11), to: month };
  const scopes: Scope[] = [{}, ...regionsOf(tx).map(({ regionCode }) => ({ regionCode }))];
  const places: unknown[] = [];
  for (const scope of scopes) {
    const weighing = await weightedOf(tx, scope, overall, span);
    places.push([
      scope.regionCode ?? '',
      ...(await queries.countsByQuestion(tx, scope, span)).map(({ question, counts }) => [question, ...counts]),
      ...(weighing ? [rounded(weighing.mean), rounded(weighing.satisfied), rounded(weighing.effectiveAnswers)] : []),
    ]);
  }
  const cells = await queries.countsByCell(tx, {}, overall, span);
  const rows = await rowsOf(tx, {}, overall, span);
  const services = await queries.countsByService(tx, span);
  return [
    ...places,
    ...cells.map(({ regionCode, sphere, counts }) => [regionCode, sphere, ...counts]),
    ...services.map(({ service, counts }) => ['service', service, ...counts]),
    ...rows.map(({ code, score: of, rank, change, coverage }) => [
      ...[code, ...of.distribution, rank?.from ?? 0, rank?.to ?? 0],
      ...(change ? [rounded(change.difference), rounded(change.q ?? 1)] : []),
      ...(coverage ? [coverage.rendered, rounded(coverage.share)] : []),
    ]),
  ];
}
