// SPDX-License-Identifier: Apache-2.0
import { type Page, type PageAsked, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { InboxMessage, notify as notifyOperation } from './contract.ts';
import { sendEmail } from './email.ts';
import * as store from './store.ts';

/** Puts the message into the inbox and queues its e-mail copy. The same key changes nothing and answers the same id. */
export async function notify(tx: Tx, input: InputOf<typeof notifyOperation>): Promise<{ id: string }> {
  const id = await store.insertMessage(tx, input);
  if (!id) return { id: (await store.messageByKey(tx, input.key)) ?? '' };
  await sendEmail.enqueue(tx, { messageId: id, ...(input.to.email ? { email: input.to.email } : {}) });
  return { id };
}

const ownKey = (tx: Tx): string | undefined => (tx.principal.kind === 'person' ? tx.principal.personKey : undefined);

export async function listInbox(tx: Tx, asked: PageAsked): Promise<Page<InboxMessage> & { unread: number }> {
  const personKey = ownKey(tx);
  if (!personKey) return { items: [], unread: 0 };
  const page = await pageOfRows(asked, (count) => store.listMessages(tx, personKey, asked.cursor, count), messageOf);
  return { ...page, unread: await store.countUnread(tx, personKey) };
}

const messageOf = (row: store.MessageRow): InboxMessage => ({
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
  const read =
    (await store.setRead(tx, id, ownKey(tx) ?? '')) ??
    refuse('missing', 'notifications.message-unknown', 'There is no such message in your inbox.');
  const { noticeId, readType: type, readAt } = read;
  if (noticeId && type && readAt.getTime() === tx.now.getTime())
    await tx.enqueue('notifications.tell-read', { noticeId, type, readAt: readAt.toISOString() }, { key: noticeId });
  return { id };
}
