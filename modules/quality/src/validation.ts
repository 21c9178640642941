// SPDX-License-Identifier: Apache-2.0
/** What can be told from a card and the country's directory alone. */
import type { Calendar, Country } from '@stoa/kernel';
import { plainLine } from '@stoa/kernel/text';
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
export const linkExpiry = (calendar: Calendar, renderedOn: string): Date =>
  calendar.startOfDate(shift(renderedOn, answerDays + 1));

/** Whether no link could be answered any more. */
export const isTooLate = (calendar: Calendar, renderedOn: string, now: Date): boolean =>
  linkExpiry(calendar, renderedOn) <= now;

/** @param today in the country's time */
export function complaintsOf(country: Country, card: RenderedServiceCard, today: string): CardReason[] {
  const is = (scheme: string, value: string) => country.isNumber(scheme, value);
  const [ofOrganisation, ofPerson] = [is('organisation-inn', card.inn), is('person-inn', card.inn)];
  const [ogrn, ogrnip] = [is('ogrn', card.ogrn), is('ogrnip', card.ogrn)];
  // A taxpayer number that is none is its own complaint: then the registration number only has to be some valid one.
  const fits = ofOrganisation || ofPerson ? (ofOrganisation && ogrn) || (ofPerson && ogrnip) : ogrn || ogrnip;
  const says = (name: string | undefined) => plainLine(name ?? '') !== '';
  const checks: readonly (readonly [CardReason, boolean])[] = [
    ['inn-invalid', !ofOrganisation && !ofPerson],
    ['ogrn-invalid', !fits],
    ['kpp-invalid', !is('kpp', card.kpp)],
    ['snils-invalid', !is(country.personScheme, card.snils)],
    ['name-incomplete', !says(card.fullName) && !(says(card.familyName) && says(card.givenName))],
    ['birth-date-impossible', card.birthOn > card.renderedOn || card.birthOn < '1900-01-01'],
    ['service-in-future', card.renderedOn > today],
    ['service-too-old', card.renderedOn <= today && shift(card.renderedOn, answerDays) < shift(today, daysLeftAtLeast)],
  ];
  return checks.filter(([, wrong]) => wrong).map(([reason]) => reason);
}

/** For children others are asked. */
export const isMinor = (birthOn: string, renderedOn: string): boolean =>
  `${Number(birthOn.slice(0, 4)) + fullAgeYears}${birthOn.slice(4)}` > renderedOn;
