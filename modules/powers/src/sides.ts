// SPDX-License-Identifier: Apache-2.0
/** For which side somebody speaks, and whether they may speak for it at all. */
import { isRefusal, personKey, refuse, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { listServices } from '@stoa/catalogue/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import type { PartyId } from './queries.ts';

export interface Side extends PartyId {
  readonly name: LocalText;
  /** Whether everything may be done for it, powers given too. */
  readonly inCharge: boolean;
}

/** Whom the person acts for, or themselves. */
export function sideOf(tx: Tx): Side {
  const { principal } = tx;
  if (principal.kind !== 'person') return refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
  const { actingFor, personKey: own, name } = principal;
  if (actingFor)
    return {
      kind: actingFor.kind,
      id: actingFor.id,
      name: { en: actingFor.name } as LocalText,
      inCharge: !actingFor.limits,
    };
  return { kind: 'person', id: own ?? principal.id, name: { en: name } as LocalText, inCharge: true };
}

/** Refuses: powers.not-in-charge. */
export function sideInCharge(tx: Tx): Side {
  const side = sideOf(tx);
  if (!side.inCharge)
    refuse(
      'forbidden',
      'powers.not-in-charge',
      'Your power has limits. Only who may do everything, such as a director, gives and ends powers here.',
    );
  return side;
}

export function organisationInCharge(tx: Tx): Side {
  const side = sideInCharge(tx);
  if (side.kind !== 'organisation')
    refuse('forbidden', 'powers.not-in-charge', 'Choose the organisation you act for, then open this page again.');
  return side;
}

export const isSide = (side: PartyId, kind: string, id: string): boolean => side.kind === kind && side.id === id;

/** The pseudonym of a number. Refuses: powers.number-invalid. */
export function keyOfNumber(tx: Tx, number: string): string {
  const { country } = tx.module;
  if (!country.isNumber(country.personScheme, number))
    refuse(
      'invalid',
      'powers.number-invalid',
      'The number has a mistake: its check digits do not match. Compare it with the document.',
    );
  return personKey(tx.module, country.schemeOf(country.personScheme), number);
}

/** Refuses: powers.organisation-unknown. */
export async function organisationNamed(tx: Tx, id: string): Promise<LocalText> {
  try {
    return (await tx.call(getOrganisation, { id })).name;
  } catch (error) {
    if (!isRefusal(error) || error.kind !== 'missing') throw error;
    return refuse(
      'missing',
      'powers.organisation-unknown',
      'The directory has no such organisation. Look it up there.',
    );
  }
}

/** Refuses: powers.service-unknown. */
export async function demandServices(tx: Tx, services: readonly string[] | undefined): Promise<void> {
  if (!services) return;
  const known = new Set((await tx.call(listServices, {})).items.map(({ id }) => id));
  const unknown = services.find((one) => !known.has(one));
  if (unknown !== undefined)
    refuse('invalid', 'powers.service-unknown', `There is no service "${unknown}". Choose from the list of services.`);
}

/** Refuses: powers.period-backwards. */
export function demandForward(from: Date, until: Date | undefined | null): void {
  if (until && until <= from)
    refuse('invalid', 'powers.period-backwards', 'The end must come after the beginning, and not have passed already.');
}

/** Refuses: powers.to-oneself. */
export function demandAnother(one: PartyId, other: PartyId): void {
  if (isSide(one, other.kind, other.id))
    refuse('invalid', 'powers.to-oneself', 'Nobody gives a power to themselves. Name somebody else.');
}

/** A day lasts until the next begins. */
export function endOf(tx: Tx, until: string | undefined): Date | null {
  if (until === undefined) return null;
  if (until.length > 10) return new Date(until);
  const next = new Date(`${until}T00:00:00Z`).getTime() + 86_400_000;
  return tx.module.country.calendar.startOfDate(new Date(next).toISOString().slice(0, 10));
}

export const beginningOf = (tx: Tx, from: string | undefined): Date => {
  if (from === undefined) return tx.now;
  return from.length > 10 ? new Date(from) : tx.module.country.calendar.startOfDate(from);
};
