// SPDX-License-Identifier: Apache-2.0
/** Days of an example move with the day on which it happens; days of birth and what lies long ago stay. */
import type { Tx } from '@stoa/kernel';
import { todayOf } from '../case/index.ts';
import type { DemoExample } from '../contract.ts';

const dayMs = 86_400_000;
const longAgoDays = 4 * 365;
const daysFrom = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Every date in the text, as JSON has it, so many days later where it lies near `around`. */
export function movedDates(json: string, around: string, days: number): string {
  if (days === 0) return json;
  return json.replace(/"(\d{4}-\d{2}-\d{2})"/g, (whole, date: string) => {
    const at = Date.parse(date);
    if (Number.isNaN(at) || daysFrom(date, around) > longAgoDays) return whole;
    return `"${new Date(at + days * dayMs).toISOString().slice(0, 10)}"`;
  });
}

/** The example as it would be now. */
export function shiftedTo(tx: Tx, example: DemoExample): DemoExample {
  const today = todayOf(tx);
  const days = daysFrom(example.today, today);
  return { ...(JSON.parse(movedDates(JSON.stringify(example), example.today, days)) as DemoExample), today };
}
