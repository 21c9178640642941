// SPDX-License-Identifier: Apache-2.0
/** Answers into the mailbox. What is written here is committed together with its evidence. */
import { int8Array, isRefusal, jsonbArray, refuse, textArray, type Tx, uuidArray } from '@stoa/kernel';
import type { MailboxResponse, MailboxState, Stored } from '../contract.ts';
import type { Directory } from '../directory/index.ts';
import { announce } from './arrivals.ts';
import { claimAttachments } from './attachments.ts';
import { checkContent, type ContentSchema, rootOf } from '../content/index.ts';
import { acknowledgeAgain, contentDigest } from './send.ts';
import { after } from './states.ts';
import { alone, inRounds, type Outcome, outcomeOf, type TurnStep } from './turn-steps.ts';

/** Adds the answers whose requests are as they were when looked at, and moves those requests on. */
const insertAnswers = `with item as materialized (
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[], $8::text[],
      $9::jsonb[], $10::text[], $11::text[], $12::jsonb[], $13::text[], $15::bigint[])
    as i(message_id, request_id, type, from_id, to_id, answer, answer_digest, node_id, attachments, processing, state, history,
      found, bytes)),
  added as (
    insert into mailbox_response (message_id, request_id, type, from_id, to_id, answer, answer_digest, sent_at, node_id, attachments,
      bytes, acknowledged_at)
    select message_id, request_id, type, from_id, to_id, answer, answer_digest, $14::timestamptz, node_id, attachments, bytes,
      case when processing is null then null else $14 end
    from item i where state is not null
      and exists (select 1 from mailbox_request q where q.message_id = i.request_id and q.state = i.found)
    order by i.message_id on conflict (message_id) do nothing returning message_id),
  moved as (
    update mailbox_request q set acknowledged_at = coalesce(q.acknowledged_at, $14),
      processing = coalesce(i.processing, q.processing), told_at = case when i.processing is null then q.told_at end,
      state = i.state, history = q.history || i.history,
      state_at = case when i.history = '[]' then q.state_at else $14 end
    from item i join added using (message_id) where q.message_id = i.request_id)
  select message_id from added`;

/** Id of the request that a `replyTo` names. */
export const requestOf = (replyTo: string): string =>
  /#([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(replyTo)?.[1] ??
  refuse('invalid', 'exchange.reply-to-unknown', '"to" must be the replyTo of the request.');

/** An answer of the subsystem to a request that it got. */
export interface Answering {
  readonly directory: Directory;
  readonly provider: string;
  readonly message: MailboxResponse;
  /** Size of the message. */
  readonly bytes: number;
  /** Of `whenChecked`. */
  readonly passed: ContentSchema | undefined;
}
/** What is known of the request. */
export interface Answered extends Stored {
  readonly requestId: string;
  readonly type: string;
  readonly issue: string | undefined;
}

interface RequestRow {
  message_id: string;
  type: string;
  client_id: string;
  provider_id: string;
  node_id: string | null;
  issue: string | null;
  state: MailboxState;
}

/** An answer whose request is known and that fits it. */
interface Fitting {
  readonly request: RequestRow;
  readonly message: MailboxResponse;
  readonly answer: ReturnType<typeof answerOf>;
  readonly digest: string;
  readonly processing: string | undefined;
  /** Where the request goes; undefined where its state does not allow that. */
  readonly moved: ReturnType<typeof after>;
}

/** Queues answers for the senders of their requests; news of the processing are kept with the request instead. */
export const sendResponses: TurnStep<Answering, Answered> = inRounds(
  ({ message }) => [message.messageId, requestOf(message.to)],
  async (tx, given) => {
    const requests = await requestsOf(tx, given);
    const fitting = await Promise.all(
      given.map((one) => outcomeOf(() => fit(tx, one, requests.get(requestOf(one.message.to))))),
    );
    const added = await insert(
      tx,
      fitting.filter((one): one is Fitting => !isRefusal(one)),
    );
    const outcomes: Outcome<Answered>[] = [];
    for (const one of fitting) {
      if (isRefusal(one)) outcomes.push(one);
      else if (added.has(one.message.messageId)) outcomes.push(await queued(tx, one));
      else outcomes.push(await outcomeOf(() => sentBefore(tx, one)));
    }
    return outcomes;
  },
);

