// SPDX-License-Identifier: Apache-2.0
/** Requests into the mailbox. What is written here is committed together with its evidence. */
import { hash } from 'node:crypto';
import {
  int8Array,
  jsonbArray,
  type ModuleRuntime,
  refuse,
  textArray,
  timestamptzArray,
  type Tx,
  uuidArray,
} from '@stoa/kernel';
import type { MailboxRequest, Stored } from '../contract.ts';
import type { Directory, KnownType } from '../directory/index.ts';
import { announce } from './arrivals.ts';
import { claimAttachments } from './attachments.ts';
import { checkContent, type ContentSchema, rootOf } from '../content/index.ts';
import { mailboxLimits } from './limits.ts';
import { isStaleId } from './message-id.ts';
import { historyOf } from './states.ts';
import { alone, inRounds, type Outcome, outcomeOf, type TurnStep } from './turn-steps.ts';

const defaultLifeDays = 14;

const waiting = `state in ('requestIsAcceptedBySmev', 'requestIsProcessed')`;
/**
 * Adds those for which their provider and their client have room, all of a provider's or client's or none; what waits is
 * counted no further than the limits. By way of two hubs the same ids are added in one order: neither waits for the other
 * in a circle.
 */
const insertRequests = `with item as materialized (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[],
      $9::timestamptz[], $10::text[], $11::uuid[], $12::text[], $13::jsonb[], $18::bigint[])
    as i(message_id, type, client_id, provider_id, content, content_digest, issue, test_message, end_of_life, node_id,
      reference_id, transaction_code, attachments, bytes)),
  full_provider as materialized (
    select provider_id from (select provider_id, count(*) as more from item group by 1) p
    where more > $16 or exists (select 1 from mailbox_request q where q.provider_id = p.provider_id and ${waiting}
      offset greatest($16 - more, 0))),
  full_client as materialized (
    select client_id from (select client_id, count(*) as more from item group by 1) c
    where more > $17 or exists (select 1 from mailbox_request q where q.client_id = c.client_id and ${waiting}
      offset greatest($17 - more, 0))),
  added as (insert into mailbox_request (message_id, type, client_id, provider_id, content, content_digest, issue, test_message,
      sent_at, end_of_life, node_id, reference_id, transaction_code, attachments, bytes, state, state_at, history, told_at)
    select message_id, type, client_id, provider_id, content, content_digest, issue, test_message::boolean, $14::timestamptz,
      end_of_life, node_id, reference_id, transaction_code, attachments, bytes, 'requestIsAcceptedBySmev', $14, $15::jsonb, $14
    from item where provider_id not in (select provider_id from full_provider)
      and client_id not in (select client_id from full_client)
    order by message_id on conflict (message_id) do nothing returning message_id)
  select i.message_id, a.message_id is not null as added, f.provider_id is not null as full, c.client_id is not null as over
  from item i left join added a using (message_id) left join full_provider f using (provider_id)
    left join full_client c using (client_id)`;

const digestOf = (value: unknown) => hash('sha256', JSON.stringify(value) ?? 'null', 'base64');
const later = (tx: Tx, seconds: number) => new Date(tx.now.getTime() + seconds * 1000);
export const contentDigest = (content: unknown, attachments: MailboxRequest['attachments']) =>
  digestOf(attachments ? [content, attachments] : content);

/**
 * Whether the client may send this, and whether it fits its type; answers with what the right is for.
 * @param bytes size of the message
 * @param passed of `whenChecked`
 */
export function permitRequest(
  { module, directory }: { module: ModuleRuntime; directory: Directory },
  client: string,
  message: MailboxRequest,
  bytes: number,
  passed: ContentSchema | undefined,
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
  checkContent({ schema: type.requestSchema, content: message.content, root: rootOf(type.id) }, bytes, passed);
  return { type, purpose: decision.purpose };
}

/** A request that may be sent. */
export interface Sending {
  readonly client: string;
  readonly type: Pick<KnownType, 'id' | 'provider'>;
  readonly message: MailboxRequest;
}

/**
 * Queues what may be sent for whoever serves its type. The same id with the same content is acknowledged again and not
 * stored twice, however late; a new message under a stale id is refused.
 */
