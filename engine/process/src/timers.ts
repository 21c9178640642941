// SPDX-License-Identifier: Apache-2.0
/** Timers by duration, date and cycle: what is read, and what is refused. */
import { type Element, type EventDefinition, typeOf } from './elements.ts';
import type { PlanNode } from './plan.ts';
import type { Scope } from './scope.ts';

const part = (units: string) => [...units].map((unit) => `(?:\\d{1,6}${unit})?`).join('');
const duration = `P(?:\\d{1,6}WD|(?=\\d|T\\d)${part('YMWD')}(?:T(?=\\d)${part('HMS')})?)`;
const date = '\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d)?)?';
const forms = {
  duration: new RegExp(`^${duration}$`),
  date: new RegExp(`^${date}$`),
  cycle: new RegExp(`^R(?:[1-9]\\d{0,3})?/(?:(${date})/)?${duration}$`),
};
const examples = {
  duration: 'a duration such as P10WD (working days), P3D or PT12H',
  date: 'a date such as 2026-12-31 or 2026-12-31T18:00:00Z',
  cycle: 'a cycle such as R3/PT1H, R/P1D or R3/2026-12-31T18:00:00Z/P1D',
};
const isFeel = (text: string): boolean => text.startsWith('=') && text.length > 1;

const timesOf = ({ timeDuration, timeDate, timeCycle }: EventDefinition) =>
  Object.entries({ duration: timeDuration, date: timeDate, cycle: timeCycle }).flatMap(([form, expression]) => {
    const text = expression?.body?.trim();
    return text ? [{ form: form as keyof typeof forms, text }] : [];
  });

export const planTimer = ({ eventDefinitions = [] }: Element): Pick<PlanNode, 'duration' | 'date' | 'cycle'> =>
  Object.fromEntries(eventDefinitions.flatMap(timesOf).map(({ form, text }) => [form, text]));

export function timerFaults(element: Element, definition: EventDefinition, scope: Scope): string[] {
  const times = timesOf(definition);
  const [time] = times;
  // When a process starts is told by its host.
  if (!time) return startsProcess(element, scope) ? [] : [`a timer needs ${examples.duration}, not ""`];
  if (times.length > 1)
    return [`its timer has ${times.map(({ form }) => `a ${form}`).join(' and ')}, of which one is executed: keep one`];
  return [
    ...(isFeel(time.text) || isTime(time) ? [] : [`a timer needs ${examples[time.form]}, not "${time.text}"`]),
    ...(time.form === 'cycle' && !mayRepeat(element, scope)
      ? ['its cycle would occur once, since it interrupts: give it a duration or a date, or let it interrupt nothing']
      : []),
  ];
}

function isTime({ form, text }: { form: keyof typeof forms; text: string }): boolean {
  const found = forms[form].exec(text);
  const day = form === 'date' ? text : found?.[1];
  return found !== null && (day === undefined || isDay(day));
}

/** Whether the calendar has the day, and the day the time. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day && !Number.isNaN(Date.parse(text));
}

const startsProcess = (element: Element, { around }: Scope): boolean => typeOf(element) === 'StartEvent' && !around;

const mayRepeat = (element: Element, scope: Scope): boolean =>
  typeOf(element) === 'BoundaryEvent'
    ? element.cancelActivity === false
    : startsProcess(element, scope) || (typeOf(element) === 'StartEvent' && element.isInterrupting === false);
