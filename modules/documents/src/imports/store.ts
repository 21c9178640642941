// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import { folded } from '../documents/store.ts';

/** The number it had, and when what happened to it: its row says since when it stands as it does. */
export const setImported = (
  tx: Tx,
  id: string,
  given: { number: string; on: string; executedOn: string | null; fileIndex: string | null },
) =>
  tx.prepared(
    'documents-set-imported',
    `update document set number = $2, number_folded = $3, numbered_on = $4, executed_at = $5::date, file_index = $6,
       created_at = $4::date, changed_at = coalesce($5::date, $4::date) where id = $1`,
    [id, given.number, folded(given.number), given.on, given.executedOn, given.fileIndex],
  );
