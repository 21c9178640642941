// SPDX-License-Identifier: Apache-2.0
/** How much of the register somebody sees, and whose elements they keep. */
import type { Resource, Tx } from '@stoa/kernel';
import { duties } from '../contract.ts';

export interface Sight {
  /** Up to this level of everybody's. */
  readonly level: number;
  /** Of these organisations everything. */
  readonly own: readonly string[];
}

const heldBy = (tx: Tx, code: string) =>
  tx.principal.kind === 'person' ? tx.principal.duties.filter((duty) => duty.code === code) : [];
export const integrates = (tx: Tx): boolean => heldBy(tx, duties.integrator).length > 0;
export const ownOrganisations = (tx: Tx): string[] => [
  ...new Set(heldBy(tx, duties.owner).map(({ organisationId }) => organisationId)),
];

/** Everybody sees what is open, whoever keeps part of the register what officials may, the integrator all of it. */
export function sightOf(tx: Tx): Sight {
  if (tx.principal.kind !== 'person') return { level: tx.principal.kind === 'anonymous' ? 0 : 2, own: [] };
  const own = ownOrganisations(tx);
  if (integrates(tx)) return { level: 2, own };
  return { level: own.length > 0 ? 1 : 0, own };
}

/** What an organisation keeps in the register, as policies see it. */
export const registerOf = (organisationId: string): Resource => ({
  type: 'Register',
  id: organisationId,
  attributes: { owners: [`${duties.owner}@${organisationId}`] },
});
