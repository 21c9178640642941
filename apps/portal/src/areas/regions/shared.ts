// SPDX-License-Identifier: Apache-2.0
/** Regions as pages name them, and the one a person has chosen: it stays in their browser alone. */
import { ServiceLevel } from '@stoa/catalogue/contract';
import { listTerritories } from '@stoa/organisations/contract';
import { Value } from 'typebox/value';
import { readCookies } from '../../server/locale.ts';
import type { PageContext } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';

type Context = Pick<PageContext, 'call' | 'text' | 'headers'>;

/** The regions of the country; none while the directory does not answer. */
export async function regionsOf({ call, text }: Pick<Context, 'call' | 'text'>) {
  const { items = [] } = (await whenUp(call(listTerritories, {}))) ?? {};
  return items.flatMap(({ kind, code, name }) => (kind === 'region' ? [{ code, name: text(name) }] : []));
}
export type Region = Awaited<ReturnType<typeof regionsOf>>[number];

const chosenCode = ({ headers }: Pick<Context, 'headers'>): string | undefined =>
  readCookies([headers.cookie].flat().join(';')).region;

/** Undefined where nothing was chosen, or what is no region of this country. */
export const chosenOf = (context: Pick<Context, 'headers'>, regions: readonly Region[]): Region | undefined =>
  regions.find(({ code }) => code === chosenCode(context));

/** Without asking for the regions where nothing was chosen. */
export const chosenRegion = async (context: Context): Promise<Region | undefined> =>
  chosenCode(context) ? chosenOf(context, await regionsOf(context)) : undefined;

export const keepRegion = (code: string): string => `region=${code}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax`;
export const forgetRegion = 'region=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax';

/** Words of the address that narrow services; what they cannot mean is left out. */
export function narrowedBy({ region, level }: Readonly<Record<string, string>>, regions: readonly Region[]) {
  return {
    ...(region && regions.some(({ code }) => code === region) ? { region } : {}),
    ...(level && Value.Check(ServiceLevel, level) ? { level } : {}),
  };
}