/** One of them alone; throws its refusal. */
export const sendResponse: (tx: Tx, answering: Answering) => Promise<Answered> = alone(sendResponses);

async function requestsOf(tx: Tx, given: readonly Answering[]): Promise<ReadonlyMap<string, RequestRow>> {
  const { rows } = await tx.prepared<RequestRow>(
    'exchange-requests-of-answers',
    `select message_id, type, client_id, provider_id, node_id, issue, state from mailbox_request
     where message_id = any($1::uuid[]) order by message_id for update`,
    [uuidArray(given.map(({ message }) => requestOf(message.to)))],
  );
  return new Map(rows.map((row) => [row.message_id, row]));
}

/** Refuses an answer to what the subsystem never got, and one that does not fit the information type. */
function fit(tx: Tx, answering: Answering, request: RequestRow | undefined): Fitting {
  const { directory, provider, message, bytes, passed } = answering;
  if (request?.provider_id !== provider)
    return refuse('missing', 'exchange.reply-to-unknown', '"to" must be the replyTo of a request to this subsystem.');
  const answer = answerOf(message);
  if (answer.content !== undefined) {
    const { namespace } = rootOf(request.type);
    const schema = directory.type(request.type)?.responseSchema ?? {};
    checkContent({ schema, content: answer.content, root: { namespace } }, bytes, passed);
  }
  const processing = answer.processing?.details;
  const events = processing === undefined ? (['answer', 'acceptResponse'] as const) : (['reportProgress'] as const);
  const digest = contentDigest(answer, message.attachments);
  return { request, message, answer, digest, processing, moved: after(request.state, events, tx.now) };
}

/** Ids of those that were added. */
async function insert(tx: Tx, fitting: readonly Fitting[]): Promise<ReadonlySet<string>> {
  if (fitting.length === 0) return new Set();
  const answers = fitting.map(({ answer }) => JSON.stringify(answer));
  const { rows } = await tx.prepared<{ message_id: string }>('exchange-send-responses', insertAnswers, [
    uuidArray(fitting.map(({ message }) => message.messageId)),
    uuidArray(fitting.map(({ request }) => request.message_id)),
    textArray(fitting.map(({ request }) => request.type)),
    textArray(fitting.map(({ request }) => request.provider_id)),
    textArray(fitting.map(({ request }) => request.client_id)),
    jsonbArray(answers),
    textArray(fitting.map(({ digest }) => digest)),
    textArray(fitting.map(({ request }) => request.node_id)),
    jsonbArray(fitting.map(({ message }) => message.attachments && JSON.stringify(message.attachments))),
    textArray(fitting.map(({ processing }) => processing)),
    textArray(fitting.map(({ moved }) => moved?.state)),
    jsonbArray(fitting.map(({ moved }) => JSON.stringify(moved?.history ?? []))),
    textArray(fitting.map(({ request }) => request.state)),
    tx.now,
    int8Array(answers.map((answer) => Buffer.byteLength(answer))),
  ]);
  return new Set(rows.map(({ message_id: id }) => id));
}

const about = ({ request, message }: Fitting) => ({
  messageId: message.messageId,
  requestId: request.message_id,
  type: request.type,
  issue: request.issue ?? undefined,
});

async function queued(tx: Tx, one: Fitting): Promise<Answered> {
  const { request, message } = one;
  await claimAttachments(tx, request.provider_id, request.client_id, message);
  announce(tx, request.client_id, request.type, request.node_id);
  return { ...about(one), alreadySent: false };
}

async function sentBefore(tx: Tx, one: Fitting): Promise<Answered> {
  const { request, message, digest } = one;
  const { rows } = await tx.query<{ from_id: string; request_id: string; answer_digest: string }>(
    'select from_id, request_id, answer_digest from mailbox_response where message_id = $1',
    [message.messageId],
  );
  const [first] = rows;
  if (!first)
    return refuse('conflict', 'exchange.request-closed', 'The request was not taken, is answered already, or is over.');
  const same =
    first.from_id === request.provider_id && first.request_id === request.message_id && first.answer_digest === digest;
  return { ...about(one), ...acknowledgeAgain(message.messageId, same) };
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
