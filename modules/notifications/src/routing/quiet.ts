// SPDX-License-Identifier: Apache-2.0
/** The clock of a person: quiet hours and the hour of the digest, right also on the days when clocks are changed. Pure. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws RangeError at a zone that nobody knows. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit' },
    });
  formats.set(zone, known);
  return known;
}
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

export interface Local {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:MM` */
  readonly time: string;
}
export function localOf(at: Date, zone: string): Local {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

const minute = 60_000;
const asIfUtc = ({ day, time }: Local) => Date.parse(`${day}T${time}:00Z`);

/** The instant of a local time. One that is left out when clocks go forward is the first after it; of one that comes twice, the first. */
export function instantOf(local: Local, zone: string): Date {
  const wanted = asIfUtc(local);
  const offset = (at: number) => asIfUtc(localOf(new Date(at), zone)) - Math.floor(at / minute) * minute;
  const offsets = [...new Set([-1, 1].map((days) => offset(wanted + days * 86_400_000)))];
  const fitting = offsets.map((one) => wanted - one).filter((at) => offset(at) === wanted - at);
  if (fitting.length > 0) return new Date(Math.min(...fitting));
  // Left out: by the clock before the change the time would be one that the clock after it shows later.
  return new Date(wanted - Math.min(...offsets));
}

const dayAfter = (day: string) => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The next instant, not before `now`, at which the person's clock shows the time. */
export function nextAt(now: Date, time: string, zone: string): Date {
  const { day } = localOf(now, zone);
  const today = instantOf({ day, time }, zone);
  return today >= now ? today : instantOf({ day: dayAfter(day), time }, zone);
}

/** When something may ring: now, or the end of the quiet hours that `now` lies in. They may go over midnight. */
export function afterQuiet(now: Date, from: string, until: string, zone: string): Date {
  const { time } = localOf(now, zone);
  const quiet = from < until ? time >= from && time < until : time >= from || time < until;
  return quiet ? nextAt(now, until, zone) : now;
}
