// SPDX-License-Identifier: Apache-2.0
import { type ServicePackage, type Given } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import { type CaseFile, keyOf } from '../case/index.ts';

/** Pseudonyms of the people the answers are about, beside who applies. */
export const subjectsIn = (tx: Tx, pkg: ServicePackage, answers: readonly Given[]): { role: string; key: string }[] =>
  pkg.facts.subjects.flatMap(({ role, scheme, field }) => {
    const number = answers.find((answer) => answer.field === field)?.value;
    return number ? [{ role, key: keyOf(tx, scheme, String(number)) }] : [];
  });

/** Everybody whose data a case holds: the subjects, and the applicant where that is a person. */
export function subjectKeys(tx: Tx, file: CaseFile, pkg: ServicePackage, answers: readonly Given[]): string[] {
  const named = subjectsIn(tx, pkg, answers).map((subject) => subject.key);
  return [...new Set(file.applicantKind === 'person' ? [file.applicantId, ...named] : named)];
}
