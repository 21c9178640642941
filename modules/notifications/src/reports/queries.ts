// SPDX-License-Identifier: Apache-2.0
/** Reading what became of messages: no words, no address. */
import type { Tx } from '@stoa/kernel';
import type { Channel, deliveryStates, MatterKind } from '../contract/matters.ts';

export interface DeliveryRow {
  readonly id: string;
  readonly messageId: string | null;
  readonly channel: Channel;
  readonly state: (typeof deliveryStates)[number];
  readonly matter: MatterKind;
  readonly templateCode: string | null;
  readonly templateVersion: number | null;
  readonly reason: string | null;
  readonly provider: string | null;
  readonly attempts: number;
  readonly acceptedAt: Date;
  readonly dueAt: Date;
  readonly sentAt: Date | null;
  readonly settledAt: Date | null;
  readonly sender: string | null;
  readonly way: { at: string; state: string; provider?: string; reason?: string }[];
}
const columns = `id, message_id as "messageId", channel, state, matter, template_code as "templateCode",
  template_version as "templateVersion", reason, provider, attempts, accepted_at as "acceptedAt", wanted_at as "dueAt",
  sent_at as "sentAt", settled_at as "settledAt", sender, way`;

export interface Filter {
  readonly cursor?: string | undefined;
  readonly channel?: string | undefined;
  readonly state?: string | undefined;
  readonly template?: string | undefined;
  readonly provider?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly id?: string | undefined;
  readonly reference?: string | undefined;
  readonly marks?: readonly string[] | undefined;
}
export const listDeliveries = (tx: Tx, filter: Filter, count: number) =>
  tx.query<DeliveryRow>(
    `select ${columns} from delivery where ($1::uuid is null or id < $1) and ($2::text is null or channel = $2)
       and ($3::text is null or state = $3) and ($4::text is null or template_code = $4) and ($5::text is null or provider = $5)
       and ($6::timestamptz is null or accepted_at >= $6) and ($7::timestamptz is null or accepted_at < $7)
       and ($8::uuid is null or id = $8 or message_id = $8) and ($9::text is null or reference = $9 or address_mark = any($10))
     order by id desc limit $11`,
    [
      ...[
        filter.cursor ?? null,
        filter.channel ?? null,
        filter.state ?? null,
        filter.template ?? null,
        filter.provider ?? null,
      ],
      ...[
        filter.from ?? null,
        filter.until ?? null,
        filter.id ?? null,
        filter.reference ?? null,
        filter.marks ?? [],
        count,
      ],
    ],
  );

export async function findDelivery(tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  return (await tx.query<DeliveryRow>(`select ${columns} from delivery where id = $1`, [id])).rows[0];
}
export async function othersOf(tx: Tx, messageId: string, id: string) {
  type Other = Pick<DeliveryRow, 'id' | 'channel' | 'state'>;
  const sql = 'select id, channel, state from delivery where message_id = $1 and id <> $2 order by id';
  return (await tx.query<Other>(sql, [messageId, id])).rows;
}
export async function deliveryMark(tx: Tx, id: string) {
  type Found = { channel: Channel; mark: string; matter: MatterKind };
  const sql = 'select channel, address_mark as mark, matter from delivery where id = $1';
  return (await tx.query<Found>(sql, [id])).rows[0];
}

interface Sums {
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
  readonly inTime: number;
}
const sums = `coalesce(sum(sent), 0)::int as sent, coalesce(sum(delivered), 0)::int as delivered, coalesce(sum(failed), 0)::int as failed,
  coalesce(sum(in_time), 0)::int as "inTime"`;
export async function figuresSince(tx: Tx, from: string) {
  const of = async <Key extends object>(key: string, more = '') =>
    (
      await tx.query<Sums & Key>(
        `select ${key}${key ? ', ' : ''}${sums} from tally where day >= $1 ${key ? `group by ${key.split(' ')[0]}` : ''} ${more}`,
        [from],
      )
    ).rows;
  return {
    all: (await of(''))[0] ?? { sent: 0, delivered: 0, failed: 0, inTime: 0 },
    days: await of<{ day: string }>('day', 'order by day'),
    channels: await of<{ channel: Channel }>('channel', 'order by channel'),
    templates: await of<{ template: string }>('template', 'order by sum(sent) desc, template limit 20'),
  };
}
/** Few at any time but in the middle of a campaign: counted up to a limit. */
export async function waitingNow(tx: Tx): Promise<number> {
  const sql = `select count(*)::int as count from (select 1 from delivery where state in ('queued', 'sending') limit 100000) w`;
  return (await tx.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
}
export async function campaignCounts(tx: Tx, key: string) {
  type Count = { state: DeliveryRow['state']; count: number };
  const { rows: states } = await tx.query<Count>(
    'select state, count(*)::int as count from delivery where campaign = $1 group by state',
    [key],
  );
  const { rows } = await tx.query<{ count: number }>('select count(*)::int as count from message where campaign = $1', [
    key,
  ]);
  return { states, inbox: rows[0]?.count ?? 0 };
}
export async function audience(tx: Tx, after: string | undefined, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>(
    `select distinct person_key as key from message where person_key > $1 and person_key not like 'address:%'
     order by person_key limit $2`,
    [after ?? '', limit],
  );
  return rows.map(({ key }) => key);
}
