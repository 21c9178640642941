// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { type Calendar, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type { Histogram } from '@stoa/surveys/contract';
import type * as contract from './contract.ts';
import type { Funnel, Rating, TrendPoint } from './contract.ts';
import { methodology } from './methodology.ts';
import { type Group, groupsOf } from './places.ts';
import * as queries from './queries.ts';
import { minimumAnswers } from './settings.ts';
import { addCounts, answersIn, noCounts } from './statistics/scores.ts';
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

/** SHA-256 of what is told, under the rules it was made by. */
export const digestOf = (figures: unknown, version: string = methodology.version): string =>
  createHash('sha256')
    .update(JSON.stringify([version, figures]))
    .digest('hex');

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
  const groups = await groupsOf(tx);
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
  const { code, name } = tx.module.country;
  const figures = {
    country: {
      ...({ level: 'country', code, name } as const),
      ...{ ...country, funnel: funnelOf([...steps.values()], country.state) },
    },
    trend: trendOf(period.months, byRegion, minimum),
    regions: regions.filter((region, index) => !groups[index]?.central || region.funnel.cards > 0),
  };
  return { ...published(tx, period.months), snapshot: digestOf(figures), ...figures };
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
