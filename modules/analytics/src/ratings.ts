// SPDX-License-Identifier: Apache-2.0
import { type Calendar, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { Histogram } from '@stoa/surveys/contract';
import type * as contract from './contract.ts';
import type { Funnel, Rating, TrendPoint } from './contract.ts';
import { methodology } from './methodology.ts';
import { type Group, groupsOf, placeOf, wholeCountry } from './places.ts';
import * as queries from './queries.ts';
import { minimumAnswers } from './settings.ts';
import { addCounts, answersIn, noCounts } from './statistics.ts';
import { shownGroups, type Visible, visible, visibleGroups } from './suppression.ts';

const overall = 'overall';
type Ratings = OutputOf<typeof contract.getRatings>;

/** The last `months` calendar months of the country, the running one included. */
export function periodOf(calendar: Calendar, now: Date, months: number): queries.Period & { months: string[] } {
  const [year = 0, month = 1] = calendar.localDate(now).split('-').map(Number);
  const list = Array.from({ length: months }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  ).reverse();
  return { months: list, from: `${list[0]}-01`, to: `${list.at(-1)}-01` };
}

const published = (tx: Tx, months: readonly string[]) => ({
  from: months[0] ?? '',
  to: months.at(-1) ?? '',
  minimumAnswers: minimumAnswers(tx.module),
  methodology,
  asOf: tx.now.toISOString(),
});

const total = (all: readonly Histogram[]): Histogram => all.reduce(addCounts, noCounts);

function funnelOf(steps: readonly queries.Steps[], state: Visible['state']): Funnel {
  const sum = (name: keyof queries.Steps) => steps.reduce((all, one) => all + one[name], 0);
  const delivered = sum('delivered');
  const funnel = { cards: sum('card'), delivered, opened: sum('opened') };
  if (state === 'suppressed') return funnel;
  const answered = sum('answered');
  return { ...funnel, answered, ...(delivered > 0 && { responseRate: Math.min(1, answered / delivered) }) };
}

function trendOf(months: readonly string[], counts: readonly { month: string; counts: Histogram }[], minimum: number) {
  const monthly = months.map((month) => total(counts.filter((row) => row.month === month).map((row) => row.counts)));
  return visibleGroups(monthly, minimum).map((shown, index): TrendPoint => ({ month: months[index] ?? '', ...shown }));
}

export async function getRatings(tx: Tx, { months = 12 }: InputOf<typeof contract.getRatings>): Promise<Ratings> {
  const minimum = minimumAnswers(tx.module);
  const groups = groupsOf(tx.module.country);
  const period = periodOf(tx.module.country.calendar, tx.now, months);
  const byRegion = await queries.regionCounts(tx, overall, period);
  const byOrganisation = await queries.organisationCounts(tx, overall, period);
  const steps = await queries.funnelSteps(tx, period);
  const stepsOf = (group: Group) => group.organisations.flatMap(({ code }) => steps.get(code) ?? []);

  const all = total(byRegion.map((row) => row.counts));
  const countryShown = answersIn(all) >= minimum;
  const country = visible(all, countryShown);
  const regional = groups.map((group) =>
    total(byRegion.filter((row) => row.regionCode === group.regionCode).map((row) => row.counts)),
  );
  const regionShown = shownGroups(regional.map(answersIn), minimum);
  const regions = groups.map((group, index) => {
    const region = visible(regional[index] ?? noCounts, regionShown[index] ?? false);
    return {
      ...group.place,
      ...region,
      funnel: funnelOf(stepsOf(group), region.state),
      organisations: organisationsOf(group, region, byOrganisation, steps, minimum),
    };
  });
  return {
    ...published(tx, period.months),
    country: { ...wholeCountry(tx.module.country), ...country, funnel: funnelOf([...steps.values()], country.state) },
    trend: trendOf(period.months, byRegion, minimum),
    regions: regions.filter((region, index) => !groups[index]?.central || region.funnel.cards > 0),
  };
}

/** Organisations of a hidden region are hidden too: together they would give it away. */
function organisationsOf(
  group: Group,
  region: Visible,
  counts: ReadonlyMap<string, Histogram>,
  steps: ReadonlyMap<string, queries.Steps>,
  minimum: number,
): Rating[] {
  const histograms = group.organisations.map(({ code }) => counts.get(code) ?? noCounts);
  const shown = visibleGroups(histograms, region.state === 'suppressed' ? Number.POSITIVE_INFINITY : minimum);
  return group.organisations.map((place, index) => {
    const figures = shown[index] ?? { state: 'none' };
    const own = steps.get(place.code);
    return { ...place, ...figures, funnel: funnelOf(own ? [own] : [], figures.state) };
  });
}

export async function getRating(
  tx: Tx,
  { code, months = 12 }: InputOf<typeof contract.getRating>,
): Promise<OutputOf<typeof contract.getRating>> {
  const place =
    placeOf(tx.module.country, code) ??
    refuse('missing', 'analytics.place-unknown', `There is no region or organisation ${code} in the directory.`);
  const minimum = minimumAnswers(tx.module);
  const period = periodOf(tx.module.country.calendar, tx.now, months);
  const rating = ratingIn(await getRatings(tx, { months }), code, place);
  const byMonth =
    place.level === 'organisation'
      ? await queries.organisationMonths(tx, code, overall, period)
      : (await queries.regionCounts(tx, overall, period)).filter(
          (row) => place.level === 'country' || row.regionCode === place.regionCode,
        );
  const byQuestion =
    place.level === 'organisation'
      ? await queries.organisationQuestions(tx, code, period)
      : await queries.regionQuestions(tx, place.regionCode, period);
  const hidden = rating.state === 'suppressed';
  return {
    ...published(tx, period.months),
    rating,
    questions: byQuestion.map(({ question, counts }) => ({
      question,
      ...visible(counts, !hidden && answersIn(counts) >= minimum),
    })),
    trend: trendOf(period.months, byMonth, hidden ? Number.POSITIVE_INFINITY : minimum),
  };
}

function ratingIn(ratings: Ratings, code: string, place: Pick<Rating, 'level' | 'code' | 'name'>): Rating {
  const region = ratings.regions.find((one) => one.code === code);
  if (region) {
    const { organisations: _organisations, ...rating } = region;
    return rating;
  }
  const found =
    code === ratings.country.code
      ? ratings.country
      : ratings.regions.flatMap((one) => one.organisations).find((one) => one.code === code);
  const { level, name } = place;
  return found ?? { level, code, name, state: 'none', funnel: funnelOf([], 'none') };
}
