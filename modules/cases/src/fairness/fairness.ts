// SPDX-License-Identifier: Apache-2.0
/** Who may not work on a case, and what one officer alone may not decide. */
import { listOwnPowers } from '@stoa/identity/contract';
import { refuse, type Tx } from '@stoa/kernel';
import { applicantIdOf, asPerson, type SentCase, subjectsOf } from '../case/index.ts';
import type { Conflict } from '../contract.ts';
import * as store from './store.ts';

/** Asked of who acts: powers for children and organisations are those that registers and mandates say now. */
export async function conflictOf(tx: Tx, file: SentCase): Promise<Conflict | undefined> {
  const officer = asPerson(tx.principal);
  const people = [file.applicantId, ...(await subjectsOf(tx, file.id))];
  const own = applicantIdOf({ ...officer, actingFor: undefined });
  if (people.includes(own)) return 'own';
  if (await store.isBarred(tx, file.id, officer.id)) return 'declared';
  if (officer.actingFor && people.includes(officer.actingFor.id)) return 'represented';
  // Software that acts for the officer need not be let see their powers: the question is ours.
  const { client: _, ...principal } = officer;
  const { items } = await tx.module.call(listOwnPowers, {}, { principal });
  return items.some(({ onBehalfOf }) => people.includes(onBehalfOf)) ? 'represented' : undefined;
}

const words: Readonly<Record<Conflict, string>> = {
  own: 'This case is about you. A colleague works on it.',
  represented: 'You may act for whose case this is. A colleague works on it.',
  declared: 'You said that you may not work on this case. A colleague works on it.',
};
/** Refuses: cases.conflict-of-interest. */
export async function withoutConflict(tx: Tx, file: SentCase): Promise<void> {
  const conflict = await conflictOf(tx, file);
  if (conflict) refuse('forbidden', 'cases.conflict-of-interest', words[conflict]);
}

/** Outcomes that two officers decide on together, by the package or the office; `*` is every one. */
export const secondEyesOn = async (tx: Tx, file: SentCase, step: Step, feeMinor: number): Promise<string[]> => [
  ...(step.settings.secondEyes?.split(' ') ?? []),
  ...(await store.rulesFor(tx, file.officeId, file.serviceId))
    .filter(({ feeOverMinor }) => feeOverMinor === null || feeMinor > feeOverMinor)
    .map(({ outcome }) => outcome),
];
type Step = { readonly settings: Readonly<Record<string, string>> };

/** Refuses: cases.second-eyes-needed. */
export async function withSecondEyes(
  tx: Tx,
  file: SentCase,
  { taskId, step, outcome, feeMinor }: { taskId: string; step: Step; outcome: string; feeMinor: number },
): Promise<void> {
  const asked = await secondEyesOn(tx, file, step, feeMinor);
  if (!asked.includes('*') && !asked.includes(outcome)) return;
  const notBy = asPerson(tx.principal).id;
  if (!(await store.isAgreed(tx, { taskId, outcome, revision: file.revision, notBy })))
    refuse(
      'conflict',
      'cases.second-eyes-needed',
      'Here it is decided so only when a second officer agrees. Put it to one, and decide when they have agreed.',
    );
}
