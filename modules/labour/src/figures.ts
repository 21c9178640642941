// SPDX-License-Identifier: Apache-2.0
/** Figures for a page, made of what is published and of nothing else. */
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { smoothForecast } from '@stoa/kernel/statistics';
import type * as contract from './contract.ts';
import { counted, type LabourFigures, type Measure, type PublishedCell } from './contract.ts';
import { published } from './open-data.ts';
import { all } from './protection.ts';
import { later, unknown } from './shared.ts';

/** Months shown where no year is chosen: the same month of the year before is among them. */
const usualMonths = 13;
/** Months ahead, and how many there must be behind. */
const trying = { ahead: 3, least: 10 };
const mostCountries = 12;

type Place = Pick<PublishedCell, 'region' | 'occupation' | 'citizenship'>;
const keyOf = (month: string, measure: string, { region, occupation, citizenship }: Place) =>
  `${month} ${measure} ${region} ${occupation} ${citizenship}`;

export async function getFigures(
  tx: Tx,
  { year, region = all, occupation = all }: InputOf<typeof contract.getFigures>,
): Promise<LabourFigures> {
  const { country } = tx.module;
  const { months: known, cells, digest } = await published(tx);
  const closed = known.map(({ month }) => month);
  const values = new Map(cells.map((cell) => [keyOf(cell.month, cell.measure, cell), cell.value]));
  const valueOf = (month: string, measure: Measure, at: Place) => values.get(keyOf(month, measure, at));
  const months =
    year === undefined ? closed.slice(-usualMonths) : closed.filter((month) => month.startsWith(`${year}`));
  const here: Place = { region, occupation, citizenship: all };
  const sumsAt = (at: Place): LabourFigures['sums'] =>
    counted.flatMap((measure) => {
      const found = months.flatMap((month) => valueOf(month, measure, at) ?? []);
      if (found.length === 0) return [];
      return [{ measure, value: found.reduce((sum, one) => sum + one, 0), whole: found.length === months.length }];
    });
  const shares = (codes: readonly string[], at: (code: string) => Place): LabourFigures['byRegion'] =>
    codes.flatMap((code) => {
      const sums = sumsAt(at(code));
      return sums.length > 0 ? [{ code, sums }] : [];
    });
  const codesOf = (name: 'region' | 'occupation' | 'citizenship') =>
    [...new Set(cells.map((cell) => cell[name]))].filter((code) => code !== all).sort();
  const names = country.countryNames();
  const regions = country.territories.filter(({ kind }) => kind === 'region');
  const last = months.at(-1);
  const [until] = closed.slice(-1);
  const groups = codesOf('occupation');
  return {
    ...(until === undefined ? {} : { until, digest }),
    currency: country.currency,
    years: [...new Set(closed.map((month) => Number(month.slice(0, 4))))],
    regions: regions.map(({ code, name }) => ({ code, name })),
    groups: groups.filter((code) => code !== unknown),
    months,
    series: [...counted, 'wage-median' as const].map((measure) => ({
      measure,
      values: months.map((month) => valueOf(month, measure, here) ?? null),
    })),
    sums: sumsAt(here),
    byRegion: shares(codesOf('region'), (code) => ({ ...here, region: code })).map((one) => ({
      ...one,
      ...named(regions.find(({ code }) => code === one.code)?.name),
    })),
    byGroup: shares(groups, (code) => ({ ...here, occupation: code })),
    // Citizenship is told of the whole country alone: with region and group it would tell of too few.
    byCitizenship:
      region === all && occupation === all
        ? shares(codesOf('citizenship'), (code) => ({ ...here, citizenship: code }))
            .map((one) => ({ ...one, ...named(names.get(one.code)) }))
            .sort((a, b) => (b.sums[0]?.value ?? 0) - (a.sums[0]?.value ?? 0))
            .slice(0, mostCountries)
        : [],
    wages:
      last === undefined
        ? []
        : wagesAt(
            [all, ...groups],
            (code) => (measure) => valueOf(last, measure, { ...here, region: all, occupation: code }),
          ),
    places:
      last === undefined
        ? []
        : placesAt(
            [all, ...groups],
            (code) => (measure) => valueOf(last, measure, { ...here, region: all, occupation: code }),
          ),
    forecasts: forecastsOf(closed, (month, measure) => valueOf(month, measure, here)),
  };
}

const named = <Name>(name: Name | undefined) => (name === undefined ? {} : { name });
type Told = (code: string) => (measure: Measure) => number | undefined;

const wagesAt = (codes: readonly string[], told: Told): LabourFigures['wages'] =>
  codes.flatMap((code) => {
    const of = told(code);
    const [lower, median, upper] = [of('wage-lower'), of('wage-median'), of('wage-upper')];
    return lower === undefined || median === undefined || upper === undefined ? [] : [{ code, lower, median, upper }];
  });
const placesAt = (codes: readonly string[], told: Told): LabourFigures['places'] =>
  codes.flatMap((code) => {
    const granted = told(code)('places-granted');
    return granted === undefined ? [] : [{ code, granted, used: told(code)('places-used') ?? 0 }];
  });

const foretold = ['permits-issued', 'contracts-concluded', 'visas-issued'] as const;

/** Of the months since the last one that is kept back: a gap is no nought. */
function forecastsOf(
  closed: readonly string[],
  valueOf: (month: string, measure: Measure) => number | undefined,
): LabourFigures['forecasts'] {
  const until = closed.at(-1);
  if (until === undefined) return [];
  return foretold.flatMap((measure) => {
    const values = closed.map((month) => valueOf(month, measure));
    const since = values.lastIndexOf(undefined) + 1;
    const found = smoothForecast(
      values.slice(since).flatMap((value) => value ?? []),
      trying,
    );
    if (!found) return [];
    const { level, within, error, naiveError } = found;
    const months = within.map((half, at) => ({
      ...{ month: later(until, at + 1), value: level, low: Math.max(0, level - half), high: level + half },
    }));
    return [{ measure, months, error, naiveError }];
  });
}
