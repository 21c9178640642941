// SPDX-License-Identifier: Apache-2.0
import { newId, openRow, type Page, type PageAsked, pageOfRows, refuse, sealRow, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { InboxMessage, notify as notifyOperation } from './contract.ts';
import { sendEmail } from './email.ts';

/** Puts the message into the inbox and queues its e-mail copy. The same key changes nothing and answers the same id. */
export async function notify(tx: Tx, input: InputOf<typeof notifyOperation>): Promise<{ id: string }> {
  const newest = newId();
  const { subject, body, link = null } = input;
  const kept = sealRow(tx, 'message', newest, { subject, body, link });
  const { rows } = await tx.query<{ id: string }>(
    `insert into message (id, key, person_key, subject, body, link, sealed, sent_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (key) do nothing returning id`,
    [newest, input.key, input.to.personKey, kept.subject, kept.body, kept.link, kept.sealed, tx.now],
  );
  const id = rows[0]?.id;
  if (id) {
    await sendEmail.enqueue(tx, { messageId: id, ...(input.to.email ? { email: input.to.email } : {}) });
    return { id };
  }
  const known = await tx.query<{ id: string }>('select id from message where key = $1', [input.key]);
  return { id: known.rows[0]?.id ?? '' };
}

const ownKey = (tx: Tx): string | undefined => (tx.principal.kind === 'person' ? tx.principal.personKey : undefined);

interface Row {
  id: string;
  subject: InboxMessage['subject'];
  body: InboxMessage['body'];
  link: string | null;
  sealed: string | null;
  sent_at: Date;
  read_at: Date | null;
  email_state: 'queued' | 'sent' | 'failed' | null;
}

export async function listInbox(tx: Tx, asked: PageAsked): Promise<Page<InboxMessage> & { unread: number }> {
  const personKey = ownKey(tx);
  if (!personKey) return { items: [], unread: 0 };
  const page = await pageOfRows(
    asked,
    (count) =>
      tx.query<Row>(
        `select id, subject, body, link, sealed, sent_at, read_at, email_state from message
         where person_key = $1 and ($2::uuid is null or (sent_at, id) < (select sent_at, id from message where id = $2 and person_key = $1))
         order by sent_at desc, id desc limit $3`,
        [personKey, asked.cursor, count],
      ),
    (sealed) => messageOf(openRow(tx, 'message', sealed.id, sealed)),
  );
  const unread = await tx.query<{ count: number }>(
    'select count(*) from message where person_key = $1 and read_at is null',
    [personKey],
  );
  return { ...page, unread: unread.rows[0]?.count ?? 0 };
}

const messageOf = (row: Omit<Row, 'sealed'>): InboxMessage => ({
  id: row.id,
  subject: row.subject,
  body: row.body,
  ...(row.link ? { link: row.link } : {}),
  sentAt: row.sent_at.toISOString(),
  ...(row.read_at ? { readAt: row.read_at.toISOString() } : {}),
  ...(row.email_state ? { email: row.email_state } : {}),
});

/** Reading again keeps the first instant. */
export async function markRead(tx: Tx, id: string): Promise<{ id: string }> {
  const { rowCount } = await tx.query(
    'update message set read_at = coalesce(read_at, $3) where id = $1 and person_key = $2',
    [id, ownKey(tx) ?? '', tx.now],
  );
  if (rowCount === 0) refuse('missing', 'notifications.message-unknown', 'There is no such message in your inbox.');
  return { id };
}
