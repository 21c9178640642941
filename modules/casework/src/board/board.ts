// SPDX-License-Identifier: Apache-2.0
/** How the office goes, of what cases count and what second officers returned. */
import { countWork, type WorkCounts } from '@stoa/cases/contract';
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { smoothForecast } from '@stoa/kernel/statistics';
import type * as contract from '../contract.ts';
import type { Board } from '../contract.ts';
import { returnedByWeek } from '../reviews/store.ts';

const dayMs = 86_400_000;
const weeksBack = 52;
/** Shown; the others are there for the forecast. */
const weeksShown = 26;
/** Weeks ahead, and how many there must be behind. */
const trying = { ahead: 4, least: 20 };
const shares = ['under-50', 'under-80', 'under-100', 'over', 'none'] as const;

const monday = (day: string): string => {
  const date = new Date(`${day}T00:00:00Z`);
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
};
const later = (day: string, weeks: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + weeks * 7 * dayMs).toISOString().slice(0, 10);

type Place = { readonly officeId: string; readonly serviceId?: string };

export async function getBoard(tx: Tx, { officeId, serviceId }: InputOf<typeof contract.getBoard>): Promise<Board> {
  const counts = await tx.call(countWork, { weeks: weeksBack });
  const asked = (one: Place) =>
    (!officeId || one.officeId === officeId) && (!serviceId || !one.serviceId || one.serviceId === serviceId);
  const offices = counts.offices.map(({ id }) => id).filter((id) => !officeId || id === officeId);
  const returned = await returnedByWeek(tx, offices, serviceId);
  const thisWeek = monday(tx.module.country.calendar.localDate(tx.now));
  const open = sum(counts.open.filter(asked), ({ count }) => count);
  const weeks = weeksUntil(thisWeek, counts.weeks.filter(asked), open);
  const forecast = forecastOf(weeks, thisWeek);
  return {
    offices: counts.offices,
    services: counts.services.map(({ id, title }) => ({ id, name: title })),
    weeks: weeks.slice(-weeksShown).map((week) => ({ ...week, returned: returned.get(week.weekOf) ?? 0 })),
    ageing: shares.map((share) => ({
      share,
      count: sum(
        counts.open.filter((one) => asked(one) && one.share === share),
        ({ count }) => count,
      ),
    })),
    // Whom tasks are with is said of offices: an officer works on several services.
    officers: counts.officers.filter(asked).map(({ officeId: _, ...officer }) => officer),
    ...(forecast ? { forecast } : {}),
  };
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((all, item) => all + of(item), 0);

type Week = Omit<Board['weeks'][number], 'returned'>;

/** Every week, also those in which nothing happened; the stock is counted back from what is open now. */
function weeksUntil(thisWeek: string, found: WorkCounts['weeks'], openNow: number): Week[] {
  const weeks: Week[] = [];
  let open = openNow;
  for (let back = 0; back < weeksBack; back += 1) {
    const weekOf = later(thisWeek, -back);
    const of = found.filter((one) => one.weekOf === weekOf);
    const [arrived, finished] = [sum(of, (one) => one.arrived), sum(of, (one) => one.finished)];
    weeks.unshift({
      ...{ weekOf, arrived, finished, late: sum(of, (one) => one.late), asked: sum(of, (one) => one.asked), open },
    });
    open = Math.max(0, open - arrived + finished);
  }
  return weeks;
}

/** From the first week in which something came on; the running one is not over. */
function forecastOf(weeks: readonly Week[], thisWeek: string): Board['forecast'] {
  const full = weeks.slice(0, -1);
  const first = full.findIndex(({ arrived }) => arrived > 0);
  const found =
    first < 0
      ? undefined
      : smoothForecast(
          full.slice(first).map(({ open }) => open),
          trying,
        );
  if (!found) return undefined;
  return {
    weeks: found.within.map((within, at) => ({
      weekOf: later(thisWeek, at),
      ...{ open: found.level, low: Math.max(0, found.level - within), high: found.level + within },
    })),
    ...{ error: found.error, naiveError: found.naiveError },
  };
}
