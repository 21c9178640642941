// SPDX-License-Identifier: Apache-2.0
import { getFigures, Group, type LabourFigures } from '@stoa/labour/contract';
import { RegionCode } from '@stoa/kernel/contract';
import { Value } from 'typebox/value';
import { definePage, type PropsOf } from '../../server/page.ts';

const isYear = (value: string | undefined): value is string => /^2\d{3}$/.test(value ?? '');

export const labourPage = definePage({
  path: '/labour',
  component: 'labour/LabourPage',
  load: async ({ call, query, text }) => {
    const ask = (year?: string, region?: string, occupation?: string) =>
      call(getFigures, {
        ...(isYear(year) ? { year: Number(year) } : {}),
        ...(Value.Check(RegionCode, region) ? { region } : {}),
        ...(Value.Check(Group, occupation) ? { occupation } : {}),
      });
    const asked = await ask(query.year, query.region, query.occupation);
    // What there is nothing to choose of narrows nothing: the filter could not say so.
    const year = asked.years.find((one) => String(one) === query.year);
    const region = asked.regions.find(({ code }) => code === query.region)?.code;
    const occupation = asked.groups.find((code) => code === query.occupation);
    const isAsTyped =
      (year === undefined) === !isYear(query.year) &&
      (region === undefined) === !Value.Check(RegionCode, query.region) &&
      (occupation === undefined) === !Value.Check(Group, query.occupation);
    const figures = isAsTyped ? asked : await ask(year?.toString(), region, occupation);
    const named = (shares: LabourFigures['byRegion']) =>
      shares.map(({ code, name, sums }) => ({
        ...{ code, sums },
        ...(name ? { name: text(name) } : {}),
      }));
    return {
      ...figures,
      regions: figures.regions.map(({ code, name }) => ({ value: code, text: text(name) })),
      byRegion: named(figures.byRegion),
      byGroup: named(figures.byGroup),
      byCitizenship: named(figures.byCitizenship),
      chosen: { year: year === undefined ? '' : String(year), region: region ?? '', occupation: occupation ?? '' },
    };
  },
});
export type LabourProps = PropsOf<typeof labourPage>;
