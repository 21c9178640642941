// SPDX-License-Identifier: Apache-2.0
/** SQL of what registers answered. */
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import { rowsOf, type Sealed } from '../case/index.ts';

export interface Reading {
  readonly register: string;
  readonly path: string;
  readonly state: 'received' | 'not-found' | 'failed' | 'needs-consent';
  readonly body: Record<string, unknown> | null;
  readonly at: Date;
  readonly messageId: string | null;
}

const readings =
  'select register, path, state, body, sealed, at, message_id as "messageId" from reading where case_id = $1';
export const readingsOf = async (tx: Tx, id: string): Promise<Reading[]> =>
  (await rowsOf<Reading & Sealed>(tx, 'readings', readings, id)).map((row) =>
    openRow(tx, 'reading', `${id}/${row.register}`, row),
  );

export const putReading = (tx: Tx, caseId: string, reading: Omit<Reading, 'at'>) => {
  const { path, body } = reading;
  const kept = sealRow(tx, 'reading', `${caseId}/${reading.register}`, { path, body });
  return tx.query(
    `insert into reading (case_id, register, path, state, body, at, message_id, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (case_id, register) do update set path = excluded.path, state = excluded.state, body = excluded.body,
       at = excluded.at, message_id = excluded.message_id, sealed = excluded.sealed`,
    [caseId, reading.register, kept.path, reading.state, kept.body, tx.now, reading.messageId, kept.sealed],
  );
};

export const removeReading = (tx: Tx, caseId: string, register: string) =>
  tx.query('delete from reading where case_id = $1 and register = $2', [caseId, register]);
