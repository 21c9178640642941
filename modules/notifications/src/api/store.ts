// SPDX-License-Identifier: Apache-2.0
/** SQL of what software sends. */
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { setSender } from '../contract.ts';
import type { Channel, deliveryStates } from '../contract/matters.ts';

export interface SenderRow {
  readonly organisationId: string;
  readonly name: string;
  readonly callbackUrl: string | null;
  readonly perDay: number;
  readonly active: boolean;
  readonly day: string | null;
  readonly inDay: number;
}
const columns = `organisation_id as "organisationId", name, callback_url as "callbackUrl", per_day as "perDay", active, day, in_day as "inDay"`;

export async function senders(tx: Tx): Promise<SenderRow[]> {
  return (await tx.query<SenderRow>(`select ${columns} from sender order by name`)).rows;
}
export async function sender(tx: Tx, organisationId: string): Promise<SenderRow | undefined> {
  const { rows } = await tx.prepared<SenderRow>(
    'notifications-sender',
    `select ${columns} from sender where organisation_id = $1`,
    [organisationId],
  );
  return rows[0];
}
export const putSender = (tx: Tx, { organisationId, name, callbackUrl, perDay, active }: InputOf<typeof setSender>) =>
  tx.query(
    `insert into sender (organisation_id, name, callback_url, per_day, active) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id) do update set name = excluded.name, callback_url = excluded.callback_url,
       per_day = excluded.per_day, active = excluded.active`,
    [organisationId, name, callbackUrl ?? null, perDay, active],
  );
/** Counts one more of the day; false where the limit is reached. */
export async function countOne(tx: Tx, organisationId: string): Promise<boolean> {
  const day = tx.module.country.calendar.localDate(tx.now);
  const { rowCount } = await tx.prepared(
    'notifications-sender-count',
    `update sender set in_day = case when day = $2 then in_day else 0 end + 1, day = $2
     where organisation_id = $1 and (day is distinct from $2 or in_day < per_day)`,
    [organisationId, day],
  );
  return rowCount === 1;
}

export interface OwnRow {
  readonly id: string;
  readonly channel: Channel;
  readonly state: (typeof deliveryStates)[number];
  readonly reason: string | null;
  readonly reference: string | null;
  readonly templateCode: string | null;
  readonly templateVersion: number | null;
  readonly sender: string;
  readonly acceptedAt: Date;
  readonly sentAt: Date | null;
  readonly settledAt: Date | null;
}
const own = `id, channel, state, reason, reference, template_code as "templateCode", template_version as "templateVersion", sender,
  accepted_at as "acceptedAt", sent_at as "sentAt", settled_at as "settledAt"`;

export async function findOwn(tx: Tx, id: string): Promise<OwnRow | undefined> {
  return (await tx.query<OwnRow>(`select ${own} from delivery where id = $1 and sender is not null`, [id])).rows[0];
}
interface Asked {
  readonly sender: string;
  readonly cursor: string | undefined;
  readonly reference: string | undefined;
  readonly states: readonly string[] | undefined;
  readonly channel: string | undefined;
  readonly count: number;
}
export const listOwn = (tx: Tx, { sender: whose, cursor, reference, states, channel, count }: Asked) =>
  tx.query<OwnRow>(
    `select ${own} from delivery where sender = $1 and ($2::uuid is null or id < $2) and ($3::text is null or reference = $3)
       and ($4::text[] is null or state = any($4)) and ($5::text is null or channel = $5) order by id desc limit $6`,
    [whose, cursor ?? null, reference ?? null, states ?? null, channel ?? null, count],
  );
