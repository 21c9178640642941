// SPDX-License-Identifier: Apache-2.0
import { type Tx, uuidArray } from '@stoa/kernel';

/** Locks the requests of these ids, and those that the responses of these ids answer, in one order. */
export async function lockRequests(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.prepared(
    'exchange-lock-requests',
    `select 1 from mailbox_request where message_id = any($1::uuid[] || array(
       select request_id from mailbox_response where message_id = any($1::uuid[])))
     order by message_id for update`,
    [uuidArray(ids)],
  );
}
