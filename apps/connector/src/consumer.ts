// SPDX-License-Identifier: Apache-2.0
/** What the department's own systems call: X-Road REST paths and the mailbox, plain HTTP inside the perimeter. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  BodyTooLarge,
  collect,
  faultDocument,
  faultStatus,
  parseServicePath,
  readSignature,
  responseHolds,
} from '@stoa/exchange/wire';
import { isAttachmentPath, passAttachment } from './attachments.ts';
import type { HubClient } from './hub-client.ts';
import type { HubAnswer } from './hub-link.ts';
import { isSmevPath } from './smev/facade.ts';

/** Largest request a consumer may send, bytes. */
const maxBodyBytes = 10 * 1024 * 1024;
/** Longer than any service's own limit at the hub (five minutes). */
const timeoutMs = 310_000;

class Fault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** @param smev answers `/smev/1.3`, where the department's clients speak that */
export function consumerServer(subsystem: string, hub: HubClient, smev?: Serve): Server {
  const server = createServer(
    (request, response) =>
      void (smev && isSmevPath(request.url) ? smev(request, response) : serve(subsystem, hub, request, response)),
  );
  server.requestTimeout = 60_000;
  return server;
}

async function serve(
  subsystem: string,
  hub: HubClient,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (isAttachmentPath(request.url)) {
      checkCaller(subsystem, lastOfEach(request));
      return await passAttachment(subsystem, hub, request, response);
    }
    const answer = await forward(subsystem, hub, request);
    response.writeHead(answer.status, answer.headers);
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  } catch (error) {
    const known = error instanceof Fault || error instanceof BodyTooLarge;
    const fault = {
      type: error instanceof Fault ? error.code : known ? 'client.body_too_large' : 'server.clientproxy.network_error',
      message: known ? error.message : 'The hub does not answer. Please try again later.',
      detail: randomUUID(),
    };
    const { contentType, body } = faultDocument(fault, request.headers.accept);
    if (response.headersSent) return void response.destroy();
    response.writeHead(faultStatus(fault), {
      'content-type': contentType,
      'x-road-error': fault.type,
      connection: 'close',
    });
    response.end(body);
  }
}

async function forward(subsystem: string, hub: HubClient, request: IncomingMessage): Promise<HubAnswer> {
  const given = lastOfEach(request);
  const target = request.url ?? '';
  const mailbox = target.startsWith('/mailbox/');
  const service = mailbox ? undefined : parseServicePath(target);
  if (!mailbox && !service)
    throw new Fault(
      'client.invalid_service_path',
      'The path must be /r1/instance/class/member/subsystem/service, or one of the mailbox.',
    );
  checkCaller(subsystem, given);
  const messageId = given['x-road-id'] ?? randomUUID();
  const headers: Record<string, string | undefined> = { 'x-road-client': subsystem, 'x-road-id': messageId };
  for (const name of ['accept', 'content-type', 'x-road-issue', 'x-road-userid', 'authorization'])
    headers[name] = given[name];
  headers.accept ??= 'application/json';
  const answer = await hub.send(
    { method: request.method ?? 'GET', target, headers, body: await collect(request, maxBodyBytes) },
    timeoutMs,
  );
  if (service && !answer.inSession && !answer.headers['x-road-error'])
    await checkSigner(hub, service.subsystem, messageId, answer);
  const { status, body } = answer;
  return { status, body, headers: withoutTransport(answer.headers) };
}

function checkCaller(subsystem: string, given: Record<string, string>): void {
  if (!given['x-road-client']) throw new Fault('client.missing_header', 'The header X-Road-Client is missing.');
  if (given['x-road-client'] !== subsystem)
    throw new Fault('client.client_mismatch', `This connector speaks for ${subsystem} only.`);
}

/** The provider's own signature, end to end: the hub cannot answer in its place. */
async function checkSigner(hub: HubClient, provider: string, messageId: string, answer: HubAnswer): Promise<void> {
  const signer = await hub.signer(readSignature(answer.headers)?.keyId ?? '');
  const good =
    signer?.name === provider && answer.headers['x-road-id'] === messageId && responseHolds(answer, signer.publicKey);
  if (!good)
    throw new Fault(
      'server.clientproxy.invalid_response',
      'The answer is not properly signed by the provider and was not accepted.',
    );
}

const transport = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'date',
  'signature',
  'signature-input',
  'content-digest',
]);
const withoutTransport = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !transport.has(name)));

function lastOfEach(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    headers[(request.rawHeaders[i] ?? '').toLowerCase()] = request.rawHeaders[i + 1] ?? '';
  return headers;
}
