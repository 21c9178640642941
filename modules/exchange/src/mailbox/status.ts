// SPDX-License-Identifier: Apache-2.0
/** What became of a request, for its two parties. */
import { refuse, type Tx } from '@stoa/kernel';
import type { MailboxState, MessageStatus } from '../contract.ts';
import { move, takeNews } from './store.ts';

export interface StatusRow {
  message_id: string;
  state: MailboxState;
  state_at: Date;
  processing: string | null;
  history: { state: MailboxState; at: string }[];
}

const statusFrom = (row: StatusRow): MessageStatus => ({
  messageId: row.message_id,
  status: row.state,
  at: row.state_at.toISOString(),
  ...(row.state === 'underProcessing' && row.processing !== null ? { processing: row.processing } : {}),
  history: row.history.map(({ state, at }) => ({ state, at: new Date(at).toISOString() })),
});

export async function statusOf(tx: Tx, subsystem: string, messageId: string): Promise<MessageStatus> {
  const { rows } = await tx.query<StatusRow>(
    `select message_id, state, state_at, processing, history from mailbox_request
     where message_id = $1 and $2 in (client_id, provider_id)`,
    [messageId, subsystem],
  );
  return rows[0] ? statusFrom(rows[0]) : { messageId, status: 'doesNotExist' };
}

/** The request of this sender that changed longest ago without its having been told; each change is told once. */
export async function nextStatus(tx: Tx, client: string): Promise<MessageStatus | undefined> {
  const row = await takeNews(tx, client);
  return row && statusFrom(row);
}

/** Withdraws a request that nobody has taken; doing so again changes nothing. */
export async function cancelRequest(tx: Tx, client: string, messageId: string): Promise<void> {
  const { rows } = await tx.query<{ client_id: string; state: MailboxState }>(
    'select client_id, state from mailbox_request where message_id = $1 for update',
    [messageId],
  );
  if (rows[0]?.client_id !== client)
    refuse('missing', 'exchange.target-message-not-found', 'There is no request of that id by this subsystem.');
  if (rows[0].state === 'cancelled') return;
  if (!(await move(tx, messageId, 'cancel')))
    refuse('conflict', 'exchange.too-late-to-cancel', 'The request was taken already or is over.');
}
