// SPDX-License-Identifier: Apache-2.0
/** What is rated: the country, its regions, the organisations of the country's directory. */
import type { Country } from '@stoa/kernel';
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
  /** The central authorities, shown only where they have served somebody. */
  readonly central: boolean;
  readonly organisations: readonly (Place & { readonly level: 'organisation' })[];
}

export const wholeCountry = ({ code, name }: Country) => ({ level: 'country', code, name }) as const;

const centralAuthorities: LocalText = {
  en: 'Central authorities',
  ru: 'Центральные органы',
  kk: 'Орталық органдар',
  uk: 'Центральні органи',
  ar: 'السلطات المركزية',
};

/** Regions, and the central authorities as one more so that all groups add up to the country. */
export function groupsOf({ code: own, territories, offices }: Country): readonly Group[] {
  const group = (code: string, name: LocalText, regionCode: string): Group => ({
    place: { level: 'region', code, name },
    regionCode,
    central: regionCode === own,
    organisations: offices
      .filter((office) => office.regionCode === regionCode)
      .map(({ id, name: officeName }) => ({ level: 'organisation', code: id, name: officeName }) as const),
  });
  return [
    ...territories.filter(({ kind }) => kind === 'region').map(({ code, name }) => group(code, name, code)),
    group(`${own}-CENTRAL`, centralAuthorities, own),
  ];
}

/** The place of that code with the region code of its cards (missing for the country); undefined when there is none. */
export function placeOf(country: Country, code: string): (Place & { readonly regionCode?: string }) | undefined {
  if (code === country.code) return wholeCountry(country);
  for (const { place, regionCode, organisations } of groupsOf(country)) {
    if (place.code === code) return { ...place, regionCode };
    const organisation = organisations.find((one) => one.code === code);
    if (organisation) return { ...organisation, regionCode };
  }
  return undefined;
}