export const enqueueAll: TurnStep<Sending, Stored> = inRounds(
  ({ message }) => [message.messageId],
  async (tx, sent) => {
    const places = await insert(
      tx,
      sent.filter(({ message }) => !tooLate(tx, message)),
    );
    const outcomes: Outcome<Stored>[] = [];
    for (const one of sent) {
      const added = places.get(one.message.messageId)?.added;
      const told = added ? undefined : await outcomeOf(() => sentBefore(tx, one));
      outcomes.push(told ?? (await queued(tx, one)));
    }
    return outcomes;
  },
);

/** One of them alone; throws its refusal. */
export const enqueue = (tx: Tx, client: string, type: Sending['type'], message: MailboxRequest): Promise<Stored> =>
  enqueueRequest(tx, { client, type, message });
const enqueueRequest = alone(enqueueAll);

const endOf = (tx: Tx, { endOfLife }: MailboxRequest) =>
  endOfLife ? new Date(endOfLife) : later(tx, defaultLifeDays * 86_400);
const tooLate = (tx: Tx, message: MailboxRequest) =>
  isStaleId(message.messageId, tx.now) || endOf(tx, message) <= tx.now;

interface Place {
  message_id: string;
  added: boolean;
  full: boolean;
  over: boolean;
}

async function insert(tx: Tx, sent: readonly Sending[]): Promise<ReadonlyMap<string, Place>> {
  if (sent.length === 0) return new Map();
  const { queueLimit, clientQuota } = mailboxLimits(tx.module);
  const messages = sent.map(({ message }) => message);
  const contents = messages.map(({ content }) => JSON.stringify(content));
  const { rows } = await tx.prepared<Place>('exchange-send-requests', insertRequests, [
    uuidArray(messages.map(({ messageId }) => messageId)),
    textArray(sent.map(({ type }) => type.id)),
    textArray(sent.map(({ client }) => client)),
    textArray(sent.map(({ type }) => type.provider)),
    jsonbArray(contents),
    textArray(messages.map(({ content, attachments }) => contentDigest(content, attachments))),
    textArray(messages.map(({ issue }) => issue)),
    textArray(messages.map(({ testMessage }) => String(testMessage ?? false))),
    timestamptzArray(messages.map((message) => endOf(tx, message))),
    textArray(messages.map(({ nodeId }) => nodeId)),
    uuidArray(messages.map(({ messageId, referenceId }) => referenceId ?? messageId)),
    textArray(messages.map(({ transactionCode }) => transactionCode)),
    jsonbArray(messages.map(({ attachments }) => attachments && JSON.stringify(attachments))),
    tx.now,
    JSON.stringify(historyOf(['send', 'acceptRequest'], tx.now)),
    queueLimit,
    clientQuota,
    int8Array(contents.map((content) => Buffer.byteLength(content))),
  ]);
  return new Map(rows.map((row) => [row.message_id, row]));
}

async function queued(tx: Tx, { client, type, message }: Sending): Promise<Stored> {
  await claimAttachments(tx, client, type.provider, message);
  announce(tx, type.provider, type.id, message.nodeId);
  return { messageId: message.messageId, alreadySent: false };
}

/** What is told of a message that was not added; undefined when alone it had room after all. */
async function sentBefore(tx: Tx, sending: Sending): Promise<Stored | undefined> {
  const { client, type, message } = sending;
  const { messageId } = message;
  const known = await findRequest(tx, messageId);
  if (!known) {
    if (isStaleId(messageId, tx.now))
      refuse('gone', 'exchange.message-stale', 'The message id is more than two days old. Make a new one.');
    if (tooLate(tx, message))
      refuse('gone', 'exchange.end-of-life-passed', 'The end of life of the message has passed.');
    const place = (await insert(tx, [sending])).get(messageId);
    if (place?.added) return undefined;
    if (place?.full || place?.over) refuseOverflow(place, type.provider, client, mailboxLimits(tx.module).clientQuota);
  }
  const stored = known ?? (await findRequest(tx, messageId));
  const same =
    stored?.client_id === client &&
    stored.type === type.id &&
    stored.content_digest === contentDigest(message.content, message.attachments);
  return acknowledgeAgain(messageId, same);
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

/** What a message is told that was sent before; refused where its id belongs to another. */
export function acknowledgeAgain(messageId: string, same: boolean): Stored {
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
