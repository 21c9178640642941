// SPDX-License-Identifier: Apache-2.0
/** SQL of messages. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { InboxMessage, notify } from './contract.ts';

/** The id of the new message; undefined where its key is known. */
export async function insertMessage(tx: Tx, input: InputOf<typeof notify>): Promise<string | undefined> {
  const newest = newId();
  const { subject, body, link = null } = input;
  const kept = sealRow(tx, 'message', newest, { subject, body, link });
  const { rows } = await tx.query<{ id: string }>(
    `insert into message (id, key, person_key, subject, body, link, sealed, sent_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (key) do nothing returning id`,
    [newest, input.key, input.to.personKey, kept.subject, kept.body, kept.link, kept.sealed, tx.now],
  );
  return rows[0]?.id;
}

export async function messageByKey(tx: Tx, key: string): Promise<string | undefined> {
  return (await tx.query<{ id: string }>('select id from message where key = $1', [key])).rows[0]?.id;
}

type Texts = Pick<InboxMessage, 'subject' | 'body'> & { readonly link: string | null };

export interface MessageRow extends Texts {
  readonly id: string;
  readonly sent_at: Date;
  readonly read_at: Date | null;
  readonly email_state: 'queued' | 'sent' | 'failed' | null;
}
type Sealed = { readonly sealed: string | null };

/** Messages of the person, newest first. */
export async function listMessages(
  tx: Tx,
  personKey: string,
  cursor: string | undefined,
  count: number,
): Promise<MessageRow[]> {
  const { rows } = await tx.query<MessageRow & Sealed>(
    `select id, subject, body, link, sealed, sent_at, read_at, email_state from message
     where person_key = $1 and ($2::uuid is null or (sent_at, id) < (select sent_at, id from message where id = $2 and person_key = $1))
     order by sent_at desc, id desc limit $3`,
    [personKey, cursor, count],
  );
  return rows.map((row) => openRow(tx, 'message', row.id, row));
}

export async function countUnread(tx: Tx, personKey: string): Promise<number> {
  const sql = 'select count(*) from message where person_key = $1 and read_at is null';
  return (await tx.query<{ count: number }>(sql, [personKey])).rows[0]?.count ?? 0;
}

interface Read {
  /** The first instant, whenever it was read again. */
  readonly readAt: Date;
  readonly noticeId: string | null;
  readonly readType: string | null;
}

/** Undefined where there is no such message of the person. */
export async function setRead(tx: Tx, id: string, personKey: string): Promise<Read | undefined> {
  const { rows } = await tx.query<Read>(
    `update message set read_at = coalesce(read_at, $3) where id = $1 and person_key = $2
     returning read_at as "readAt", notice_id as "noticeId", read_type as "readType"`,
    [id, personKey, tx.now],
  );
  return rows[0];
}

/** Where a message came from that came over the exchange; the first attempt to send it counts. */
export const noteNotice = (tx: Tx, id: string, noticeId: string, readType: string | undefined) =>
  tx.query('update message set notice_id = coalesce(notice_id, $2), read_type = $3 where id = $1', [
    ...[id, noticeId, readType ?? null],
  ]);

export async function findMessage(tx: Tx, id: string): Promise<(Texts & { readonly personKey: string }) | undefined> {
  const { rows } = await tx.query<Texts & Sealed & { personKey: string }>(
    'select subject, body, link, sealed, person_key as "personKey" from message where id = $1',
    [id],
  );
  return rows[0] && openRow(tx, 'message', id, rows[0]);
}

export const setEmailState = (tx: Tx, id: string, state: 'queued' | 'sent' | 'failed', error?: string) =>
  tx.query('update message set email_state = $2, email_error = $3 where id = $1', [id, state, error ?? null]);
