// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

export interface SubscriptionRow {
  readonly id: string;
  readonly code: string;
  readonly sphere: string | null;
  readonly personKey: string;
  readonly sentMonth: string | null;
}
const columns = `id, code, sphere, person_key as "personKey", to_char(sent_month, 'YYYY-MM') as "sentMonth"`;

export async function putSubscription(
  tx: Tx,
  { id, code, sphere }: Pick<SubscriptionRow, 'id' | 'code' | 'sphere'>,
  person: { id: string; personKey: string },
): Promise<SubscriptionRow> {
  const { rows } = await tx.query<SubscriptionRow>(
    `insert into subscription (id, person_id, person_key, code, sphere, made_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (person_id, code, sphere) do update set person_key = excluded.person_key returning ${columns}`,
    [id, person.id, person.personKey, code, sphere, tx.now],
  );
  const [row] = rows;
  if (!row) throw new Error('a subscription that was put is there');
  return row;
}

export async function dropSubscription(tx: Tx, id: string, personId: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from subscription where id = $1 and person_id = $2', [id, personId]);
  return (rowCount ?? 0) > 0;
}

export async function subscriptionsOf(tx: Tx, personId: string): Promise<SubscriptionRow[]> {
  const sql = `select ${columns} from subscription where person_id = $1 order by made_at, id`;
  return (await tx.query<SubscriptionRow>(sql, [personId])).rows;
}

export async function dueSubscriptions(tx: Tx, month: string, limit: number): Promise<SubscriptionRow[]> {
  const { rows } = await tx.query<SubscriptionRow>(
    `select ${columns} from subscription where sent_month is null or sent_month < $1 order by id limit $2`,
    [`${month}-01`, limit],
  );
  return rows;
}

export const markSent = (tx: Tx, id: string, month: string) =>
  tx.query('update subscription set sent_month = $2 where id = $1', [id, `${month}-01`]);
