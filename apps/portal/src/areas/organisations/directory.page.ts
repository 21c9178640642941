// SPDX-License-Identifier: Apache-2.0
import {
  directoryFilePath,
  listOrganisations,
  listSpheres,
  listTerritories,
  type Organisation,
  OrganisationKind,
  Sphere,
  spheresFilePath,
} from '@stoa/organisations/contract';
import { RegionCode, type InputOf } from '@stoa/kernel/contract';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { definePage, type PageContext, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';

/** A word of the address where it is one that can be asked for; anything else narrows nothing. */
const asked = (schema: TSchema, value: string | undefined) => (value && Value.Check(schema, value) ? value : undefined);

function filterOf({ query, language }: Pick<PageContext, 'query' | 'language'>) {
  const search = query.search?.trim().slice(0, 200);
  const filter = {
    search: search || undefined,
    sphere: asked(Sphere, query.sphere),
    kind: asked(OrganisationKind, query.kind) as Organisation['kind'] | undefined,
    regionCode: asked(RegionCode, query.region),
    ended: query.ended === 'yes' ? true : undefined,
    by: query.sort === 'number' ? undefined : language,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as InputOf<
    typeof listOrganisations
  >;
}

/** Territories by code, where the module that knows them answers. */
export async function regionNames({ call, text }: Pick<PageContext, 'call' | 'text'>): Promise<Map<string, string>> {
  const found = await whenUp(call(listTerritories, {}));
  return new Map(
    (found?.items ?? []).filter(({ kind }) => kind !== 'district').map((one) => [one.code, text(one.name)]),
  );
}

export const directoryPage = definePage({
  path: '/organisations',
  component: 'organisations/DirectoryPage',
  load: async (context) => {
    const { call, text, query } = context;
    const filter = filterOf(context);
    const [found, spheres, regions] = await Promise.all([
      call(listOrganisations, { ...filter, limit: 30, ...(query.cursor ? { cursor: query.cursor } : {}) }),
      call(listSpheres, {}),
      regionNames(context),
    ]);
    const sphereNames = new Map(spheres.items.map(({ code, title }) => [code, text(title)]));
    const words = Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]);
    return {
      organisations: found.items.map((one) => ({
        id: one.id,
        name: text(one.name),
        kind: one.kind,
        sphere: one.sphere ? (sphereNames.get(one.sphere) ?? one.sphere) : undefined,
        region: one.regionCode ? (regions.get(one.regionCode) ?? one.regionCode) : undefined,
        until: one.until,
      })),
      nextCursor: found.nextCursor,
      byNumber: query.sort === 'number',
      spheres: spheres.items
        .map(({ code, title, organisations }) => ({ code, title: text(title), organisations }))
        .sort((one, other) => other.organisations - one.organisations),
      regions: [...regions].map(([value, name]) => ({ value, text: name })),
      spheresFile: spheresFilePath,
      file: `${directoryFilePath}${words.length > 0 ? `?${new URLSearchParams(words)}` : ''}`,
    };
  },
});
export type DirectoryProps = PropsOf<typeof directoryPage>;
