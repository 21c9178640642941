// SPDX-License-Identifier: Apache-2.0
/** Into the mailbox: requests and their answers. What is written here is committed together with its evidence. */
import { hash } from 'node:crypto';
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { MailboxRequest, MailboxResponse, MailboxState, Stored } from '../contract/mailbox.ts';
import type { Directory, KnownType } from '../directory.ts';
import { announce } from './arrivals.ts';
import { claimAttachments } from './attachments.ts';
import { checkContent, rootOf } from './content.ts';
import { mailboxLimits } from './limits.ts';
import { isStaleId } from './message-id.ts';
import { after, historyOf } from './states.ts';

const defaultLifeDays = 14;

const waiting = `state in ('requestIsAcceptedBySmev', 'requestIsProcessed')`;
/** Counts what waits no further than the limits, and adds one more where they allow. */
const insertRequest = `with room as (select
    exists (select 1 from mailbox_request where provider_id = $4 and ${waiting} offset $16) as full,
    exists (select 1 from mailbox_request where client_id = $3 and ${waiting} offset $17) as over),
  added as (insert into mailbox_request (message_id, type, client_id, provider_id, content, content_digest, issue, test_message,
      sent_at, end_of_life, node_id, reference_id, transaction_code, attachments, state, state_at, history, told_at)
    select $1::uuid, $2::text, $3::text, $4::text, $5::jsonb, $6::text, $7::text, $8::boolean, $9::timestamptz,
      $10::timestamptz, $11::text, $12::uuid, $13::text, $14::jsonb, 'requestIsAcceptedBySmev', $9, $15::jsonb, $9
    from room where not room.full and not room.over
    on conflict (message_id) do nothing returning 1)
  select room.full, room.over, exists (select 1 from added) as added from room`;

const digestOf = (value: unknown) => hash('sha256', JSON.stringify(value) ?? 'null', 'base64');
const later = (tx: Tx, seconds: number) => new Date(tx.now.getTime() + seconds * 1000);
const contentDigest = (content: unknown, attachments: MailboxRequest['attachments']) =>
  digestOf(attachments ? [content, attachments] : content);

/** Whether the client may send this, and whether it fits its type; answers with what the right is for. */
export function permitRequest(
  module: ModuleRuntime,
  directory: Directory,
  client: string,
  message: MailboxRequest,
): { type: KnownType; purpose: string } {
  const type =
    directory.type(message.type) ??
    refuse('missing', 'exchange.type-unknown', `There is no information type ${message.type} on this exchange.`);
  const at = module.clock.now();
  const attempt = { consumer: client, target: type.id, method: 'POST', path: '/', purpose: undefined, at };
  const decision = directory.rights.decide(attempt);
  if (typeof decision === 'string')
    return refuse(
      'forbidden',
      'exchange.access-denied',
      `${client} has no right to send ${type.id}. Ask the provider to grant it.`,
    );
  if (message.testMessage && module.config.circuit === 'production')
    refuse(
      'forbidden',
      'exchange.test-message-in-production',
      'Test messages are not taken in production. Send this one to the test circuit.',
    );
  checkContent(type.requestSchema, message.content, rootOf(type.id));
  return { type, purpose: decision.purpose };
}

/**
 * Queues what may be sent for whoever serves its type. The same id with the same content is acknowledged again and not
 * stored twice, however late; a new message under a stale id is refused.
 */
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
  const { queueLimit, clientQuota } = mailboxLimits(tx.module);
  const { rows } = await tx.prepared<{ full: boolean; over: boolean; added: boolean }>(
    'exchange-send-request',
    insertRequest,
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
      queueLimit - 1,
      clientQuota - 1,
    ],
  );
  if (!rows[0]?.added) {
    const known = await findRequest(tx, message.messageId);
    if (!known && rows[0]) refuseOverflow(rows[0], type.provider, client, clientQuota);
    return acknowledgeAgain(message.messageId, isSame(known, client, type, digest));
  }
  await claimAttachments(tx, client, type.provider, message);
  announce(tx, type.provider, type.id, message.nodeId);
  return { messageId: message.messageId, alreadySent: false };
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

const retry = { retryAfterSeconds: 60 };
function refuseOverflow({ full }: { full: boolean }, provider: string, client: string, clientQuota: number): never {
  if (full)
    refuse('limit', 'exchange.destination-overflow', `The mailbox of ${provider} is full. Send again later.`, retry);
  return refuse(
    'limit',
    'exchange.quota-exceeded',
    `${client} has ${clientQuota} requests waiting, its quota. Send again later.`,
    retry,
  );
}

/** Adds the answer, and moves its request on where the answer is new. */
const insertAnswer = `with added as (
    insert into mailbox_response (message_id, request_id, type, from_id, to_id, answer, answer_digest, sent_at, node_id, attachments, acknowledged_at)
    select $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::jsonb, $7::text, $8::timestamptz, $9::text, $10::jsonb,
      case when $11::text is null then null else $8::timestamptz end
    where exists (select 1 from mailbox_request where message_id = $2::uuid and state = $14::text) and $12::text is not null
    on conflict (message_id) do nothing returning 1),
  moved as (
    update mailbox_request set acknowledged_at = coalesce(acknowledged_at, $8), processing = coalesce($11, processing),
      told_at = case when $11 is null then told_at end, state = $12, history = history || $13::jsonb,
      state_at = case when $13::jsonb = '[]' then state_at else $8 end
    where message_id = $2 and exists (select 1 from added))
  select exists (select 1 from added) as added`;

/** Id of the request that a `replyTo` names. */
export const requestOf = (replyTo: string): string =>
  /#([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(replyTo)?.[1] ??
  refuse('invalid', 'exchange.reply-to-unknown', '"to" must be the replyTo of the request.');

/** Queues the answer for the sender of the request; news of the processing are kept with the request instead. */
export async function sendResponse(
  tx: Tx,
  directory: Directory,
  provider: string,
  message: MailboxResponse,
): Promise<Stored & { requestId: string; type: string; issue: string | undefined }> {
  const requestId = requestOf(message.to);
  const { rows } = await tx.prepared<{
    type: string;
    client_id: string;
    provider_id: string;
    node_id: string | null;
    issue: string | null;
    state: MailboxState;
  }>(
    'exchange-request-of-answer',
    'select type, client_id, provider_id, node_id, issue, state from mailbox_request where message_id = $1 for update',
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
  const processing = answer.processing?.details ?? null;
  const moved = after(request.state, processing === null ? ['answer', 'acceptResponse'] : ['reportProgress'], tx.now);
  const written = await tx.prepared<{ added: boolean }>('exchange-send-response', insertAnswer, [
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
    processing,
    moved?.state ?? null,
    JSON.stringify(moved?.history ?? []),
    request.state,
  ]);
  if (!written.rows[0]?.added) {
    const known = await tx.query<{ from_id: string; request_id: string; answer_digest: string }>(
      'select from_id, request_id, answer_digest from mailbox_response where message_id = $1',
      [message.messageId],
    );
    const [first] = known.rows;
    if (!first)
      refuse('conflict', 'exchange.request-closed', 'The request was not taken, is answered already, or is over.');
    const same = first.from_id === provider && first.request_id === requestId && first.answer_digest === digest;
    return { ...acknowledgeAgain(message.messageId, same), ...about };
  }
  await claimAttachments(tx, provider, request.client_id, message);
  announce(tx, request.client_id, request.type, request.node_id);
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
