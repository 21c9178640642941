// SPDX-License-Identifier: Apache-2.0
/** When an attestation is a year old, and which reminder is due. Days as `YYYY-MM-DD`. Pure. */
const dayMs = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
export const plusDays = (day: string, days: number): string => dayOf(Date.parse(day) + days * dayMs);
/** The same day of the next year; the last of February after one that has 29 days. */
export function aYearAfter(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year + 1, month, 0)).getUTCDate();
  return dayOf(Date.UTC(year + 1, month - 1, Math.min(date, last)));
}
/** Undefined while there is more than a month. */
export function stepOf(due: string, today: string): 30 | 7 | 0 | undefined {
  if (due <= today) return 0;
  if (due <= plusDays(today, 7)) return 7;
  return due <= plusDays(today, 30) ? 30 : undefined;
}
