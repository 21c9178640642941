// SPDX-License-Identifier: Apache-2.0
import type { ServicePackage } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import { type CaseFile, keyOf } from '../case/index.ts';
import * as store from './store.ts';

/** Pseudonyms of the people the answers are about, beside who applies. */
export async function subjectsIn(
  tx: Tx,
  file: CaseFile,
  pkg: ServicePackage,
): Promise<{ role: string; key: string }[]> {
  const answers = await store.answersOf(tx, file.id);
  return pkg.facts.subjects.flatMap(({ role, scheme, field }) => {
    const number = answers.find((answer) => answer.field === field)?.value;
    return number ? [{ role, key: keyOf(tx, scheme, String(number)) }] : [];
  });
}

/** Everybody whose data a case holds: the subjects, and the applicant where that is a person. */
export async function subjectKeys(tx: Tx, file: CaseFile, pkg: ServicePackage): Promise<string[]> {
  const named = (await subjectsIn(tx, file, pkg)).map((subject) => subject.key);
  return [...new Set(file.applicantKind === 'person' ? [file.applicantId, ...named] : named)];
}
