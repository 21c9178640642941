// SPDX-License-Identifier: Apache-2.0
/**
 * What is written about messages and files of the mailbox, but for what a turn does to many messages at once: those
 * statements stand with the rules they carry, in `send.ts`, `deliver.ts` and `answer.ts`.
 */
import { type Tx, uuidArray } from '@stoa/kernel';
import type { AttachmentReference } from '../contract.ts';
import type { StoredFile } from './attachments.ts';
import { intoState, type MailboxEvent, transitions } from './states.ts';
import type { StatusRow } from './status.ts';

/** Locks the requests of these ids, and those that the responses of these ids answer, in one order. */
export async function lockRequests(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.prepared(
    'exchange-lock-requests',
    `select 1 from mailbox_request where message_id = any($1::uuid[] || array(
       select request_id from mailbox_response where message_id = any($1::uuid[])))
     order by message_id for update`,
    [uuidArray(ids)],
  );
}

/** Whether the request was in a state that allows the event; then it is in the next one now. */
export async function move(tx: Tx, requestId: string, event: MailboxEvent): Promise<boolean> {
  const { from, to } = transitions[event];
  const { rowCount } = await tx.prepared(
    'exchange-move-request',
    `update mailbox_request set ${intoState('$2', '$3')} where message_id = $1 and state = any($4)`,
    [requestId, to, tx.now, from],
  );
  return rowCount === 1;
}

/** The request of this sender that changed longest ago without its having been told; it is told now. */
export async function takeNews(tx: Tx, client: string): Promise<StatusRow | undefined> {
  const { rows } = await tx.query<StatusRow>(
    `update mailbox_request set told_at = state_at where message_id = (
       select message_id from mailbox_request where client_id = $1 and told_at is distinct from state_at
       order by state_at, message_id limit 1 for update skip locked)
     returning message_id, state, state_at, processing, history`,
    [client],
  );
  return rows[0];
}

/** Whether the subsystem holds such a message. */
export async function putLease(tx: Tx, subsystem: string, messageId: string, until: Date): Promise<boolean> {
  const put = async (table: 'mailbox_request' | 'mailbox_response', reader: 'provider_id' | 'to_id') => {
    const { rowCount } = await tx.query(
      `update ${table} set leased_until = $3
       where message_id = $1 and ${reader} = $2 and acknowledged_at is null and leased_until > $4`,
      [messageId, subsystem, until, tx.now],
    );
    return rowCount === 1;
  };
  return (await put('mailbox_request', 'provider_id')) || put('mailbox_response', 'to_id');
}

/** Brings requests in those states and due as the SQL says (`$3` is `at`) to the end of an event, so many at most, without content. */
export async function archive(
  tx: Tx,
  event: MailboxEvent,
  states: readonly string[],
  due: string,
  at: Date,
  most: number,
): Promise<number> {
  const { rows } = await tx.query<{ message_id: string }>(
    `update mailbox_request set content = 'null', attachments = null, ${intoState('$1', '$2')} where message_id in (
       select message_id from mailbox_request where state = any($4) and ${due} limit ${most} for update skip locked)
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

/** Uploads that broke off, and files that no message named; answers how many went. */
export async function removeLooseFiles(tx: Tx, unfinished: Date, unnamed: Date, most: number): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from mailbox_attachment where upload_id in (select upload_id from mailbox_attachment where message_id is null
       and started_at < case when stored_at is null then $1::timestamptz else $2::timestamptz end limit $3)`,
    [unfinished, unnamed, most],
  );
  return rowCount;
}

export const addUpload = (tx: Tx, id: string, { uploadId, owner, digest, sizeBytes }: StoredFile) =>
  tx.query(
    'insert into mailbox_attachment (upload_id, id, owner_id, digest, size_bytes, started_at) values ($1, $2, $3, $4, $5, $6)',
    [uploadId, id, owner, digest, sizeBytes, tx.now],
  );

export const addChunk = (tx: Tx, uploadId: string, number: number, sealed: Buffer) =>
  tx.prepared(
    'exchange-attachment-chunk',
    'insert into mailbox_attachment_chunk (upload_id, number, content) values ($1, $2, $3)',
    [uploadId, number, sealed],
  );

export const markStored = (tx: Tx, uploadId: string) =>
  tx.query('update mailbox_attachment set stored_at = $2 where upload_id = $1', [uploadId, tx.now]);

export const removeUpload = (tx: Tx, uploadId: string) =>
  tx.query('delete from mailbox_attachment where upload_id = $1', [uploadId]);

/** Whether it was whole, the owner's own, of that digest, and free. */
export async function claimFile(
  tx: Tx,
  messageId: string,
  reader: string,
  owner: string,
  { id, digest }: AttachmentReference,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update mailbox_attachment set message_id = $1, reader_id = $2
     where id = $3 and owner_id = $4 and digest = $5 and stored_at is not null and message_id is null`,
    [messageId, reader, id, owner, digest],
  );
  return rowCount === 1;
}
