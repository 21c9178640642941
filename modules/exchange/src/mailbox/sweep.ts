// SPDX-License-Identifier: Apache-2.0
/** What leaves the mailbox by itself: expired requests, finished ones after a time, files that nobody named. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { mailboxLimits } from './limits.ts';
import { intoState, type MailboxEvent, transitions } from './states.ts';

const system: Principal = { kind: 'system' };
const dayMs = 86_400_000;
/** An answer waits so long for its sender. */
const unfetchedDays = 90;
/** A file waits so long for the message that names it; an upload that broke off, for its repetition. */
const looseDays = 2;
const unfinishedHours = 1;
const atOnce = 500;

/** The state stays, with its history; content and files go. */
export async function archiveMailbox(module: ModuleRuntime): Promise<void> {
  const { keepDays } = mailboxLimits(module);
  const finished = ['messageIsDelivered', 'cancelled', 'requestIsRejectedBySmev', 'responseIsRejectedBySmev'];
  const unfetched = ['responseIsAcceptedBySmev', 'responseIsProcessed'];
  const expired = 'end_of_life <= $3 and (leased_until is null or leased_until <= $3)';
  await repeat(module, (tx) => archive(tx, 'expire', transitions.expire.from, expired, tx.now));
  for (const [states, days] of [
    [finished, keepDays],
    [unfetched, unfetchedDays],
  ] as const) {
    await repeat(module, (tx) =>
      archive(tx, 'archive', states, 'state_at <= $3', new Date(tx.now.getTime() - days * dayMs)),
    );
  }
  await repeat(module, async (tx) => {
    const before = (ms: number) => new Date(tx.now.getTime() - ms);
    const { rowCount } = await tx.query(
      `delete from mailbox_attachment where upload_id in (select upload_id from mailbox_attachment where message_id is null
         and started_at < case when stored_at is null then $1::timestamptz else $2::timestamptz end limit $3)`,
      [before(unfinishedHours * 3_600_000), before(looseDays * dayMs), atOnce],
    );
    return rowCount;
  });
}

async function repeat(module: ModuleRuntime, batch: (tx: Tx) => Promise<number>): Promise<void> {
  while ((await module.tx(system, batch)) === atOnce);
}

async function archive(tx: Tx, event: MailboxEvent, states: readonly string[], due: string, at: Date): Promise<number> {
  const { rows } = await tx.query<{ message_id: string }>(
    `update mailbox_request set content = 'null', attachments = null, ${intoState('$1', '$2')} where message_id in (
       select message_id from mailbox_request where state = any($4) and ${due} limit ${atOnce} for update skip locked)
     returning message_id`,
    [transitions[event].to, tx.now, at, states],
  );
  const requests = rows.map((row) => row.message_id);
  const responses = await tx.query<{ message_id: string }>(
    `update mailbox_response set answer = '{}', attachments = null, acknowledged_at = coalesce(acknowledged_at, $2)
     where request_id = any($1) returning message_id`,
    [requests, tx.now],
  );
  const messages = [...requests, ...responses.rows.map((row) => row.message_id)];
  await tx.query('delete from mailbox_attachment where message_id = any($1)', [messages]);
  return requests.length;
}
