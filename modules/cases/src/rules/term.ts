// SPDX-License-Identifier: Apache-2.0
/** How long the law gives for a case: the package says it, by its table of terms where it has one. */
import { type ServicePackage, workingDaysIn } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import { type CaseFile, setDue, setState, todayOf } from '../case/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { contextOf } from './context.ts';

/** The day by which it is decided if its working days run from today; null where it is decided at once. */
export async function dueFrom(tx: Tx, file: CaseFile, pkg: ServicePackage): Promise<string | null> {
  const days = workingDaysIn(pkg, pkg.decisions.deadline ? await contextOf(tx, file, pkg) : {});
  return days === 0 ? null : tx.module.country.calendar.addWorkingDays(todayOf(tx), days);
}

/** The working days of the decision run from today. */
export async function startClock(tx: Tx, file: CaseFile): Promise<void> {
  await setState(tx, file.id, 'submitted');
  const dueOn = await dueFrom(tx, file, await pinnedPackage(tx.module, file));
  if (dueOn) await setDue(tx, file.id, dueOn);
}
