// SPDX-License-Identifier: Apache-2.0
/** Who served, by the directory as it stands now and as of the day of the service. */
import { type Country, isRefusal, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { getOrganisation, matchOrganisation, type Organisation } from '@stoa/organisations/contract';
import type { CardReason } from './contract.ts';
import type { CardRow } from './queries.ts';

export interface Matched {
  readonly organisationId: string;
  readonly regionCode: string;
  /** Code of the published list, whichever code the card came with. */
  readonly sphere: string;
  readonly directory: { readonly name: LocalText; readonly address?: LocalText };
  readonly addressDiffers: boolean;
}

const wordsOf = (address: string): string => (address.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(' ');

/** The order of the words, punctuation and capitals do not count. */
export const sameAddress = (said: string, known: LocalText): boolean =>
  Object.values(known).some((text) => text !== undefined && wordsOf(text) === wordsOf(said));

const endedOn = ({ until }: Organisation, day: string): boolean => until !== undefined && until <= day;

/** By its code of today, by a code of before the list, or by the kind of office that the country's pack names it. */
function isOfSphere(country: Country, { id, sphere }: Organisation, code: string): boolean {
  // Where the directory does not know it either, a code is at least one of a sphere.
  if (sphere === undefined) return /^[a-z][a-z0-9-]{0,39}$/.test(code);
  return sphere === code || country.formerSpheres?.[code] === sphere || country.office(id)?.type === code;
}

/** The organisation, or what holds the card back. Throws where the directory is away: the card comes again. */
export async function whoServed(tx: Tx, card: CardRow): Promise<Matched | CardReason> {
  const { inn, ogrn, kpp, organisationType: sphere, renderedOn: on } = card;
  try {
    const named = await tx.module.call(matchOrganisation, { inn, ogrn, kpp, on });
    if (!isOfSphere(tx.module.country, named, sphere)) return 'organisation-type-differs';
    // Successors never go in a circle: the directory sees to that.
    let found = named;
    while (endedOn(found, on) && found.successorId)
      found = await tx.module.call(getOrganisation, { id: found.successorId });
    if (endedOn(found, on)) return 'organisation-ended';
    const { id, name, address, regionCode = tx.module.country.code, sphere: known = sphere } = found;
    const addressDiffers = address !== undefined && !sameAddress(card.organisationAddress, address);
    const directory = { name, ...(address && { address }) };
    return { organisationId: id, regionCode, sphere: known, directory, addressDiffers };
  } catch (error) {
    if (isRefusal(error) && error.kind === 'missing') return 'organisation-unknown';
    throw error;
  }
}
