// SPDX-License-Identifier: Apache-2.0
/** Visits at the counters of three front offices: four weeks until now. Of the same day always the same ones. */
import { isWorkingDay, localDate, startOfDate } from './calendar.ts';
import { namedPeople } from './named-people.ts';
import { people } from './people.ts';
import type { Person } from './person.ts';
import { Draw } from './random.ts';

export interface CounterVisit {
  readonly key: string;
  readonly number: string;
  readonly name: string;
  readonly serviceId: string;
  readonly way: 'code' | 'paper';
  readonly state: 'ended' | 'refused' | 'failed';
  readonly at: string;
  readonly minutes: number;
  readonly reason?: string;
}
export interface CounterOffice {
  readonly officeId: string;
  readonly clerk: Person;
  readonly visits: readonly CounterVisit[];
}

const dayMs = 86_400_000;
const daysBack = 28;
/** A visit may begin every three quarters of an hour; past days have those of the office's hours. */
const [slotMinutes, slotsOfDay] = [45, 31];
const [opens, closes] = [12, 23];
const services = [
  ...['passport', 'passport', 'residence-registration', 'address-certificate', 'child-benefit', 'birth-registration'],
  ...['criminal-record-certificate', 'doctor-appointment', 'tax-debt-certificate', 'visa-extension'],
];
const reasons = [
  'Has no phone with them.',
  'The number of the phone has changed.',
  'Cannot read messages on a phone.',
  'The code did not arrive in ten minutes.',
];

/** The third office's clerk has no sign-in of the demo. */
const clerks = (): readonly (readonly [string, Person])[] => [
  ['XM-01', namedPeople.counter],
  ['XM-02', namedPeople.counter2],
  ['XM-03', people().find(({ regionCode, birthOn }) => regionCode === 'XM-03' && birthOn < '1995') as Person],
];

export function counterOffices(now: number): readonly CounterOffice[] {
  const today = localDate(new Date(now));
  const days = Array.from({ length: daysBack + 1 }, (_, ago) => localDate(new Date(now - ago * dayMs)));
  return clerks().map(([region, clerk], nth) => {
    const visitors = people().filter((one) => one.regionCode === region && one.birthOn < '2006' && one !== clerk);
    const visits = days
      .filter((date) => date === today || isWorkingDay(date))
      .flatMap((date) => visitsOf(date, nth, { visitors, region, now, isToday: date === today }));
    return { officeId: `${region}-FRONT-OFFICE-1`, clerk, visits };
  });
}

interface Day {
  readonly visitors: readonly Person[];
  readonly region: string;
  readonly now: number;
  readonly isToday: boolean;
}
function visitsOf(date: string, nth: number, { visitors, region, now, isToday }: Day): CounterVisit[] {
  const start = startOfDate(date).getTime();
  const [from, to] = isToday ? [0, slotsOfDay] : [opens, closes];
  const found: CounterVisit[] = [];
  for (let slot = from; slot <= to; slot += 1) {
    const draw = new Draw(Number(date.replaceAll('-', '')) * 100 + slot * 3 + nth);
    const at = start + (15 + slot * slotMinutes) * 60_000;
    if (!draw.chance(0.7)) continue;
    const visitor = draw.from(visitors);
    const paper = draw.chance(0.2);
    const luck = draw.fraction();
    const state = luck < 0.86 ? 'ended' : luck < 0.93 || paper ? 'refused' : 'failed';
    const minutes = state === 'ended' ? draw.whole(6, 38) : draw.whole(1, 6);
    if (at + minutes * 60_000 > now) continue;
    found.push({
      ...{ key: `${region} ${date} ${slot}`, number: visitor.snils, name: visitor.nameLatin },
      ...{ serviceId: draw.from(services), way: paper ? 'paper' : 'code', state, minutes },
      at: new Date(at).toISOString(),
      ...(paper && state === 'ended' ? { reason: draw.from(reasons) } : {}),
    });
  }
  return found;
}
