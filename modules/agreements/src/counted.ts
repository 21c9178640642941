// SPDX-License-Identifier: Apache-2.0
/** Agreements that are over, as they are counted outside: no names, and of the terms only what was asked for. */
import { pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { endedAgreements, termsUntil } from './queries.ts';

/** An end says no wage: what it ends is told by the terms that held until then. */
export function listEndedAgreements(
  tx: Tx,
  { fields, ...asked }: InputOf<typeof contract.listEndedAgreements>,
): Promise<OutputOf<typeof contract.listEndedAgreements>> {
  const wanted = fields.split(',');
  return pageOfRows(
    asked,
    (count) => endedAgreements(tx, asked, count),
    async ({ contract: number, endedAt, personKey, ...row }) => {
      const held = Object.assign({}, ...(await termsUntil(tx, number, endedAt)));
      const terms = Object.fromEntries(Object.entries(held).filter(([name]) => wanted.includes(name)));
      return {
        ...{ ...row, endedAt: endedAt.toISOString() },
        ...(personKey === null ? {} : { personKey }),
        terms: terms as OutputOf<typeof contract.listEndedAgreements>['items'][number]['terms'],
      };
    },
  );
}
