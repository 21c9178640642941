// SPDX-License-Identifier: Apache-2.0
/** The mailbox operations as signed HTTP requests of connectors. */
import type { Principal } from '@stoa/kernel/contract';
import { complaints, isRefusal, isStorableText, type Refusal, refuse, toProblem, type Tx } from '@stoa/kernel';
import { type Static, type TSchema, Type } from 'typebox';
import { MailboxRequest, MailboxResponse, Selector, type Stored } from '../contract/mailbox.ts';
import { arrival } from '../mailbox/arrivals.ts';
import { acknowledge, extendLease, nextRequest, nextResponse } from '../mailbox/deliver.ts';
import { sendRequest, sendResponse } from '../mailbox/send.ts';
import { cancelRequest, nextStatus, statusOf } from '../mailbox/status.ts';
import { bodyOf } from '../wire/index.ts';
import { logStatement, type LoggedMessage, makeMessageEntry } from './durable-log.ts';
import type { Message } from './incoming.ts';
import { requestEntry } from './entries.ts';
import type { HubParts } from './sync-call.ts';
import type { TunnelAnswer } from './tunnel.ts';

const Acknowledgement = Type.Object({ accepted: Type.Boolean() }, { additionalProperties: false });
const Lease = Type.Object(
  { leaseSeconds: Type.Integer({ minimum: 10, maximum: 3600 }) },
  { additionalProperties: false },
);
const Nothing = Type.Object({}, { additionalProperties: false });
const system: Principal = { kind: 'system' };
const isNext = ({ method, target }: Message) =>
  method === 'POST' && /^\/mailbox\/re(quests|sponses)\/next$/.test(target);

export type MailboxParts = Pick<HubParts, 'module' | 'directory' | 'log'>;

/** Answers a mailbox request; its evidence commits together with what it changed. */
export async function mailboxRequest(hub: MailboxParts, incoming: Message): Promise<TunnelAnswer> {
  try {
    const ask = () => hub.module.tx(system, (tx) => run(tx, hub, incoming));
    const { type, waitSeconds = 0 } = isNext(incoming) ? read(Selector, incoming) : {};
    let answer = await ask();
    for (
      const end = Date.now() + waitSeconds * 1000;
      answer === undefined && Date.now() < end && !incoming.gone?.();
    ) {
      await arrival(hub.module, incoming.client, type, end - Date.now());
      if (!incoming.gone?.()) answer = await ask();
    }
    return answer === undefined ? { status: 204, headers: {}, body: bodyOf(Buffer.alloc(0)) } : json(200, answer);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refusedAnswer(hub, incoming, error);
  }
}

/** The problem document of a refusal, once its record is durable. */
export async function refusedAnswer(
  hub: MailboxParts,
  incoming: Message,
  error: Refusal,
  kind: 'mailbox' | 'event' = 'mailbox',
): Promise<TunnelAnswer> {
  await hub.log(requestEntry(incoming, kind, kind, { outcome: 'refused', code: error.code }));
  const { status, problem, retryAfterSeconds } = toProblem(error, incoming.messageId);
  const answer = json(status, problem);
  if (retryAfterSeconds) answer.headers['retry-after'] = String(retryAfterSeconds);
  return answer;
}

export const json = (status: number, body: unknown): TunnelAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: bodyOf(Buffer.from(JSON.stringify(body))),
});

async function run(tx: Tx, hub: MailboxParts, incoming: Message): Promise<unknown> {
  const path = incoming.target.split('?')[0];
  const { client } = incoming;
  switch (`${incoming.method} ${path}`) {
    case 'POST /mailbox/requests': {
      const message = read(MailboxRequest, incoming);
      const { purpose, ...stored } = await sendRequest(tx, hub.directory, client, message);
      return logged(tx, incoming, message.type, message.messageId, message.issue, stored, 'request', { purpose });
    }
    case 'POST /mailbox/requests/next':
      return nextRequest(tx, client, read(Selector, incoming));
    case 'POST /mailbox/responses': {
      const message = read(MailboxResponse, incoming);
      const { requestId, type, issue, ...stored } = await sendResponse(tx, hub.directory, client, message);
      return logged(tx, incoming, type, requestId, issue, stored, 'response');
    }
    case 'POST /mailbox/responses/next':
      return nextResponse(tx, client, read(Selector, incoming));
    case 'POST /mailbox/statuses/next':
      read(Nothing, incoming);
      return nextStatus(tx, client);
    default:
      return aboutMessage(tx, incoming, path ?? '');
  }
}

async function aboutMessage(tx: Tx, incoming: Message, path: string): Promise<unknown> {
  const { client, method } = incoming;
  const [, id = '', verb] =
    /^\/mailbox\/messages\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(\w+)$/.exec(path) ?? [];
  const done = { messageId: id, alreadySent: false };
  const recorded = (facts: Record<string, unknown>) =>
    logged(tx, incoming, 'mailbox', id, undefined, done, 'request', facts);
  switch (`${method} ${verb}`) {
    case 'POST ack': {
      const { accepted } = read(Acknowledgement, incoming);
      await acknowledge(tx, client, id, accepted);
      return recorded({ acknowledges: id, accepted });
    }
    case 'POST lease':
      await extendLease(tx, client, id, read(Lease, incoming).leaseSeconds);
      return done;
    case 'POST cancel':
      read(Nothing, incoming);
      await cancelRequest(tx, client, id);
      return recorded({ cancels: id });
    case 'GET status':
      return statusOf(tx, client, id);
    default:
      return refuse('missing', 'exchange.no-such-address', 'The mailbox has no such address.');
  }
}

/** Evidence of a message that was stored now; a repetition leaves none, since the first did. */
export async function logged(
  tx: Tx,
  incoming: Message,
  target: string,
  messageId: string,
  issue: string | undefined,
  stored: Stored,
  direction: LoggedMessage['direction'] = 'request',
  facts: Record<string, unknown> = {},
): Promise<Stored> {
  if (stored.alreadySent) return stored;
  const message = {
    ...requestEntry(incoming, 'mailbox', target, { issue, facts: { transportId: incoming.messageId, ...facts } }),
    messageId,
    direction,
  };
  const { name, text, values } = logStatement([{ entry: makeMessageEntry(tx.module, message), message }]);
  await tx.prepared(name, text, values);
  return stored;
}

/** What the body holds, once it fits the schema. */
export function read<S extends TSchema>(schema: S, incoming: Message): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse((incoming.body.bytes ?? '').toString());
  } catch {
    refuse('invalid', 'exchange.body-malformed', 'The body is not JSON.');
  }
  if (!isStorableText(value))
    refuse(
      'invalid',
      'exchange.text-malformed',
      'The message holds characters that are no text (U+0000 or half a surrogate pair).',
    );
  const wrong = complaints(schema, value);
  if (wrong.length > 0)
    refuse(
      'invalid',
      'exchange.message-invalid',
      `Please correct: ${wrong.map((w) => `${w.pointer || '/'} ${w.message}`).join('; ')}.`,
      { errors: wrong },
    );
  return value as Static<S>;
}
