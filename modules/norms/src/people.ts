// SPDX-License-Identifier: Apache-2.0
/** Who acts, and for which bodies. */
import { duties } from '@stoa/architecture/contract';
import type { Resource, Tx } from '@stoa/kernel';

export const person = (tx: Tx): { id: string; name: string } =>
  tx.principal.kind === 'person' ? tx.principal : { id: '00000000-0000-0000-0000-000000000000', name: '' };
const held = (tx: Tx, duty: string) =>
  tx.principal.kind === 'person' ? tx.principal.duties.filter(({ code }) => code === duty) : [];
export const integrates = (tx: Tx): boolean => held(tx, duties.integrator).length > 0;
export const ownBodies = (tx: Tx): string[] => held(tx, duties.owner).map(({ organisationId }) => organisationId);
/** Those one may see; null for all. */
export const bodiesSeen = (tx: Tx): string[] | null => (integrates(tx) ? null : ownBodies(tx));

/** What a body keeps here, as policies see it. */
export const bodyOf = (organisationId: string): Resource => ({
  type: 'Body',
  id: organisationId,
  attributes: { owners: [`${duties.owner}@${organisationId}`] },
});
export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

/** Fields that are there, as a contract shows them. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
