// SPDX-License-Identifier: Apache-2.0
/** Into the mailbox: requests and their answers. What is written here is committed together with its evidence. */
import { hash } from 'node:crypto';
import { refuse, type Tx } from '@stoa/kernel';
import type { MailboxRequest, MailboxResponse, Stored } from '../contract/mailbox.ts';
import type { Directory, KnownType } from '../directory.ts';
import { announce } from './arrivals.ts';
import { claimAttachments } from './attachments.ts';
import { checkContent, rootOf } from './content.ts';
import { mailboxLimits } from './limits.ts';
import { isStaleId } from './message-id.ts';
import { historyOf, move } from './states.ts';

const defaultLifeDays = 14;

const digestOf = (value: unknown) => hash('sha256', JSON.stringify(value) ?? 'null', 'base64');
const later = (tx: Tx, seconds: number) => new Date(tx.now.getTime() + seconds * 1000);
const contentDigest = (content: unknown, attachments: MailboxRequest['attachments']) =>
  digestOf(attachments ? [content, attachments] : content);

/**
 * Queues a request for whoever serves its type. The same id with the same content is acknowledged again and not
 * stored twice, however late; a new message under a stale id is refused.
 */
export async function sendRequest(
  tx: Tx,
  directory: Directory,
  client: string,
  message: MailboxRequest,
): Promise<Stored & { purpose: string }> {
  const { type, purpose } = permittedType(tx, directory, client, message.type);
  if (message.testMessage && tx.module.config.circuit === 'production')
    refuse(
      'forbidden',
      'exchange.test-message-in-production',
      'Test messages are not taken in production. Send this one to the test circuit.',
    );
  checkContent(type.requestSchema, message.content, rootOf(type.id));
  return { ...(await enqueue(tx, client, type, message)), purpose };
}

/** Queues what may be sent and fits its type. */
export async function enqueue(
  tx: Tx,
  client: string,
  type: Pick<KnownType, 'id' | 'provider'>,
  message: MailboxRequest,
): Promise<Stored> {
  const digest = contentDigest(message.content, message.attachments);
  if (isStaleId(message.messageId, tx.now)) {
    const known = await findRequest(tx, message.messageId);
    if (known) return acknowledgeAgain(message.messageId, isSame(known, client, type, digest));
    refuse('gone', 'exchange.message-stale', 'The message id is more than two days old. Make a new one.');
  }
  const endOfLife = message.endOfLife ? new Date(message.endOfLife) : later(tx, defaultLifeDays * 86_400);
  if (endOfLife <= tx.now) {
    const known = await findRequest(tx, message.messageId);
    if (known) return acknowledgeAgain(message.messageId, isSame(known, client, type, digest));
    refuse('gone', 'exchange.end-of-life-passed', 'The end of life of the message has passed.');
  }
  const { rowCount } = await tx.prepared(
    'exchange-send-request',
    `insert into mailbox_request (message_id, type, client_id, provider_id, content, content_digest, issue, test_message,
       sent_at, end_of_life, node_id, reference_id, transaction_code, attachments, state, state_at, history, told_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'requestIsAcceptedBySmev', $9, $15, $9)
     on conflict (message_id) do nothing`,
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
      message.nodeId ?? null,
      message.referenceId ?? message.messageId,
      message.transactionCode ?? null,
      message.attachments ? JSON.stringify(message.attachments) : null,
      JSON.stringify(historyOf(['send', 'acceptRequest'], tx.now)),
    ],
  );
  if (rowCount === 0)
    return acknowledgeAgain(message.messageId, isSame(await findRequest(tx, message.messageId), client, type, digest));
  await refuseOverflow(tx, client, type.provider);
  await claimAttachments(tx, client, type.provider, message);
  announce(tx, type.provider, type.id);
  return { messageId: message.messageId, alreadySent: false };
}

function permittedType(tx: Tx, directory: Directory, client: string, id: string): { type: KnownType; purpose: string } {
  const type =
    directory.type(id) ??
    refuse('missing', 'exchange.type-unknown', `There is no information type ${id} on this exchange.`);
  const attempt = { consumer: client, target: type.id, method: 'POST', path: '/', purpose: undefined, at: tx.now };
  const decision = directory.rights.decide(attempt);
  if (typeof decision === 'string')
    return refuse(
      'forbidden',
      'exchange.access-denied',
      `${client} has no right to send ${type.id}. Ask the provider to grant it.`,
    );
  return { type, purpose: decision.purpose };
}

interface KnownRequest {
  type: string;
  client_id: string;
  content_digest: string;
}
const findRequest = async (tx: Tx, id: string) =>
  (
    await tx.prepared<KnownRequest>(
      'exchange-find-request',
      'select type, client_id, content_digest from mailbox_request where message_id = $1',
      [id],
    )
  ).rows[0];
export const isKnownRequest = async (tx: Tx, id: string): Promise<boolean> => (await findRequest(tx, id)) !== undefined;
const isSame = (known: KnownRequest | undefined, client: string, type: Pick<KnownType, 'id'>, digest: string) =>
  known?.client_id === client && known.type === type.id && known.content_digest === digest;

