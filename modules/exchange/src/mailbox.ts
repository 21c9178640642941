// SPDX-License-Identifier: Apache-2.0
/** Mailboxes with the operations and states of SMEV 1.3: what is written here is committed together with its evidence. */
import { complaints, refuse, type Tx } from '@stoa/kernel';
import { hash } from 'node:crypto';
import type { TSchema } from 'typebox';
import type { DeliveredMessage, DeliveredResponse, MailboxRequest, MailboxResponse } from './connector-client.ts';
import type { Directory } from './directory.ts';

/** A delivered message comes again when it was not acknowledged within this time. */
const leaseSeconds = 60;
const defaultLifeDays = 14;

const digestOf = (value: unknown) => hash('sha256', JSON.stringify(value) ?? 'null', 'base64');
const later = (tx: Tx, seconds: number) => new Date(tx.now.getTime() + seconds * 1000);

export interface Stored {
  messageId: string;
  alreadySent: boolean;
}

/** Queues a request for whoever serves its type. The same id with the same content is acknowledged again and not stored twice. */
export async function sendRequest(
  tx: Tx,
  directory: Directory,
  client: string,
  message: MailboxRequest,
): Promise<Stored> {
  const type =
    directory.type(message.type) ??
    refuse('missing', 'exchange.type-unknown', `There is no information type ${message.type} on this exchange.`);
  if (directory.purposeOf(client, type.id, 'POST', '/', tx.now) === undefined) {
    refuse(
      'forbidden',
      'exchange.access-denied',
      `${client} has no right to send ${type.id}. Ask the provider to grant it.`,
    );
  }
  checkContent(type.requestSchema, message.content);
  const endOfLife = message.endOfLife ? new Date(message.endOfLife) : later(tx, defaultLifeDays * 86_400);
  if (endOfLife <= tx.now) refuse('gone', 'exchange.message-stale', 'The end of life of the message has passed.');
  const digest = digestOf(message.content);
  const { rowCount } = await tx.query(
    `insert into mailbox_request (message_id, type, client_id, provider_id, content, content_digest, issue, test_message, sent_at, end_of_life)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (message_id) do nothing`,
    [
      message.messageId,
      type.id,
      client,
      type.provider,
      JSON.stringify(message.content),
      digest,
      message.issue ?? null,
      message.testMessage ?? false,
      tx.now,
      endOfLife,
    ],
  );
  if (rowCount === 1) return { messageId: message.messageId, alreadySent: false };
  const { rows } = await tx.query<{ client_id: string; content_digest: string }>(
    'select client_id, content_digest from mailbox_request where message_id = $1',
    [message.messageId],
  );
  return acknowledgeAgain(message.messageId, rows[0]?.client_id === client && rows[0].content_digest === digest);
}

function acknowledgeAgain(messageId: string, same: boolean): Stored {
  if (!same)
    refuse('conflict', 'exchange.message-id-taken', 'This message id was used for another message. Make a new one.');
  return { messageId, alreadySent: true };
}

function checkContent(schema: object, content: unknown): void {
  const wrong = complaints(schema as TSchema, content);
  if (wrong.length > 0) {
    refuse(
      'invalid',
      'exchange.content-invalid',
      `The content does not fit the information type: ${wrong.map((w) => `${w.pointer || '/'} ${w.message}`).join('; ')}.`,
      { errors: wrong },
    );
  }
}

/** The oldest waiting request for this provider, leased; undefined when none waits. */
export async function nextRequest(
  tx: Tx,
  provider: string,
  type: string | undefined,
): Promise<DeliveredMessage | undefined> {
  const { rows } = await tx.query<{
    message_id: string;
    type: string;
    client_id: string;
    content: unknown;
    issue: string | null;
    sent_at: Date;
  }>(
    `update mailbox_request set leased_until = $3, state = 'underProcessing' where message_id = (
       select message_id from mailbox_request where provider_id = $1 and acknowledged_at is null and ($2::text is null or type = $2)
         and (leased_until is null or leased_until < $4) and end_of_life > $4 order by sent_at, message_id limit 1 for update skip locked)
     returning message_id, type, client_id, content, issue, sent_at`,
    [provider, type ?? null, later(tx, leaseSeconds), tx.now],
  );
  const row = rows[0];
  return (
    row && {
      messageId: row.message_id,
      type: row.type,
      from: row.client_id,
      replyTo: `${row.client_id}#${row.message_id}`,
      content: row.content,
      ...(row.issue ? { issue: row.issue } : {}),
      sentAt: row.sent_at.toISOString(),
    }
  );
}

