// SPDX-License-Identifier: Apache-2.0
/** What pages of published figures share: figures as they are shown, filters of the address, words of spheres. */
import {
  badgePath,
  type Figures,
  getFigures,
  listRanking,
  openDataPath,
  PlaceCode,
  type Ranked,
  RankingOrder,
  Sphere,
} from '@stoa/analytics/contract';
import { listServices } from '@stoa/catalogue/contract';
import { RegionCode } from '@stoa/kernel/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import { listSpheres, listTerritories } from '@stoa/organisations/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { PageContext } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { whenUp } from '../../server/when-up.ts';

type Context = Pick<PageContext, 'call' | 'text' | 'query' | 'language'>;
const perPage = 15;
/** What the address means; what it cannot mean is left out. */
const asked = <Schema extends TSchema>(schema: Schema, value: string | undefined): Static<Schema> | undefined =>
  value && Value.Check(schema, value) ? (value as Static<Schema>) : undefined;
const whole = (value: string | undefined, most: number) =>
  value && /^[1-9]\d{0,4}$/.test(value) ? Math.min(most, Number(value)) : undefined;
export const isPlace = (code: string | undefined): code is string => Value.Check(PlaceCode, code);

export async function territories({ call, text }: Context) {
  const { items } = await call(listTerritories, {});
  const country = items.find(({ kind }) => kind === 'country');
  return {
    country: { code: country?.code ?? '', name: country ? text(country.name) : '' },
    regions: items.flatMap(({ kind, code, name }) => (kind === 'region' ? [{ value: code, text: text(name) }] : [])),
  };
}

export async function spheresOf({ call, text }: Context) {
  const { items } = await call(listSpheres, {});
  const names = new Map(items.map(({ code, title }) => [code, text(title)]));
  return (code: string) => names.get(code) ?? code;
}

/** Undefined where nothing has been published yet. */
export async function unlessUnpublished<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (isRefusal(error) && error.code === 'analytics.nothing-published') return undefined;
    throw error;
  }
}

export const filterOf = ({ query }: Pick<Context, 'query'>) => {
  const [sphere, months] = [asked(Sphere, query.sphere), whole(query.months, 36)];
  return { ...(sphere ? { sphere } : {}), ...(months ? { months } : {}) };
};

export async function figuresOf(context: Context, code: string, filter: object = filterOf(context)) {
  const found = await unlessUnpublished(context.call(getFigures, { code, ...filter }));
  if (!found) return undefined;
  const titles = found.services.length > 0 ? await titlesOf(context) : undefined;
  return {
    ...showFigures(found, context, await spheresOf(context)),
    services: found.services.map(({ service, ...rest }) => ({ ...rest, name: titles?.get(service) ?? service })),
  };
}

/** Titles of services by code; a service of elsewhere, and all while the catalogue is away, go by their codes. */
async function titlesOf({ call, text }: Context): Promise<ReadonlyMap<string, string>> {
  const found = await whenUp(call(listServices, {}));
  return new Map((found?.items ?? []).map(({ id, title }) => [id, text(title)]));
}

function showFigures(found: Figures, { text }: Context, sphere: (code: string) => string) {
  const { publication, place, regions, spheres, services: _, ...rest } = found;
  const { description, snapshot, ...published } = publication;
  return {
    ...rest,
    ...published,
    snapshot,
    description: text(description),
    place: {
      ...{
        code: place.code,
        level: place.level,
        name: text(place.name),
        regionCode: place.regionCode,
        until: place.until,
      },
      sphere: place.sphere ? { code: place.sphere, name: sphere(place.sphere) } : undefined,
      successor: place.successor && { code: place.successor.code, name: text(place.successor.name) },
    },
    regions: regions.map(({ name, ...region }) => ({ ...region, name: text(name) })),
    spheres: spheres.map(({ sphere: code, score }) => ({ code, name: sphere(code), score })),
  };
}
export type ShownFigures = NonNullable<Awaited<ReturnType<typeof figuresOf>>>;

export async function rankingOf(context: Context, more: { regionCode?: string } = {}) {
  const { call, query, text } = context;
  const [order, regionCode, page] = [
    asked(RankingOrder, query.order),
    asked(RegionCode, query.region),
    whole(query.page, 99_999) ?? 1,
  ];
  const search = query.search?.trim().slice(0, 100);
  const found = await unlessUnpublished(
    call(listRanking, {
      ...filterOf(context),
      ...{ page, limit: perPage },
      ...(order ? { order } : {}),
      ...(regionCode ? { regionCode } : {}),
      ...(search ? { search } : {}),
      ...more,
    }),
  );
  return found && showRanking(found, page, text, await spheresOf(context));
}

function showRanking(
  { items, total, ranked, spheres }: OutputOf<typeof listRanking>,
  page: number,
  text: Context['text'],
  sphere: (code: string) => string,
) {
  return {
    ...{ total, ranked, page, next: page * perPage < total ? page + 1 : undefined },
    spheres: spheres.map((code) => ({ value: code, text: sphere(code) })),
    rows: items.map(({ name, ...row }: Ranked) => ({ ...row, name: text(name), sphere: sphere(row.sphere) })),
  };
}
export type ShownRanking = NonNullable<Awaited<ReturnType<typeof rankingOf>>>;

export const openFiles = ({ language, query }: Pick<Context, 'language' | 'query'>) => {
  const sphere = asked(Sphere, query.sphere);
  const narrowed = sphere ? `&sphere=${sphere}` : '';
  return {
    csv: `${openDataPath('csv')}?language=${language}${narrowed}`,
    json: `${openDataPath('json')}?language=${language}${narrowed}`,
  };
};
export const badgeOf = (publicUrl: string, code: string, language: string) => ({
  picture: `${badgePath(code)}.svg?language=${language}`,
  html: `<a href="${publicUrl}/quality/${code}"><img src="${publicUrl}${badgePath(code)}.svg?language=${language}" alt="" width="260" height="32"></a>`,
});
