// SPDX-License-Identifier: Apache-2.0
import { newId, type Tx } from '@stoa/kernel';

export type NoticeOutcome = 'delivered' | 'no-account' | 'refused' | 'silent';
export interface NoticeCopy {
  readonly channel: string;
  readonly outcome: 'delivered' | 'failed';
  readonly at: string;
}
export interface NoticeRow {
  readonly cardId: string;
  readonly messageId: string;
  readonly tries: number;
  readonly sentAt: Date | null;
  readonly answeredAt: Date | null;
  readonly outcome: NoticeOutcome | null;
  readonly readAt: Date | null;
  readonly lastError: string | null;
  /** What became of a copy by a channel that gives receipts. */
  readonly copy: NoticeCopy | null;
}
const columns = `card_id as "cardId", message_id as "messageId", tries, sent_at as "sentAt", answered_at as "answeredAt",
  outcome, read_at as "readAt", last_error as "lastError", copy`;

/** A new attempt, whatever came of the one before; its message has an id of its own. */
export const startNotice = (tx: Tx, cardId: string) =>
  tx.query(
    `insert into notice (card_id, message_id, due_at) values ($1, $2, $3) on conflict (card_id) do update
       set message_id = excluded.message_id, tries = 0, due_at = excluded.due_at, sent_at = null, answered_at = null,
         outcome = null, last_error = null, copy = null`,
    [cardId, newId(), tx.now],
  );

/** To be sent, or without an answer for too long. */
export async function noticesDue(tx: Tx, limit: number): Promise<NoticeRow[]> {
  const { rows } = await tx.query<NoticeRow>(
    `select ${columns} from notice where outcome is null and due_at <= $1 order by due_at limit $2`,
    [tx.now, limit],
  );
  return rows;
}

export async function noticeOf(tx: Tx, cardId: string): Promise<NoticeRow | undefined> {
  return (await tx.query<NoticeRow>(`select ${columns} from notice where card_id = $1`, [cardId])).rows[0];
}

export async function noticeByMessage(tx: Tx, messageId: string): Promise<NoticeRow | undefined> {
  return (await tx.query<NoticeRow>(`select ${columns} from notice where message_id = $1`, [messageId])).rows[0];
}

export const noteSent = (tx: Tx, { cardId, messageId }: NoticeRow, answerDueAt: Date) =>
  tx.query(
    `update notice set sent_at = $3, due_at = $4, last_error = null
     where card_id = $1 and message_id = $2 and outcome is null`,
    [cardId, messageId, tx.now, answerDueAt],
  );

/** The next attempt under a new id, unless the message did not leave: then it is the same message. */
export const noteFailure = (tx: Tx, notice: NoticeRow, why: string, dueAt: Date, anew: boolean) =>
  tx.query(
    `update notice set tries = tries + 1, due_at = $3, last_error = $4, message_id = $5,
       sent_at = case when $6 then null else sent_at end
     where card_id = $1 and message_id = $2 and outcome is null`,
    [notice.cardId, notice.messageId, dueAt, why.slice(0, 500), anew ? newId() : notice.messageId, anew],
  );

/** Whether it had no outcome before. */
export async function noteOutcome(tx: Tx, cardId: string, outcome: NoticeOutcome, why?: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update notice set outcome = $2, answered_at = $3, last_error = $4 where card_id = $1 and outcome is null',
    [cardId, outcome, tx.now, why?.slice(0, 500) ?? null],
  );
  return rowCount === 1;
}

export const noteRead = (tx: Tx, messageId: string, at: Date) =>
  tx.query('update notice set read_at = coalesce(read_at, $2) where message_id = $1', [messageId, at]);

/** What was delivered stays so. */
export const noteCopy = (tx: Tx, messageId: string, copy: NoticeCopy) =>
  tx.query(`update notice set copy = $2 where message_id = $1 and copy ->> 'outcome' is distinct from 'delivered'`, [
    messageId,
    JSON.stringify(copy),
  ]);
