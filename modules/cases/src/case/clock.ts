// SPDX-License-Identifier: Apache-2.0
/** The working-day clock of a case: paused while the applicant has the word, and gone on with. */
import type { Tx } from '@stoa/kernel';
import type { CaseFile } from './case-file.ts';
import * as store from './store.ts';

/** The date where the service is given, now or at another instant. */
export const todayOf = (tx: Tx, at = tx.now): string => tx.module.country.calendar.localDate(at);

export async function pauseClock(tx: Tx, file: CaseFile): Promise<void> {
  await store.setState(tx, file.id, 'clarification');
  await store.setPaused(tx, file.id, tx.now);
}

/** The deadline moves by the working days that have passed since the pause. */
export async function resumeClock(tx: Tx, file: CaseFile): Promise<void> {
  await store.setState(tx, file.id, 'submitted');
  await store.setPaused(tx, file.id, null);
  if (!file.dueOn || !file.pausedAt) return;
  const { calendar } = tx.module.country;
  const days = calendar.workingDaysBetween(calendar.localDate(file.pausedAt), calendar.localDate(tx.now));
  if (days > 0) await store.setDue(tx, file.id, calendar.addWorkingDays(file.dueOn, days));
}
