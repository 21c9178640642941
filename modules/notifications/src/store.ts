// SPDX-License-Identifier: Apache-2.0
/** SQL of messages. */
import { newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { InboxMessage } from './contract.ts';
import type { Channel, MatterKind } from './contract/matters.ts';
import type { Values } from './templates/words.ts';

export interface NewMessage {
  readonly key: string;
  readonly personKey: string;
  readonly subject: LocalText;
  readonly body: LocalText;
  readonly link?: string | undefined;
  readonly matter: MatterKind;
  readonly campaign?: string | undefined;
  readonly templateVersionId?: string | undefined;
  readonly data?: Values | undefined;
  /** For who has chosen none. */
  readonly channels?: readonly Channel[] | undefined;
}

/** Ids by key of what is new; a key that is known changes nothing. */
export async function insertMessages(tx: Tx, all: readonly NewMessage[]): Promise<Map<string, string>> {
  const rows = all.map(
    ({ key, personKey, subject, body, link = null, matter, campaign, templateVersionId, data = null, channels }) => {
      const id = newId();
      const kept = sealRow(tx, 'message', id, { subject, body, link, data });
      return {
        ...{ id, key, person_key: personKey, matter, campaign, template_version_id: templateVersionId },
        ...{ subject: kept.subject, body: kept.body, link: kept.link, data: kept.data, sealed: kept.sealed, channels },
      };
    },
  );
  const { rows: made } = await tx.prepared<{ id: string; key: string }>(
    'notifications-insert-messages',
    `insert into message (id, key, person_key, matter, campaign, template_version_id, subject, body, link, data, sealed, channels, sent_at)
     select id, key, person_key, matter, campaign, template_version_id, subject, body, link, data, sealed, channels, $2
     from jsonb_to_recordset($1::jsonb) as m (id uuid, key text, person_key text, matter text, campaign text,
       template_version_id uuid, subject jsonb, body jsonb, link text, data jsonb, sealed text, channels text[])
     on conflict (key) do nothing returning id, key`,
    [JSON.stringify(rows), tx.now],
  );
  return new Map(made.map(({ id, key }) => [key, id]));
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

/** Who is told what becomes of it: the sender of a notice, where it asked for that. */
export async function noticeOf(tx: Tx, id: string) {
  const { rows } = await tx.query<{ noticeId: string; type: string }>(
    'select notice_id as "noticeId", read_type as type from message where id = $1 and notice_id is not null and read_type is not null',
    [id],
  );
  return rows[0];
}

export interface FoundMessage extends Texts {
  readonly personKey: string;
  readonly matter: MatterKind;
  readonly campaign: string | null;
  readonly templateVersionId: string | null;
  readonly data: Values | null;
  readonly channels: readonly Channel[] | null;
}

export async function findMessage(tx: Tx, id: string): Promise<FoundMessage | undefined> {
  const { rows } = await tx.prepared<FoundMessage & Sealed>(
    'notifications-message',
    `select subject, body, link, data, sealed, person_key as "personKey", matter, campaign,
       template_version_id as "templateVersionId", channels from message where id = $1`,
    [id],
  );
  return rows[0] && openRow(tx, 'message', id, rows[0]);
}

/** State of the e-mail copy, as the inbox shows it. */
export const setEmailStates = async (
  tx: Tx,
  all: readonly { readonly id: string; readonly state: 'queued' | 'sent' | 'failed' }[],
): Promise<void> => {
  if (all.length === 0) return;
  await tx.prepared(
    'notifications-email-states',
    `update message m set email_state = s.state from jsonb_to_recordset($1::jsonb) as s (id uuid, state text) where m.id = s.id`,
    [JSON.stringify(all)],
  );
};
