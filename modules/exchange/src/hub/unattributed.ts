// SPDX-License-Identifier: Apache-2.0
/** What cannot be attributed to a message of a subsystem is refused with a code too, and leaves a trace. */
import { randomUUID } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { describeError } from '@stoa/kernel';
import { bodyOf, rawFault } from '../wire/index.ts';
import { HubRefusal, type Request } from '../messages/index.ts';
import { channelKey } from './incoming.ts';
import { requestEntry } from '../log/index.ts';
import type { HubParts } from './parts.ts';

type Channel = TLSSocket & { stoaKeyId?: string };

/** Logs the refusal under the subsystem of the channel, where that is known. */
async function recordUnattributed(
  { directory, record }: HubParts,
  socket: Channel,
  code: string,
  request?: Omit<Request, 'body'>,
): Promise<void> {
  const headers = request?.headers ?? {};
  const incoming = {
    method: request?.method ?? '',
    target: request?.target ?? '',
    authority: request?.authority ?? '',
    headers,
    body: bodyOf(Buffer.alloc(0)),
    client: directory.key(socket.stoaKeyId ?? '')?.subsystem ?? 'unknown',
    messageId: (headers['x-road-id'] ?? randomUUID()).slice(0, 100),
    issue: undefined,
  };
  await record(requestEntry(incoming, 'sync', 'unattributed', { outcome: 'refused', code }));
}

/** Runs what has no record of its own; its refusal is logged before it goes on. */
export async function recorded<T>(hub: HubParts, request: Request, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof HubRefusal) await recordUnattributed(hub, request.socket, error.code, request);
    throw error;
  }
}

/** Answers bytes that are no request, or an upgrade that is not accepted, and closes the connection. */
export async function refuseConnection(
  hub: HubParts,
  socket: Channel,
  refusal: HubRefusal,
  request?: Omit<Request, 'body'>,
): Promise<void> {
  try {
    if (!socket.stoaKeyId) channelKey(socket, hub.directory, hub.module.clock.now());
  } catch {
    // Logged as unknown then.
  }
  try {
    await recordUnattributed(hub, socket, refusal.code, request);
  } catch (err) {
    hub.module.log.error({ err: describeError(err) }, 'a refusal could not be logged');
  }
  if (!socket.writable) return void socket.destroy();
  socket.end(rawFault({ type: refusal.code, message: refusal.message, detail: randomUUID() }));
}

export const malformed = () =>
  new HubRefusal('client.malformed_request', 'This is not a request of HTTP/1.1 with a head of at most 32 KiB.');
