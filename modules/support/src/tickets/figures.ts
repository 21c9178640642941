// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { SupportFigures } from '../contract/tickets.ts';
import * as queries from './queries.ts';

const dayMs = 86_400_000;
const daysShown = 30;

const known = <Name extends string>(name: Name, value: number | null | undefined) =>
  typeof value === 'number' ? ({ [name]: value } as Record<Name, number>) : {};

export async function getSupportFigures(tx: Tx): Promise<SupportFigures> {
  const { calendar, timeZone } = tx.module.country;
  const since = new Date(tx.now.getTime() - (daysShown - 1) * dayMs);
  const [from, until] = [calendar.localDate(since), calendar.localDate(tx.now)];
  const last = await queries.lastDays(tx, since);
  return {
    lines: await queries.countByLine(tx),
    days: await queries.countByDay(tx, from, until, timeZone),
    ...known('medianHoursToAnswer', last?.answer),
    ...known('medianHoursToSolve', last?.solve),
    ...known('inTime', last?.inTime),
  };
}