/** Queues the answer for the sender of the request. */
export async function sendResponse(
  tx: Tx,
  directory: Directory,
  provider: string,
  message: MailboxResponse,
): Promise<Stored> {
  const requestId =
    /#([0-9a-f-]{36})$/.exec(message.to)?.[1] ??
    refuse('invalid', 'exchange.reply-to-unknown', '"to" must be the replyTo of the request.');
  const { rows } = await tx.query<{ type: string; client_id: string; provider_id: string }>(
    'select type, client_id, provider_id from mailbox_request where message_id = $1',
    [requestId],
  );
  const request = rows[0];
  if (request?.provider_id !== provider)
    refuse('missing', 'exchange.reply-to-unknown', '"to" must be the replyTo of a request to this subsystem.');
  const { content, rejection, status } = message;
  if ([content, rejection, status].filter((part) => part !== undefined).length !== 1) {
    refuse('invalid', 'exchange.answer-ambiguous', 'An answer holds exactly one of content, rejection and status.');
  }
  if (content !== undefined) checkContent(directory.type(request.type)?.responseSchema ?? {}, content);
  const answer = { content, rejection, status };
  const digest = digestOf(answer);
  const { rowCount } = await tx.query(
    `insert into mailbox_response (message_id, request_id, type, from_id, to_id, answer, answer_digest, sent_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (message_id) do nothing`,
    [message.messageId, requestId, request.type, provider, request.client_id, JSON.stringify(answer), digest, tx.now],
  );
  if (rowCount === 0) {
    const known = await tx.query<{ from_id: string; answer_digest: string }>(
      'select from_id, answer_digest from mailbox_response where message_id = $1',
      [message.messageId],
    );
    return acknowledgeAgain(
      message.messageId,
      known.rows[0]?.from_id === provider && known.rows[0].answer_digest === digest,
    );
  }
  await tx.query(`update mailbox_request set state = 'responseIsQueued' where message_id = $1`, [requestId]);
  return { messageId: message.messageId, alreadySent: false };
}

export async function nextResponse(
  tx: Tx,
  client: string,
  type: string | undefined,
): Promise<DeliveredResponse | undefined> {
  const { rows } = await tx.query<{
    message_id: string;
    request_id: string;
    type: string;
    from_id: string;
    answer: Pick<DeliveredResponse, 'content' | 'rejection' | 'status'>;
    sent_at: Date;
  }>(
    `update mailbox_response set leased_until = $3 where message_id = (
       select message_id from mailbox_response where to_id = $1 and acknowledged_at is null and ($2::text is null or type = $2)
         and (leased_until is null or leased_until < $4) order by sent_at, message_id limit 1 for update skip locked)
     returning message_id, request_id, type, from_id, answer, sent_at`,
    [client, type ?? null, later(tx, leaseSeconds), tx.now],
  );
  const row = rows[0];
  return (
    row && {
      messageId: row.message_id,
      requestId: row.request_id,
      type: row.type,
      from: row.from_id,
      ...row.answer,
      sentAt: row.sent_at.toISOString(),
    }
  );
}

/** Takes a delivered request or response off the mailbox. Acknowledging again changes nothing. */
export async function acknowledge(tx: Tx, subsystem: string, messageId: string, accepted: boolean): Promise<void> {
  const request = await tx.query(
    `update mailbox_request set acknowledged_at = coalesce(acknowledged_at, $3),
       state = case when state in ('requestIsQueued', 'underProcessing') then $4 else state end
     where message_id = $1 and provider_id = $2 and leased_until is not null`,
    [messageId, subsystem, tx.now, accepted ? 'requestIsProcessed' : 'requestIsRejectedBySmev'],
  );
  if (request.rowCount === 1) return;
  const response = await tx.query<{ request_id: string }>(
    `update mailbox_response set acknowledged_at = coalesce(acknowledged_at, $3)
     where message_id = $1 and to_id = $2 and leased_until is not null returning request_id`,
    [messageId, subsystem, tx.now],
  );
  const requestId = response.rows[0]?.request_id;
  if (!requestId)
    refuse('missing', 'exchange.target-message-not-found', 'No message of that id was delivered to this subsystem.');
  await tx.query('update mailbox_request set state = $2 where message_id = $1', [
    requestId,
    accepted ? 'messageIsDelivered' : 'responseIsRejectedBySmev',
  ]);
}

/** State of a request for one of its two parties (SMEV 1.3 names). */
export async function statusOf(tx: Tx, subsystem: string, messageId: string): Promise<string> {
  const { rows } = await tx.query<{ state: string; end_of_life: Date; acknowledged_at: Date | null }>(
    'select state, end_of_life, acknowledged_at from mailbox_request where message_id = $1 and $2 in (client_id, provider_id)',
    [messageId, subsystem],
  );
  const row = rows[0];
  if (!row) return 'doesNotExist';
  return row.acknowledged_at === null && row.end_of_life <= tx.now ? 'messageIsArchived' : row.state;
}
