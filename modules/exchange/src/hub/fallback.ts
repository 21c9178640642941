// SPDX-License-Identifier: Apache-2.0
/**
 * A sync call whose provider is away waits in the mailbox, where its caller asks for that (`X-Stoa-Fallback: mailbox`)
 * and the service allows it: under the same id, by the same right, as a request of the type that is the service's id.
 * Only what certainly did not reach the provider is kept, so that nothing is done twice.
 */
import { isRefusal, type Tx } from '@stoa/kernel';
import { enqueue, isKnownRequest, storedEntry } from '../mailbox/index.ts';
import type { Incoming } from './incoming.ts';
import { writeMessages } from '../log/index.ts';
import { ownAnswer } from './own-answer.ts';
import { type Answer, HubRefusal } from '../messages/index.ts';
import type { HubParts } from './parts.ts';

/** Refusals after which nothing was sent. */
const unsent = new Set(['server.serverproxy.service_unavailable', 'server.serverproxy.busy']);
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Headers of the call that its provider is handed with it. */
const kept = ['accept', 'content-type', 'x-road-userid', 'x-road-represented-party', 'x-stoa-purpose'];

export interface KeptCall {
  readonly service: string;
  readonly provider: string;
  /** Path below the service code with query. */
  readonly path: string;
  readonly requestId: string;
  readonly fallback: boolean;
}

const asked = ({ headers, messageId, body }: Incoming, { fallback }: KeptCall) =>
  fallback && headers['x-stoa-fallback'] === 'mailbox' && uuid.test(messageId) && body.bytes !== undefined;

/** 202 for a call that waits in the mailbox already; undefined for any other. */
export async function keptBefore(hub: HubParts, incoming: Incoming, call: KeptCall): Promise<Answer | undefined> {
  if (!asked(incoming, call)) return undefined;
  const known = await hub.module.tx({ kind: 'system' }, (tx) => isKnownRequest(tx, incoming.messageId));
  return known ? keep(hub, incoming, call) : undefined;
}

/** 202 once the call waits in the mailbox; undefined where the failure has to be told instead. */
export async function keepForLater(
  hub: HubParts,
  incoming: Incoming,
  call: KeptCall,
  failure: HubRefusal,
): Promise<Answer | undefined> {
  return unsent.has(failure.code) && asked(incoming, call) ? keep(hub, incoming, call) : undefined;
}

async function keep(hub: HubParts, incoming: Incoming, call: KeptCall): Promise<Answer> {
  const { service, requestId } = call;
  try {
    await hub.module.tx({ kind: 'system' }, (tx) => store(tx, incoming, call));
  } catch (error) {
    // What is no matter of the mailbox, such as a database that is away, is not the caller's fault.
    if (isRefusal(error) && error.code.startsWith('exchange.'))
      throw new HubRefusal(
        `client.${error.code.replace('exchange.', '').replaceAll('-', '_')}`,
        error.message,
        error.retryAfterSeconds,
      );
    throw error;
  }
  const body = JSON.stringify({ messageId: incoming.messageId, waitsIn: 'mailbox', type: service });
  const headers = { 'content-type': 'application/json', 'x-stoa-fallback': 'mailbox' };
  return ownAnswer(hub, incoming, service, requestId, { status: 202, headers, body });
}

async function store(tx: Tx, incoming: Incoming, { service, provider, path, requestId }: KeptCall): Promise<void> {
  const { method, headers, body, client, messageId, issue } = incoming;
  const content = {
    method,
    path,
    headers: Object.fromEntries(kept.flatMap((name) => (headers[name] ? [[name, headers[name]]] : []))),
    ...(body.size > 0 ? { body: (body.bytes as Buffer).toString('base64') } : {}),
  };
  const stored = await enqueue(tx, client, { id: service, provider }, { messageId, type: service, content, issue });
  if (!stored.alreadySent)
    await writeMessages(tx, [
      storedEntry(incoming, { target: service, messageId, issue }, { requestId, fallback: true }),
    ]);
}
