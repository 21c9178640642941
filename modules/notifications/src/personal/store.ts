// SPDX-License-Identifier: Apache-2.0
/** SQL over all that notifications hold of a person. */
import { openRow, type Tx } from '@stoa/kernel';

type Row = { readonly id: string; readonly sealed: string | null };

export async function ownMessages(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<Row>(
    `select id, matter, subject, body, link, sealed, sent_at as "sentAt", read_at as "readAt" from message
     where person_key = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [personKey, after, count],
  );
  return rows.map((row) => openRow(tx, 'message', row.id, row));
}

export async function ownDeliveries(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<Row>(
    `select d.id, d.message_id as "messageId", d.channel, d.state, d.address, d.sealed, d.accepted_at as "acceptedAt",
       d.sent_at as "sentAt", d.settled_at as "settledAt"
     from delivery d join message m on m.id = d.message_id
     where m.person_key = $1 and ($2::uuid is null or d.id > $2) order by d.id limit $3`,
    [personKey, after, count],
  );
  return rows.map((row) => openRow(tx, 'delivery', row.id, row));
}

/** Messages with all that went out of them, and what went to addresses without an account; figures stay. */
export async function eraseMessages(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from message where sent_at < $1 order by sent_at limit $2 for update skip locked`,
    [before, limit],
  );
  const ids = rows.map(({ id }) => id);
  const over = `state not in ('queued', 'sending')`;
  await tx.query('delete from delivery where message_id = any($1)', [ids]);
  await tx.query('delete from message where id = any($1)', [ids]);
  const { rowCount } = await tx.query(
    `delete from delivery where id in (select id from delivery where message_id is null and accepted_at < $1 and ${over}
       order by accepted_at limit $2 for update skip locked)`,
    [before, limit],
  );
  return Math.max(ids.length, rowCount ?? 0);
}
