// SPDX-License-Identifier: Apache-2.0
/** How requests reach the hub: HTTP over mutual TLS, and the lines of connectors that begin as an upgrade of it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TLSSocket } from 'node:tls';
import { describeError } from '@stoa/kernel';
import { answerLine, type Leave } from '../wire/index.ts';
import { HubRefusal, type Request } from '../messages/index.ts';
import { type Authenticator, channelKey } from './incoming.ts';
import { serve } from './serve.ts';
import { refuseConnection } from './unattributed.ts';
import type { HubParts } from './parts.ts';

export async function serveHttp(
  hub: HubParts,
  authenticate: Authenticator,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await serve(hub, authenticate, requestOf(incoming));
  // Nobody wants the rest of what is too large.
  const last = answer.headers['x-road-error'] === 'client.body_too_large' ? { connection: 'close' } : {};
  try {
    response.writeHead(answer.status, { ...withoutHop(answer.headers), ...last, 'content-length': answer.body.size });
    if (answer.body.bytes) response.end(answer.body.bytes);
    else await pipeline(Readable.from(answer.body.read()), response);
  } catch (err) {
    hub.module.log.warn({ err: describeError(err) }, 'an answer was broken off');
    response.destroy();
  } finally {
    await answer.done?.();
  }
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = '', url: target = '', rawHeaders } = incoming;
  const headers = single(rawHeaders);
  const socket = incoming.socket as TLSSocket;
  return {
    method,
    target,
    authority: headers.host ?? '',
    headers,
    body: incoming,
    socket,
    gone: () => socket.destroyed,
  };
}

/** Of a repeated header the last counts (PR-REST section 4.3). */
function single(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) headers[(rawHeaders[i] ?? '').toLowerCase()] = rawHeaders[i + 1] ?? '';
  return headers;
}

const hopHeaders = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'te',
  'trailer',
]);
const withoutHop = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.has(name)));

/** `GET /line`: the connector asks on it. `GET /tunnel`: the hub does. */
export function acceptLine(
  hub: HubParts,
  authenticate: Authenticator,
  lines: Map<TLSSocket, Leave>,
  request: IncomingMessage,
  socket: TLSSocket,
  early: Buffer,
): void {
  const { directory, tunnels, module } = hub;
  socket.on('error', () => undefined);
  try {
    // What is asked in a line is refused message by message.
    const key = request.url === '/line' ? undefined : channelKey(socket, directory, module.clock.now());
    const instance = request.headers['x-stoa-instance'];
    const known = request.url === '/line' || request.url === '/tunnel';
    if (!known || request.headers.upgrade !== 'stoa-line' || typeof instance !== 'string' || early.length > 0)
      throw new HubRefusal('client.invalid_service_path', 'Only /line and /tunnel can be upgraded, to stoa-line.');
    socket.setTimeout(0);
    socket.setNoDelay(true);
    const begin = () => {
      if (!key) {
        lines.set(socket, answerOn(hub, authenticate, request.headers.host ?? '', socket));
        return void socket.once('close', () => lines.delete(socket));
      }
      tunnels.add(key.subsystem, instance, key.keyId, socket);
      const stop = directory.whenGone(key.keyId, () => socket.destroy());
      socket.once('close', stop);
    };
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: stoa-line\r\n\r\n', begin);
  } catch (error) {
    if (!(error instanceof HubRefusal)) throw error;
    void refuseConnection(hub, socket, error, requestOf(request));
  }
}

/** @param authority host and port for which the line was opened */
const answerOn = (hub: HubParts, authenticate: Authenticator, authority: string, socket: TLSSocket): Leave =>
  answerLine(
    socket,
    (call) => serve(hub, authenticate, { ...call, authority, socket }),
    (error) => hub.module.log.error({ err: describeError(error) }, 'an answer could not be sent'),
  );
