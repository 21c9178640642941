// SPDX-License-Identifier: Apache-2.0
import type { DeliveredMessage } from '@stoa/exchange/contract';
import { openRow, sealRow, type Tx } from '@stoa/kernel';

export interface Arrival {
  readonly messageId: string;
  readonly from: string;
  readonly replyTo: string;
  readonly content: unknown;
}

/** A message that came before changes nothing. */
export async function keepArrivals(tx: Tx, messages: readonly DeliveredMessage[]): Promise<void> {
  const rows = messages.map(({ messageId: id, from: sender, replyTo: reply, content }) => {
    const kept = sealRow(tx, 'arrival', id, { content });
    return { id, sender, reply, content: kept.content, sealed: kept.sealed };
  });
  await tx.query(
    `insert into arrival (message_id, sender_id, reply_to, content, sealed, came_at, due_at)
     select i.id, i.sender, i.reply, i.content, i.sealed, $2, $2
     from jsonb_to_recordset($1::jsonb) i(id uuid, sender text, reply text, content jsonb, sealed text) on conflict do nothing`,
    [JSON.stringify(rows), tx.now],
  );
}

/** The first of each sender, then the second of each, and so on: who sends a flood waits for nobody but themselves. */
export async function arrivalsInTurn(tx: Tx, limit: number): Promise<Arrival[]> {
  type Row = Omit<Arrival, 'content'> & { content: unknown; sealed: string };
  const { rows } = await tx.query<Row>(
    `with senders as (select distinct sender_id from arrival),
       turns as (select a.*, row_number() over (partition by a.sender_id order by a.came_at, a.message_id) as turn
         from senders s cross join lateral (select * from arrival o where o.sender_id = s.sender_id and o.due_at <= $1
           order by o.came_at, o.message_id limit $2) a)
     select message_id as "messageId", sender_id as "from", reply_to as "replyTo", content, sealed from turns
     order by turn, came_at, message_id limit $2`,
    [tx.now, limit],
  );
  return rows.map((row) => ({ ...row, content: openRow(tx, 'arrival', row.messageId, row).content }));
}

export const dropArrival = (tx: Tx, messageId: string) =>
  tx.query('delete from arrival where message_id = $1', [messageId]);

export const postponeArrival = (tx: Tx, messageId: string, until: Date) =>
  tx.query('update arrival set due_at = $2 where message_id = $1', [messageId, until]);

export async function countArrivals(tx: Tx): Promise<number> {
  return (await tx.query<{ count: number }>('select count(*) from arrival')).rows[0]?.count ?? 0;
}
