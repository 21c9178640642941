// SPDX-License-Identifier: Apache-2.0
/** Working days, and names of countries, of the country whose pack the setting `STOA_COUNTRY` names (`xm` when not set). */
import { identifierFormats } from '@stoa/catalogue/contract';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';

interface Calendar {
  /** Dates are `YYYY-MM-DD` in the country's time zone. */
  addWorkingDays(date: string, count: number): string;
  workingDaysBetween(from: string, to: string): number;
  localDate(at: Date): string;
  startOfDate(date: string): Date;
  /** By alpha-3 code of ISO 3166-1. */
  countryNames(): ReadonlyMap<string, LocalText>;
}

const loaded = new Map<string, Promise<Calendar>>();

export async function calendarOf(module: ModuleRuntime): Promise<Calendar> {
  const country = module.config.env.STOA_COUNTRY ?? 'xm';
  if (!/^[a-z]{2}$/.test(country))
    throw new Error(`STOA_COUNTRY must be two small letters such as xm, not "${country}"`);
  const calendar = loaded.get(country) ?? (import(`@stoa/country-${country}`) as Promise<Calendar>);
  loaded.set(country, calendar);
  return calendar;
}

/** Checks of the country's identifiers, by the format that names them in a data schema. */
export const identifiersOf = async (module: ModuleRuntime) =>
  identifierFormats(module.config.env.STOA_COUNTRY ?? 'xm', await calendarOf(module));

/** The date where the service is given, now or at another instant. */
export const todayOf = async (tx: Tx, at = tx.now): Promise<string> => (await calendarOf(tx.module)).localDate(at);
