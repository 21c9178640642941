// SPDX-License-Identifier: Apache-2.0
/** Attachments pass through the connector as they come, never whole in memory. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { HubClient } from './hub-client.ts';

/** Longest silence of the hub, milliseconds: it unpacks an archive once before it answers. */
const timeoutMs = 120_000;
const passed = ['content-type', 'content-length', 'content-digest', 'retry-after'];

export const isAttachmentPath = (target: string | undefined): boolean =>
  target?.startsWith('/mailbox/attachments/') ?? false;

/** Forwards a PUT or GET whose caller was checked; the department's own Content-Digest is what gets signed. */
export async function passAttachment(
  subsystem: string,
  hub: HubClient,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const given = request.headers;
  const whole = given['content-digest'] !== undefined && given['content-length'] !== undefined;
  if (request.method === 'PUT' && !whole) return refuseUpload(response);
  const headers = {
    'x-road-client': subsystem,
    'x-road-id': randomUUID(),
    accept: 'application/json',
    'content-digest': given['content-digest'] as string | undefined,
    'content-length': given['content-length'],
  };
  const upload = request.method === 'PUT' ? request : undefined;
  const answer = await hub.stream(
    { method: request.method ?? '', target: request.url ?? '', headers },
    upload,
    timeoutMs,
  );
  request.resume();
  response.writeHead(
    answer.status,
    Object.fromEntries(passed.flatMap((name) => (answer.headers[name] ? [[name, answer.headers[name]]] : []))),
  );
  if (Buffer.isBuffer(answer.body)) response.end(answer.body);
  else await pipeline(answer.body, response);
}

function refuseUpload(response: ServerResponse): void {
  const detail = 'An attachment needs a Content-Length and a Content-Digest of sha-256.';
  const problem = { type: 'about:blank', title: 'Not accepted', status: 422, code: 'exchange.message-invalid', detail };
  response.writeHead(422, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(problem));
}