function acknowledgeAgain(messageId: string, same: boolean): Stored {
  if (!same)
    refuse('conflict', 'exchange.message-id-taken', 'This message id was used for another message. Make a new one.');
  return { messageId, alreadySent: true };
}

/** Counts what waits, this message included, no further than the limits. */
async function refuseOverflow(tx: Tx, client: string, provider: string): Promise<void> {
  const { queueLimit, clientQuota } = mailboxLimits(tx.module);
  const waiting = `state in ('requestIsAcceptedBySmev', 'requestIsProcessed')`;
  const { rows } = await tx.prepared<{ full: boolean; over: boolean }>(
    'exchange-mailbox-overflow',
    `select exists (select 1 from mailbox_request where provider_id = $1 and ${waiting} offset $2) as full,
       exists (select 1 from mailbox_request where client_id = $3 and ${waiting} offset $4) as over`,
    [provider, queueLimit, client, clientQuota],
  );
  const retry = { retryAfterSeconds: 60 };
  if (rows[0]?.full)
    refuse('limit', 'exchange.destination-overflow', `The mailbox of ${provider} is full. Send again later.`, retry);
  if (rows[0]?.over)
    refuse(
      'limit',
      'exchange.quota-exceeded',
      `${client} has ${clientQuota} requests waiting, its quota. Send again later.`,
      retry,
    );
}

/** Queues the answer for the sender of the request; news of the processing are kept with the request instead. */
export async function sendResponse(
  tx: Tx,
  directory: Directory,
  provider: string,
  message: MailboxResponse,
): Promise<Stored & { requestId: string; type: string; issue: string | undefined }> {
  const requestId =
    /#([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(message.to)?.[1] ??
    refuse('invalid', 'exchange.reply-to-unknown', '"to" must be the replyTo of the request.');
  const { rows } = await tx.prepared<{
    type: string;
    client_id: string;
    provider_id: string;
    node_id: string | null;
    issue: string | null;
  }>(
    'exchange-request-of-answer',
    'select type, client_id, provider_id, node_id, issue from mailbox_request where message_id = $1 for update',
    [requestId],
  );
  const request = rows[0];
  if (request?.provider_id !== provider)
    refuse('missing', 'exchange.reply-to-unknown', '"to" must be the replyTo of a request to this subsystem.');
  const answer = answerOf(message);
  if (answer.content !== undefined) {
    const { namespace } = rootOf(request.type);
    checkContent(directory.type(request.type)?.responseSchema ?? {}, answer.content, { namespace });
  }
  const about = { messageId: message.messageId, requestId, type: request.type, issue: request.issue ?? undefined };
  const digest = contentDigest(answer, message.attachments);
  const processing = answer.processing?.details;
  const { rowCount } = await tx.prepared(
    'exchange-send-response',
    `insert into mailbox_response (message_id, request_id, type, from_id, to_id, answer, answer_digest, sent_at, node_id, attachments, acknowledged_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (message_id) do nothing`,
    [
      message.messageId,
      requestId,
      request.type,
      provider,
      request.client_id,
      JSON.stringify(answer),
      digest,
      tx.now,
      request.node_id,
      message.attachments ? JSON.stringify(message.attachments) : null,
      processing === undefined ? null : tx.now,
    ],
  );
  if (rowCount === 0) {
    const known = await tx.query<{ from_id: string; request_id: string; answer_digest: string }>(
      'select from_id, request_id, answer_digest from mailbox_response where message_id = $1',
      [message.messageId],
    );
    const [first] = known.rows;
    const same = first?.from_id === provider && first.request_id === requestId && first.answer_digest === digest;
    return { ...acknowledgeAgain(message.messageId, same), ...about };
  }
  const moved =
    processing === undefined
      ? (await move(tx, requestId, 'answer')) && (await move(tx, requestId, 'acceptResponse'))
      : await move(tx, requestId, 'reportProgress');
  if (!moved)
    refuse('conflict', 'exchange.request-closed', 'The request was not taken, is answered already, or is over.');
  await tx.prepared(
    'exchange-touch-request',
    `update mailbox_request set acknowledged_at = coalesce(acknowledged_at, $2), processing = coalesce($3, processing),
       told_at = case when $3::text is null then told_at end where message_id = $1`,
    [requestId, tx.now, processing ?? null],
  );
  await claimAttachments(tx, provider, request.client_id, message);
  announce(tx, request.client_id, request.type);
  return { ...about, alreadySent: false };
}

function answerOf(message: MailboxResponse) {
  const { content, rejection, status, processing } = message;
  if ([content, rejection, status, processing].filter((part) => part !== undefined).length !== 1) {
    refuse(
      'invalid',
      'exchange.answer-ambiguous',
      'An answer holds exactly one of content, rejection, status and processing.',
    );
  }
  if (message.attachments && content === undefined)
    refuse('invalid', 'exchange.answer-ambiguous', 'Only an answer with content has attachments.');
  return { content, rejection, status, processing };
}
