// SPDX-License-Identifier: Apache-2.0
/** Whose consents these are, and who acts. */
import { personKey, refuse, type Tx } from '@stoa/kernel';
import type { LocalText, Principal } from '@stoa/kernel/contract';

export type Person = Extract<Principal, { kind: 'person' }>;

export function asPerson({ principal }: Pick<Tx, 'principal'>): Person {
  if (principal.kind !== 'person') refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
  return principal;
}

/**
 * Pseudonym of the person whose data it is about: one's own, or of the person one acts for. Refuses:
 * consent.for-people-only.
 */
export function whose(tx: Tx): { personKey: string; byOther: string | null } {
  const { id, personKey: own = '', actingFor } = asPerson(tx);
  if (actingFor?.kind === 'organisation')
    refuse('conflict', 'consent.for-people-only', 'An organisation has no consents. Act for yourself and try again.');
  return actingFor ? { personKey: actingFor.id, byOther: id } : { personKey: own, byOther: null };
}

/** Pseudonym of somebody by their number. */
export const keyOfNumber = ({ module }: Tx, number: string): string =>
  personKey(module, module.country.schemeOf(module.country.personScheme), number);

export const officeName = ({ module }: Tx, id: string): LocalText => module.country.office(id)?.name ?? { en: id };
