// SPDX-License-Identifier: Apache-2.0
/** What is rated: the country, its regions, and the organisations as the directory has them now. */
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { listOrganisations, type Organisation } from '@stoa/organisations/contract';
import { Type } from 'typebox';
import { hasPlaces, type KnownPlace, placeById, placesOf } from './queries.ts';
import { putPlaces } from './store.ts';

export interface Place {
  readonly level: 'country' | 'region' | 'organisation';
  readonly code: string;
  readonly name: LocalText;
}
/** A region with its organisations; `regionCode` is what cards of them carry. */
export interface Group {
  readonly place: Place & { readonly level: 'region' };
  readonly regionCode: string;
  /** The central authorities, shown only where they have served somebody. */
  readonly central: boolean;
  readonly organisations: readonly (Place & { readonly level: 'organisation' })[];
}

const centralAuthorities: LocalText = {
  en: 'Central authorities',
  ru: 'Центральные органы',
  kk: 'Орталық органдар',
  uk: 'Центральні органи',
  ar: 'السلطات المركزية',
};

export interface Region {
  /** Of its page. */
  readonly code: string;
  readonly name: LocalText;
  /** Of cards and answers. */
  readonly regionCode: string;
}

/** Regions, and the central authorities as one more so that all of them add up to the country. */
export function regionsOf({ module: { country } }: Tx): Region[] {
  const { code: own, territories } = country;
  return [
    ...territories.flatMap(({ kind, code, name }) => (kind === 'region' ? [{ code, name, regionCode: code }] : [])),
    { code: `${own}-CENTRAL`, name: centralAuthorities, regionCode: own },
  ];
}

export async function groupsOf(tx: Tx): Promise<readonly Group[]> {
  await ensurePlaces(tx);
  const places = await placesOf(tx);
  return regionsOf(tx).map(({ code, name, regionCode }) => ({
    ...{ place: { level: 'region', code, name }, regionCode, central: regionCode === tx.module.country.code },
    organisations: places
      .filter((one) => one.regionCode === regionCode)
      .map((one) => ({ level: 'organisation', code: one.code, name: one.name }) as const),
  }));
}

/** Read for the first time where it has not been yet. */
export async function ensurePlaces(tx: Tx): Promise<void> {
  if (await hasPlaces(tx)) return;
  await readDirectory(
    (input) => tx.call(listOrganisations, input),
    (places) => putPlaces(tx, places),
  );
}

/** The organisation; undefined where the directory has none. */
export async function organisationOf(tx: Tx, code: string): Promise<KnownPlace | undefined> {
  await ensurePlaces(tx);
  return placeById(tx, code);
}

const placeOf = ({ id, name, regionCode, sphere, until, successorId }: Organisation): KnownPlace => ({
  ...{ code: id, name, regionCode: regionCode ?? null, sphere: sphere ?? null },
  ...{ until: until ?? null, successorId: successorId ?? null },
});

async function readDirectory(
  read: (input: {
    limit: number;
    ended: boolean;
    cursor?: string;
  }) => Promise<{ items: Organisation[]; nextCursor?: string }>,
  keep: (places: readonly KnownPlace[]) => Promise<unknown>,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 100, ended: true, ...(cursor ? { cursor } : {}) });
    // Nobody is asked how a company served them.
    await keep(page.items.filter(({ kind }) => kind !== 'company').map(placeOf));
    cursor = page.nextCursor;
  } while (cursor);
}

/** The whole of it: few enough, and what was entered without an event comes along. */
export async function copyDirectory(module: ModuleRuntime): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  await readDirectory(
    (input) => module.call(listOrganisations, input),
    (places) => module.tx(self, (tx) => putPlaces(tx, places)),
  );
}

export const copyChanged = job('analytics.copy-directory-now', Type.Object({}), copyDirectory, { tx: false });
