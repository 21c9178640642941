// SPDX-License-Identifier: Apache-2.0
/** How far the mailbox of bounces was read. After a change of validity it is read again: a bounce taken twice changes nothing. */
import type { Tx } from '@stoa/kernel';

export async function lastRead(tx: Tx, validity: string): Promise<number> {
  const sql = 'select last_uid as uid from bounce_box where uid_validity = $1';
  return (await tx.query<{ uid: number }>(sql, [validity])).rows[0]?.uid ?? 0;
}
export const setRead = (tx: Tx, validity: string, uid: number) =>
  tx.query(
    `insert into bounce_box (id, uid_validity, last_uid) values (1, $1, $2)
     on conflict (id) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid`,
    [validity, uid],
  );
