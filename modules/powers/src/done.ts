// SPDX-License-Identifier: Apache-2.0
/** What was done on behalf of somebody: both sides see it. */
import { pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import * as queries from './queries.ts';
import { sideOf } from './sides.ts';

export function listDone(
  tx: Tx,
  input: InputOf<typeof contract.listDone>,
): Promise<OutputOf<typeof contract.listDone>> {
  const side = sideOf(tx);
  const own = tx.principal.kind === 'person' ? tx.principal.id : '';
  return pageOfRows(
    input,
    (count) => queries.listDone(tx, side, side.inCharge ? null : own, input.cursor ?? null, count),
    ({ at, actorId, role, purpose, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      own: actorId === own,
      ...(role ? { role } : {}),
      ...(purpose ? { purpose } : {}),
    }),
  );
}
