// SPDX-License-Identifier: Apache-2.0
/** The country by its regions, and the home page of each. */
import { getFigures } from '@stoa/analytics/contract';
import { listServices, type ServiceSummary } from '@stoa/catalogue/contract';
import { getStatus, listPublicIncidents } from '@stoa/monitoring/contract';
import { listOrganisations } from '@stoa/organisations/contract';
import { definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { unlessRefused } from '../../server/problem.ts';
import { chosenOf, forgetRegion, keepRegion, type Region, regionsOf } from './shared.ts';

const regionUnknown = (): never => {
  throw Object.assign(new Error('no such region'), { statusCode: 404, code: 'region-unknown' });
};

async function regionAt(context: PageContext): Promise<{ region: Region; regions: Region[] }> {
  const regions = await regionsOf(context);
  return { regions, region: regions.find(({ code }) => code === context.params.code) ?? regionUnknown() };
}

/** Where the country has no outlines: a square of like size for each, two in a row. */
function tileOf(at: number) {
  const [x, y] = [8 + (at % 2) * 154, 8 + Math.floor(at / 2) * 104];
  return { outline: `M${x} ${y}h150v100h-150Z`, x: x + 75, y: y + 46 };
}

export const regionsPage = definePage({
  path: '/regions',
  component: 'regions/RegionsPage',
  load: async (context) => {
    const regions = await regionsOf(context);
    const country = regions[0]?.code.slice(0, 2) ?? '';
    const [services, figures] = await Promise.all([
      context.call(listServices, {}).catch(unlessRefused),
      context.call(getFigures, { code: country }).catch(unlessRefused),
    ]);
    const published = new Map(figures?.regions.map((one) => [one.code, one]));
    const outlined = regions.every(({ code }) => published.get(code)?.shape);
    return {
      chosen: chosenOf(context, regions),
      regions: regions.map(({ code, name }, at) => ({
        ...{ code, name, rating: published.get(code)?.score?.mean },
        shape: (outlined && published.get(code)?.shape) || tileOf(at),
        own: services?.items.filter(({ territory }) => territory?.includes(code)).length,
      })),
      height: outlined ? 220 : 16 + Math.ceil(regions.length / 2) * 104,
    };
  },
});
export type RegionsProps = PropsOf<typeof regionsPage>;

/** Nearest to the person first. */
const order = ['municipal', 'regional', 'state'] as const;
const shown = ({ text }: PageContext, { id, title, summary, level = 'state', hasFee, there }: ServiceSummary) => ({
  ...{ id, title: text(title), summary: text(summary), level, hasFee, there },
});

/** How the systems of a region stand, and the incidents that everybody was told of: the present ones, then some past ones. */
async function stateOf({ call, text }: PageContext, code: string) {
  const [found, told] = await Promise.all([
    call(getStatus, {}).catch(unlessRefused),
    call(listPublicIncidents, { limit: 20 }).catch(unlessRefused),
  ]);
  if (!found) return undefined;
  const all = new Map([...found.incidents, ...(told?.items ?? [])].map((one) => [one.id, one]));
  const own = found.services.filter(({ region }) => region?.code === code);
  const codes = new Set(own.map((one) => one.code));
  return {
    systems: own.map(({ name, state }) => ({ name: text(name), state })),
    incidents: [...all.values()]
      .filter(({ services }) => services.some((one) => codes.has(one.code)))
      .slice(0, 5)
      .map(({ services, updates, ...one }) => ({
        ...one,
        services: services.map(({ name }) => text(name)),
        updates: updates.map((update) => ({ at: update.at, text: text(update.text) })),
      })),
  };
}

export const regionPage = definePage({
  path: '/regions/:code',
  component: 'regions/RegionPage',
  load: async (context) => {
    const { call, text, language } = context;
    const { region, regions } = await regionAt(context);
    const [services, offices, figures, state] = await Promise.all([
      call(listServices, { region: region.code }).catch(unlessRefused),
      call(listOrganisations, { regionCode: region.code, kind: 'local', by: language, limit: 12 }).catch(unlessRefused),
      call(getFigures, { code: region.code }).catch(unlessRefused),
      stateOf(context, region.code),
    ]);
    const deciding = (services?.items ?? []).flatMap(({ there }) =>
      (there?.offices ?? []).map(({ id, name, address }) => ({ id, name: text(name), address })),
    );
    const others = (offices?.items ?? []).map(({ id, name, address }) => ({
      ...{ id, name: text(name), address: address && text(address) },
    }));
    return {
      ...region,
      chosen: chosenOf(context, regions)?.code === region.code,
      services: services?.items
        .map((one) => shown(context, one))
        .sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level)),
      offices: [...new Map([...deciding, ...others].map((one) => [one.id, one])).values()].slice(0, 12),
      rating: figures?.score && {
        ...{ mean: figures.score.mean, satisfied: figures.score.satisfied, answers: figures.score.answers },
      },
      state,
    };
  },
  act: async (context, form) => {
    const { region } = await regionAt(context);
    const here = `/regions/${region.code}`;
    return form.get('_do') === 'forget'
      ? redirect(here, { notice: 'region-forgotten', setCookies: [forgetRegion] })
      : redirect(here, { notice: 'region-chosen', setCookies: [keepRegion(region.code)] });
  },
});
export type RegionProps = PropsOf<typeof regionPage>;
