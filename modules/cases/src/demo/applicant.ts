// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import { type Applicant, keyOf } from '../case/index.ts';
import type { DemoCopy } from '../contract.ts';

/** A person's pseudonym here, by the number of the country. */
export function keyOfPerson(tx: Tx, number: string): string {
  const { schemeOf, personScheme } = tx.module.country;
  return keyOf(tx, schemeOf(personScheme), number);
}

export function applicantRow(tx: Tx, { applicant }: DemoCopy): Applicant {
  const { kind, number, name } = applicant;
  const own = kind === 'person' ? keyOfPerson(tx, number) : number;
  return {
    applicantKind: kind,
    applicantId: own,
    applicantName: name,
    applicantNumbers: kind === 'organisation' ? { inn: number } : {},
    ...{ contactKey: kind === 'person' ? own : null, visitId: null },
  };
}
