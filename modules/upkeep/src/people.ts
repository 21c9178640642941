// SPDX-License-Identifier: Apache-2.0
/** Who acts, and for which bodies. */
import { duties } from '@stoa/architecture/contract';
import type { Resource, Tx } from '@stoa/kernel';

export const nameOf = (tx: Tx): string => (tx.principal.kind === 'person' ? tx.principal.name : '');
const held = (tx: Tx, duty: string) =>
  tx.principal.kind === 'person' ? tx.principal.duties.filter(({ code }) => code === duty) : [];
export const integrates = (tx: Tx): boolean => held(tx, duties.integrator).length > 0;
export const ownBodies = (tx: Tx): string[] => held(tx, duties.owner).map(({ organisationId }) => organisationId);
/** What a body keeps here, as policies see it. */
export const bodyOf = (organisationId: string): Resource => ({
  type: 'Body',
  id: organisationId,
  attributes: { owners: [`${duties.owner}@${organisationId}`] },
});
