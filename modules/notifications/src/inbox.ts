// SPDX-License-Identifier: Apache-2.0
import { type Page, type PageAsked, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { InboxMessage } from './contract.ts';
import { route } from './routing/route.ts';
import * as store from './store.ts';
import { published } from './templates/store.ts';
import { templateUnknown } from './templates/templates.ts';
import { demandValues, missingValue, sayInAll, type Values } from './templates/words.ts';

type Input = InputOf<typeof contract.notify>;
type Words = Omit<store.NewMessage, 'key' | 'personKey' | 'link'>;

/** Puts the message into the inbox, to be sent on as its person wants to be told. The same key changes nothing and answers the same id. */
export async function notify(
  tx: Tx,
  { subject, body, matter = 'case', template, personalisation = {}, channels, ...input }: Input,
): Promise<{ id: string }> {
  const version = template === undefined ? undefined : await published(tx, template);
  const fits = version && missingValue(version.content, personalisation) === undefined;
  const words = fits ? wordsOf(tx, version, personalisation) : { subject, body, matter };
  return accept(tx, input, { ...words, channels });
}

/** Refuses: notifications.template-unknown, notifications.placeholder-missing. */
export const notifyFromTemplate = async (
  tx: Tx,
  { template, personalisation = {}, ...input }: InputOf<typeof contract.notifyFromTemplate>,
): Promise<{ id: string }> => accept(tx, input, await fromTemplate(tx, template, personalisation));

async function accept(
  tx: Tx,
  { key, to, link }: Pick<Input, 'key' | 'to' | 'link'>,
  words: Words,
): Promise<{ id: string }> {
  const made = await store.insertMessages(tx, [{ key, personKey: to.personKey, link, ...words }]);
  const id = made.get(key);
  if (!id) return { id: (await store.messageByKey(tx, key)) ?? '' };
  await route.enqueue(tx, { messageIds: [id], ...(to.email ? { email: to.email } : {}) });
  return { id };
}

export async function fromTemplate(tx: Tx, code: string, data: Readonly<Record<string, string>>) {
  const version = (await published(tx, code)) ?? templateUnknown();
  demandValues(version.content, data);
  return wordsOf(tx, version, data);
}

const wordsOf = (tx: Tx, { id, content }: NonNullable<Awaited<ReturnType<typeof published>>>, data: Values) => ({
  ...sayInAll(content, data, tx.module.publicUrl),
  ...{ matter: content.matter, templateVersionId: id, data },
});

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
