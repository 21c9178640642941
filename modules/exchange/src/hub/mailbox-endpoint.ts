// SPDX-License-Identifier: Apache-2.0
/** The mailbox operations as signed HTTP requests of connectors. */
import type { Principal } from '@stoa/kernel/contract';
import { complaints, isRefusal, isStorableText, refuse, toProblem, type Tx } from '@stoa/kernel';
import { type Static, type TSchema, Type } from 'typebox';
import { MailboxRequest, MailboxResponse } from '../connector-client.ts';
import {
  acknowledge,
  nextRequest,
  nextResponse,
  sendRequest,
  sendResponse,
  statusOf,
  type Stored,
} from '../mailbox.ts';
import { logStatement, type LoggedMessage, makeMessageEntry } from './durable-log.ts';
import type { Incoming } from './incoming.ts';
import { type HubParts, requestEntry } from './sync-call.ts';
import type { TunnelAnswer } from './tunnel.ts';

const Next = Type.Object({ type: Type.Optional(Type.String({ maxLength: 300 })) }, { additionalProperties: false });
const Acknowledgement = Type.Object({ accepted: Type.Boolean() }, { additionalProperties: false });
const system: Principal = { kind: 'system' };

/** Answers a mailbox request; its evidence commits together with what it changed. */
export async function mailboxRequest(hub: HubParts, incoming: Incoming): Promise<TunnelAnswer> {
  try {
    const answer = await hub.module.tx(system, (tx) => run(tx, hub, incoming));
    return answer === undefined ? { status: 204, headers: {}, body: Buffer.alloc(0) } : json(200, answer);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await hub.log(requestEntry(incoming, 'mailbox', 'mailbox', { outcome: 'refused', code: error.code }));
    const { status, problem } = toProblem(error, incoming.messageId);
    return json(status, problem);
  }
}

const json = (status: number, body: unknown): TunnelAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

async function run(tx: Tx, hub: HubParts, incoming: Incoming): Promise<unknown> {
  const path = incoming.target.split('?')[0];
  const { client } = incoming;
  switch (`${incoming.method} ${path}`) {
    case 'POST /mailbox/requests': {
      const message = read(MailboxRequest, incoming);
      return logged(
        tx,
        incoming,
        message.type,
        message.messageId,
        message.issue,
        await sendRequest(tx, hub.directory, client, message),
      );
    }
    case 'POST /mailbox/requests/next':
      return nextRequest(tx, client, read(Next, incoming).type);
    case 'POST /mailbox/responses': {
      const message = read(MailboxResponse, incoming);
      const stored = await sendResponse(tx, hub.directory, client, message);
      const request = await tx.query<{ request_id: string; type: string; issue: string | null }>(
        'select r.request_id, r.type, q.issue from mailbox_response r join mailbox_request q on q.message_id = r.request_id where r.message_id = $1',
        [message.messageId],
      );
      const { request_id: requestId = message.messageId, type = '', issue } = request.rows[0] ?? {};
      return logged(tx, incoming, type, requestId, issue ?? undefined, stored, 'response');
    }
    case 'POST /mailbox/responses/next':
      return nextResponse(tx, client, read(Next, incoming).type);
    default:
  }
  const id = /^\/mailbox\/messages\/([0-9a-f-]{36})\/(ack|status)$/.exec(path ?? '');
  if (id?.[2] === 'ack' && incoming.method === 'POST') {
    const { accepted } = read(Acknowledgement, incoming);
    await acknowledge(tx, client, id[1] ?? '', accepted);
    return logged(
      tx,
      incoming,
      'mailbox',
      id[1] ?? '',
      undefined,
      { messageId: id[1] ?? '', alreadySent: false },
      'request',
      { acknowledges: id[1], accepted },
    );
  }
  if (id?.[2] === 'status' && incoming.method === 'GET')
    return { messageId: id[1], status: await statusOf(tx, client, id[1] ?? '') };
  return refuse('missing', 'exchange.no-such-address', 'The mailbox has no such address.');
}

/** Evidence of a message that was stored now; a repetition leaves none, since the first did. */
async function logged(
  tx: Tx,
  incoming: Incoming,
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

/** The body of a request, checked against its schema. */
export function read<S extends TSchema>(schema: S, incoming: Incoming): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse(incoming.body.toString());
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
