// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

export const insertFile = (tx: Tx, one: { id: string; caseId: string; sha256: string; byName: string }) =>
  tx.query('insert into file_made (id, case_id, sha256, by_name, at) values ($1, $2, $3, $4, $5)', [
    ...[one.id, one.caseId, one.sha256, one.byName, tx.now],
  ]);
