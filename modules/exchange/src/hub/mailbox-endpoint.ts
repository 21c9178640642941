// SPDX-License-Identifier: Apache-2.0
/** The mailbox operations as signed HTTP requests of connectors. */
import { complaints, isRefusal, isStorableText, type Refusal, refuse, toProblem } from '@stoa/kernel';
import { type Static, type TSchema, Type } from 'typebox';
import { MailboxRequest, MailboxResponse, Selector, type Stored } from '../contract/mailbox.ts';
import { arrival, missedSoFar } from '../mailbox/arrivals.ts';
import { acknowledge, extendLease, nextRequest, nextResponse } from '../mailbox/deliver.ts';
import { enqueue, permitRequest, requestOf, sendResponse } from '../mailbox/send.ts';
import { cancelRequest, nextStatus, statusOf } from '../mailbox/status.ts';
import { bodyOf } from '../wire/index.ts';
import type { LoggedMessage } from './durable-log.ts';
import type { Message } from './incoming.ts';
import { requestEntry } from './entries.ts';
import type { Work } from './shared-turns.ts';
import type { HubParts } from './sync-call.ts';
import type { TunnelAnswer } from './tunnel.ts';

const Acknowledgement = Type.Object({ accepted: Type.Boolean() }, { additionalProperties: false });
const Lease = Type.Object(
  { leaseSeconds: Type.Integer({ minimum: 10, maximum: 3600 }) },
  { additionalProperties: false },
);
const Nothing = Type.Object({}, { additionalProperties: false });
const isNext = ({ method, target }: Message) =>
  method === 'POST' && /^\/mailbox\/re(quests|sponses)\/next$/.test(target);

export type MailboxParts = Pick<HubParts, 'module' | 'directory' | 'log' | 'turns'>;

/** Answers a mailbox request; its evidence commits together with what it changed. */
export async function mailboxRequest(hub: MailboxParts, incoming: Message): Promise<TunnelAnswer> {
  try {
    const work = workOf(hub, incoming);
    const ask = () => hub.turns(work);
    const { type, nodeId, waitSeconds = 0 } = isNext(incoming) ? read(Selector, incoming) : {};
    const wanted = { subsystem: incoming.client, type, nodeId };
    const end = Date.now() + waitSeconds * 1000;
    let missed = missedSoFar(hub.module, wanted);
    let answer = await ask();
    while (answer === undefined && Date.now() < end && !incoming.gone?.()) {
      await arrival(hub.module, wanted, end - Date.now(), missed);
      missed = missedSoFar(hub.module, wanted);
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
  hub: Pick<HubParts, 'log'>,
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

/** What the message does to the mailbox; refuses what needs no look into it. */
function workOf({ module, directory }: MailboxParts, incoming: Message): Work {
  const path = incoming.target.split('?')[0] ?? '';
  const { client } = incoming;
  switch (`${incoming.method} ${path}`) {
    case 'POST /mailbox/requests': {
      const message = read(MailboxRequest, incoming);
      const { type, purpose } = permitRequest(module, directory, client, message);
      return {
        run: async (tx, keep) => {
          const stored = await enqueue(tx, client, type, message);
          const { messageId, issue } = message;
          if (!stored.alreadySent) keep(evidence(incoming, { target: type.id, messageId, issue }, { purpose }));
          return stored;
        },
      };
    }
    case 'POST /mailbox/requests/next': {
      const wanted = read(Selector, incoming);
      return { run: (tx) => nextRequest(tx, client, wanted) };
    }
    case 'POST /mailbox/responses': {
      const message = read(MailboxResponse, incoming);
      return {
        row: requestOf(message.to),
        run: async (tx, keep) => {
          const { requestId, type, issue, ...stored } = await sendResponse(tx, directory, client, message);
          const about = { target: type, messageId: requestId, issue, direction: 'response' } as const;
          if (!stored.alreadySent) keep(evidence(incoming, about));
          return stored;
        },
      };
    }
    case 'POST /mailbox/responses/next': {
      const wanted = read(Selector, incoming);
      return { run: (tx) => nextResponse(tx, client, wanted) };
    }
    case 'POST /mailbox/statuses/next':
      read(Nothing, incoming);
      return { run: (tx) => nextStatus(tx, client) };
    default:
      return workOnMessage(incoming, path);
  }
}

function workOnMessage(incoming: Message, path: string): Work {
  const { client, method } = incoming;
  const [, id = '', verb] =
    /^\/mailbox\/messages\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(\w+)$/.exec(path) ?? [];
  const done: Stored = { messageId: id, alreadySent: false };
  const about = { target: 'mailbox', messageId: id, issue: undefined };
  switch (`${method} ${verb}`) {
    case 'POST ack': {
      const { accepted } = read(Acknowledgement, incoming);
      return {
        row: id,
        run: async (tx, keep) => {
          await acknowledge(tx, client, id, accepted);
          keep(evidence(incoming, about, { acknowledges: id, accepted }));
          return done;
        },
      };
    }
    case 'POST lease': {
      const { leaseSeconds } = read(Lease, incoming);
      return {
        row: id,
        run: async (tx) => {
          await extendLease(tx, client, id, leaseSeconds);
          return done;
        },
      };
    }
    case 'POST cancel':
      read(Nothing, incoming);
      return {
        row: id,
        run: async (tx, keep) => {
          await cancelRequest(tx, client, id);
          keep(evidence(incoming, about, { cancels: id }));
          return done;
        },
      };
    case 'GET status':
      return { run: (tx) => statusOf(tx, client, id) };
    default:
      return refuse('missing', 'exchange.no-such-address', 'The mailbox has no such address.');
  }
}

/** What is logged of a message that was stored now; a repetition leaves no evidence, since the first did. */
export const evidence = (
  incoming: Message,
  {
    target,
    messageId,
    issue,
    direction = 'request',
  }: Pick<LoggedMessage, 'target' | 'messageId' | 'issue'> & Partial<Pick<LoggedMessage, 'direction'>>,
  facts: Record<string, unknown> = {},
): LoggedMessage => ({
  ...requestEntry(incoming, 'mailbox', target, { issue, facts: { transportId: incoming.messageId, ...facts } }),
  messageId,
  direction,
});

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
