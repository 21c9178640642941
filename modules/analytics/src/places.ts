// SPDX-License-Identifier: Apache-2.0
/** What is rated: the country, its regions, the organisations of the country's directory. */
import { country, governmentOrganisations, regions } from '@stoa/country-xm';
import type { LocalText } from '@stoa/kernel/contract';

export interface Place {
  readonly level: 'country' | 'region' | 'organisation';
  readonly code: string;
  readonly name: LocalText;
}
/** A region with its organisations; `regionCode` is what cards of them carry. */
export interface Group {
  readonly place: Place & { readonly level: 'region' };
  readonly regionCode: string;
  readonly organisations: readonly (Place & { readonly level: 'organisation' })[];
}

export const wholeCountry = { level: 'country', code: country.code, name: country.name } as const;

const organisationsOf = (regionCode: string) =>
  governmentOrganisations
    .filter((organisation) => organisation.regionCode === regionCode)
    .map(({ id, name }) => ({ level: 'organisation', code: id, name }) as const);

const centralAuthorities: LocalText = {
  en: 'Central authorities',
  ru: 'Центральные органы',
  kk: 'Орталық органдар',
  uk: 'Центральні органи',
  ar: 'السلطات المركزية',
};

/** Regions, and the central authorities as one more so that all groups add up to the country. */
export const groups: readonly Group[] = [
  ...regions.map(({ code, name }) => ({
    place: { level: 'region', code, name } as const,
    regionCode: code,
    organisations: organisationsOf(code),
  })),
  {
    place: { level: 'region', code: `${country.code}-CENTRAL`, name: centralAuthorities },
    regionCode: country.code,
    organisations: organisationsOf(country.code),
  },
];

/** The place of that code with the region code of its cards (missing for the country); undefined when there is none. */
export function placeOf(code: string): (Place & { readonly regionCode?: string }) | undefined {
  if (code === wholeCountry.code) return wholeCountry;
  for (const { place, regionCode, organisations } of groups) {
    if (place.code === code) return { ...place, regionCode };
    const organisation = organisations.find((one) => one.code === code);
    if (organisation) return { ...organisation, regionCode };
  }
  return undefined;
}
