// SPDX-License-Identifier: Apache-2.0
import { duties } from '@stoa/documents/contract';
import type { Resource, Tx } from '@stoa/kernel';

export const isClerkOf = (tx: Tx, institutionId: string): boolean =>
  tx.principal.kind === 'person' &&
  tx.principal.duties.some((duty) => duty.code === duties.clerk && duty.organisationId === institutionId);

/** An institution's chancery, as policies see it. */
export const chanceryAsResource = (institutionId: string): Resource => ({
  type: 'Chancery',
  id: institutionId,
  attributes: {
    readers: [duties.clerk, duties.leader].map((code) => `${code}@${institutionId}`),
    clerks: [`${duties.clerk}@${institutionId}`],
  },
});
