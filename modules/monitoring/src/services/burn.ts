// SPDX-License-Identifier: Apache-2.0
/**
 * When errors use up the allowance of an objective too fast: the Site Reliability Workbook, chapter 5, "Multiwindow, multi-burn-rate
 * alerts". Pure.
 */
import type { BurnLevel } from '../contract/services.ts';

export interface Counted {
  readonly total: number;
  readonly bad: number;
}
export const windows = { '5m': 5, '30m': 30, '1h': 60, '6h': 360, '3d': 4320 } as const;
export type Window = keyof typeof windows;
export type Windows = Readonly<Record<Window, Counted>>;

/** The long window says that it matters, the short one that it goes on. */
export const burnRules: readonly { level: BurnLevel; factor: number; long: Window; short: Window }[] = [
  { level: 'fast', factor: 14.4, long: '1h', short: '5m' },
  { level: 'slow', factor: 6, long: '6h', short: '30m' },
  { level: 'ticket', factor: 1, long: '3d', short: '6h' },
];

/** Of fewer in the long window a single failure would be an alarm. */
export const leastCounted = 10;

/** How many times as fast as it may: 1 uses the allowance up just when its time is over. */
export const burnRate = ({ total, bad }: Counted, target: number): number =>
  total === 0 ? 0 : bad / total / (1 - target);

/** A share that is just the limit is not to be missed by a rounding of the last bit. */
const reaches = (rate: number, factor: number) => rate >= factor - 1e-9;

/** The worst level whose both windows burn as fast; undefined where none does. */
export const burning = (target: number, counted: Windows): BurnLevel | undefined =>
  burnRules.find(
    ({ factor, long, short }) =>
      counted[long].total >= leastCounted &&
      reaches(burnRate(counted[long], target), factor) &&
      reaches(burnRate(counted[short], target), factor),
  )?.level;
