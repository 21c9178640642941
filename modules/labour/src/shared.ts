// SPDX-License-Identifier: Apache-2.0
import type { LabourSource, ModuleRuntime } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';

export const self: Principal = { kind: 'service', id: 'labour' };
export const unknown = 'unknown';

export const sourcesOf = ({ country }: ModuleRuntime): readonly LabourSource[] => country.labour?.sources ?? [];
export const nameOf = ({ of, serviceId }: LabourSource): string => `${of} ${serviceId}`;
/** Where the country has such a month. */
export const monthOf = ({ country }: ModuleRuntime, at: Date | string): string =>
  country.calendar.localDate(new Date(at)).slice(0, 7);
/** So many months later, or earlier where fewer than none. */
export function later(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const at = year * 12 + number - 1 + by;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}
