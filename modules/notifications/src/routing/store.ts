// SPDX-License-Identifier: Apache-2.0
/** SQL of how people want to be told. */
import { mark, newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Language } from '@stoa/kernel/contract';
import type { PushAddress } from '../channels/push.ts';
import type { Channel, MatterKind } from '../contract/matters.ts';

export interface PreferenceRow {
  readonly language: Language | null;
  readonly zone: string | null;
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  readonly digestAt: string | null;
  readonly channels: Readonly<Partial<Record<MatterKind, readonly Channel[]>>>;
  readonly phone: string | null;
  readonly post_lines: readonly string[] | null;
}
const columns = `language, zone, to_char(quiet_from, 'HH24:MI') as "quietFrom", to_char(quiet_until, 'HH24:MI') as "quietUntil",
  to_char(digest_at, 'HH24:MI') as "digestAt", channels, phone, post_lines, sealed`;

export async function preferencesOf(tx: Tx, personKey: string): Promise<PreferenceRow | undefined> {
  const { rows } = await tx.prepared<PreferenceRow & { sealed: string | null }>(
    'notifications-preference',
    `select ${columns} from preference where person_key = $1`,
    [personKey],
  );
  return rows[0] && openRow(tx, 'preference', personKey, rows[0]);
}

export async function putPreferences(tx: Tx, personKey: string, row: PreferenceRow): Promise<void> {
  const { phone, post_lines } = row;
  const { sealed } = sealRow(tx, 'preference', personKey, { phone, post_lines });
  await tx.query(
    `insert into preference (person_key, language, zone, quiet_from, quiet_until, digest_at, channels, sealed, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (person_key) do update set language = excluded.language, zone = excluded.zone, quiet_from = excluded.quiet_from,
       quiet_until = excluded.quiet_until, digest_at = excluded.digest_at, channels = excluded.channels, sealed = excluded.sealed,
       changed_at = excluded.changed_at`,
    [
      ...[personKey, row.language, row.zone, row.quietFrom, row.quietUntil, row.digestAt, JSON.stringify(row.channels)],
      ...[sealed, tx.now],
    ],
  );
}

export interface Device {
  readonly id: string;
  readonly since: Date;
  readonly subscription: PushAddress;
}
export async function devicesOf(tx: Tx, personKey: string): Promise<Device[]> {
  const { rows } = await tx.prepared<Device & { sealed: string | null }>(
    'notifications-devices',
    'select id, since, subscription, sealed from push_device where person_key = $1 order by id',
    [personKey],
  );
  return rows.map((row) => openRow(tx, 'push_device', row.id, row));
}
/** The same browser subscribed again keeps its row. */
export async function putDevice(tx: Tx, personKey: string, subscription: PushAddress): Promise<string> {
  const id = newId();
  const endpointMark = mark(tx.module, `push ${subscription.endpoint}`);
  await tx.query('delete from push_device where person_key = $1 and endpoint_mark = $2', [personKey, endpointMark]);
  const { sealed } = sealRow(tx, 'push_device', id, { subscription });
  await tx.query('insert into push_device (id, person_key, endpoint_mark, since, sealed) values ($1, $2, $3, $4, $5)', [
    ...[id, personKey, endpointMark, tx.now, sealed],
  ]);
  return id;
}
export async function dropDevice(tx: Tx, personKey: string, id: string): Promise<boolean> {
  return (await tx.query('delete from push_device where id = $1 and person_key = $2', [id, personKey])).rowCount > 0;
}

export interface Proof {
  readonly codeMark: string;
  readonly tries: number;
  readonly expiresAt: Date;
  readonly phone: string;
}
export async function putProof(
  tx: Tx,
  personKey: string,
  phone: string,
  codeMark: string,
  expiresAt: Date,
): Promise<void> {
  const { sealed } = sealRow(tx, 'phone_proof', personKey, { phone });
  await tx.query(
    `insert into phone_proof (person_key, code_mark, expires_at, sealed) values ($1, $2, $3, $4)
     on conflict (person_key) do update set code_mark = excluded.code_mark, expires_at = excluded.expires_at, tries = 0,
       sealed = excluded.sealed`,
    [personKey, codeMark, expiresAt, sealed],
  );
}
/** Counts the look as a try. */
export async function tryProof(tx: Tx, personKey: string): Promise<Proof | undefined> {
  const { rows } = await tx.query<Proof & { sealed: string | null }>(
    `update phone_proof set tries = tries + 1 where person_key = $1
     returning code_mark as "codeMark", tries, expires_at as "expiresAt", phone, sealed`,
    [personKey],
  );
  return rows[0] && openRow(tx, 'phone_proof', personKey, rows[0]);
}
export async function proofWaits(tx: Tx, personKey: string): Promise<boolean> {
  const sql = 'select 1 from phone_proof where person_key = $1 and expires_at > $2';
  return (await tx.query(sql, [personKey, tx.now])).rowCount > 0;
}
export const dropProof = (tx: Tx, personKey: string) =>
  tx.query('delete from phone_proof where person_key = $1', [personKey]);

/** Puts a message aside for the daily e-mail; answers whether it was not there already. */
export const setDigest = (tx: Tx, messageId: string, at: Date) =>
  tx.query('update message set digest_at = $2 where id = $1', [messageId, at]);
export async function takeDigest(tx: Tx, personKey: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'update message set digest_at = null where person_key = $1 and digest_at <= $2 returning id',
    [personKey, tx.now],
  );
  return rows.map(({ id }) => id).sort();
}

export interface Failed {
  readonly messageId: string | null;
  readonly rest: readonly Channel[];
}
export async function failedDelivery(tx: Tx, id: string): Promise<Failed | undefined> {
  const { rows } = await tx.query<Failed>(
    `update delivery set rest = '{}' where id = $1 and rest <> '{}' and state like 'failed%'
     returning message_id as "messageId", (select d.rest from delivery d where d.id = $1) as rest`,
    [id],
  );
  return rows[0];
}
