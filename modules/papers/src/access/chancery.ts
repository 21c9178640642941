// SPDX-License-Identifier: Apache-2.0
import { duties } from '@stoa/documents/contract';
import type { Resource, Tx } from '@stoa/kernel';

const at = (institutionId: string, ...codes: readonly string[]) => codes.map((code) => `${code}@${institutionId}`);

/** An institution's chancery, as policies see it. */
export const chanceryOf = (institutionId: string): Resource => ({
  type: 'Chancery',
  id: institutionId,
  attributes: {
    posts: at(institutionId, duties.clerk, duties.leader, duties.executor),
    clerks: at(institutionId, duties.clerk),
    leaders: at(institutionId, duties.leader),
  },
});

export const personOf = (tx: Tx) => (tx.principal.kind === 'person' ? tx.principal : undefined);
export const nameOf = (tx: Tx): string => personOf(tx)?.name ?? '';
