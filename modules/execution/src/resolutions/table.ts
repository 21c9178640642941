// SPDX-License-Identifier: Apache-2.0
/** The one table of instructions: which act follows which state, and what of them makes a document executed. Pure. */
import type { AssignmentState, ResolutionState } from '../contract.ts';

export const acts = ['report', 'accept', 'return', 'withdraw'] as const;
export type Act = (typeof acts)[number];
const table: Readonly<Record<AssignmentState, Partial<Record<Act, AssignmentState>>>> = {
  given: { report: 'reported', withdraw: 'withdrawn' },
  reported: { accept: 'accepted', return: 'given', withdraw: 'withdrawn' },
  accepted: {},
  withdrawn: {},
};
/** Undefined where the act does not follow. */
export const next = (state: AssignmentState, act: Act): AssignmentState | undefined => table[state][act];
export const isOpen = (state: AssignmentState): boolean => state === 'given' || state === 'reported';

/** A document is carried out when nothing of the first level is open. */
export const isCarriedOut = (firstLevel: readonly ResolutionState[]): boolean =>
  firstLevel.length > 0 && firstLevel.every((state) => state !== 'open');

const mostYears = 10;
/** A part is due not later than the whole; nothing is due in the past, or so late that nobody would ask for it. */
export const fits = (dueOn: string, today: string, wholeDueOn?: string): boolean =>
  dueOn >= today &&
  Number(dueOn.slice(0, 4)) <= Number(today.slice(0, 4)) + mostYears &&
  (wholeDueOn === undefined || dueOn <= wholeDueOn);

/** Which reminder a day calls for: each is sent once. */
export const reminders = ['three', 'one', 'today', 'after'] as const;
export type Reminder = (typeof reminders)[number];
export function reminderFor(daysLeft: number): Reminder | undefined {
  if (daysLeft < 0) return 'after';
  if (daysLeft === 0) return 'today';
  if (daysLeft === 1) return 'one';
  return daysLeft <= 3 ? 'three' : undefined;
}
