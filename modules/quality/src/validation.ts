// SPDX-License-Identifier: Apache-2.0
/** What can be told from a card and the country's directory alone. */
import {
  governmentOrganisations,
  startOfDate,
  validKpp,
  validOgrn,
  validOgrnip,
  validOrganisationInn,
  validPersonInn,
  validSnils,
} from '@stoa/country-xm';
import type { CardReason, RenderedServiceCard } from './contract.ts';

/** An answer is possible for so many days after the service. */
const answerDays = 30;
/** A card that would leave fewer days to answer is too late. */
const daysLeftAtLeast = 3;
const fullAgeYears = 18;
const dayMs = 86_400_000;

const shift = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** The link runs out at the end of the 30th day after the service. */
export const linkExpiry = (renderedOn: string): Date => startOfDate(shift(renderedOn, answerDays + 1));

/** @param today in the country's time */
export function complaintsOf(card: RenderedServiceCard, today: string): CardReason[] {
  const organisation = validOrganisationInn(card.inn) && validOgrn(card.ogrn);
  const soleTrader = validPersonInn(card.inn) && validOgrnip(card.ogrn);
  const checks: readonly (readonly [CardReason, boolean])[] = [
    ['inn-invalid', !validOrganisationInn(card.inn) && !validPersonInn(card.inn)],
    ['ogrn-invalid', !organisation && !soleTrader && !ogrnFits(card)],
    ['kpp-invalid', !validKpp(card.kpp)],
    ['snils-invalid', !validSnils(card.snils)],
    ['birth-date-impossible', card.birthOn > card.renderedOn || card.birthOn < '1900-01-01'],
    ['service-in-future', card.renderedOn > today],
    ['service-too-old', card.renderedOn <= today && shift(card.renderedOn, answerDays) < shift(today, daysLeftAtLeast)],
  ];
  return checks.filter(([, wrong]) => wrong).map(([reason]) => reason);
}

/** An invalid INN is its own complaint: then the OGRN only has to be some valid number. */
const ogrnFits = (card: RenderedServiceCard) =>
  !validOrganisationInn(card.inn) && !validPersonInn(card.inn) && (validOgrn(card.ogrn) || validOgrnip(card.ogrn));

export type Match =
  | { readonly organisationId: string; readonly regionCode: string }
  | { readonly unknown: 'organisation-unknown' | 'organisation-type-differs' };

export function matchOrganisation(about: { inn: string; ogrn: string; kpp: string; organisationType: string }): Match {
  const found = governmentOrganisations.find(
    ({ inn, ogrn, kpp }) => inn === about.inn && ogrn === about.ogrn && kpp === about.kpp,
  );
  if (!found) return { unknown: 'organisation-unknown' };
  if (found.type !== about.organisationType) return { unknown: 'organisation-type-differs' };
  return { organisationId: found.id, regionCode: found.regionCode };
}

/** Children are not asked. */
export const isMinor = (birthOn: string, renderedOn: string): boolean =>
  `${Number(birthOn.slice(0, 4)) + fullAgeYears}${birthOn.slice(4)}` > renderedOn;
