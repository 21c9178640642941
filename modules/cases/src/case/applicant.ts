// SPDX-License-Identifier: Apache-2.0
import { refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { CaseFile } from './case-file.ts';

export type PersonPrincipal = Extract<Principal, { kind: 'person' }>;

export function asPerson(principal: Principal): PersonPrincipal {
  if (principal.kind !== 'person') refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
  return principal;
}

/** Under which id the cases of this principal are kept: whom they act for, or their own pseudonym. */
export function applicantIdOf(principal: Principal): string {
  const person = asPerson(principal);
  return person.actingFor?.id ?? person.personKey ?? `account:${person.id}`;
}

export type Applicant = Pick<
  CaseFile,
  'applicantKind' | 'applicantId' | 'applicantName' | 'applicantNumbers' | 'contactKey' | 'visitId'
>;

export function applicantOf(principal: Principal): Applicant {
  const person = asPerson(principal);
  return {
    applicantKind: person.actingFor?.kind === 'organisation' ? 'organisation' : 'person',
    applicantId: applicantIdOf(person),
    applicantName: person.actingFor?.name ?? person.name,
    // Identity keeps companies under their INN.
    applicantNumbers: person.actingFor?.kind === 'organisation' ? { inn: person.actingFor.id } : {},
    // Who was helped at a counter is told, not who helped.
    contactKey: (person.actingFor?.visit ? person.actingFor.id : person.personKey) ?? null,
    visitId: person.actingFor?.visit?.id ?? null,
  };
}
