// SPDX-License-Identifier: Apache-2.0
/** What the department's own systems call: X-Road REST paths and the mailbox, plain HTTP inside the perimeter. */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import {
  BodyTooLarge,
  digestFits,
  faultDocument,
  faultStatus,
  inMemoryBytes,
  parseServicePath,
  readSignature,
  responseBase,
  signatureHolds,
  takeBody,
} from '@stoa/exchange/wire';
import { isAttachmentPath, passAttachment } from './attachments.ts';
import type { BodyLimits } from './file-spool.ts';
import type { CheckedStream, HubClient } from './hub-client.ts';
import { isSmevPath } from './smev/facade.ts';

/** Largest message of the mailbox, bytes. */
const mailboxBytes = 10 * 1024 * 1024;
/** Longer than any service's own limit at the hub (five minutes). */
const timeoutMs = 310_000;

class Fault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ConsumerParts {
  readonly subsystem: string;
  readonly hub: HubClient;
  readonly bodies: BodyLimits;
  /** Answers `/smev/1.3`, where the department's clients speak that. */
  readonly smev?: Serve | undefined;
}

export function consumerServer(parts: ConsumerParts): Server {
  const { smev } = parts;
  const server = createServer(
    (request, response) =>
      void (smev && isSmevPath(request.url) ? smev(request, response) : serve(parts, request, response)),
  );
  server.requestTimeout = 300_000;
  return server;
}

async function serve(parts: ConsumerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { subsystem, hub } = parts;
  try {
    if (isAttachmentPath(request.url)) {
      checkCaller(subsystem, lastOfEach(request));
      return await passAttachment(subsystem, hub, request, response);
    }
    await deliver(await forward(parts, request), request, response);
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

async function forward({ subsystem, hub, bodies }: ConsumerParts, request: IncomingMessage): Promise<CheckedStream> {
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
  const body = await takeBody(request, mailbox ? mailboxBytes : bodies.limit, bodies.spool);
  try {
    const answer = await hub.open({ method: request.method ?? 'GET', target, headers, body }, timeoutMs);
    if (service && !answer.inSession && !answer.headers['x-road-error'])
      await checkSigner(hub, service.subsystem, messageId, answer);
    return answer;
  } finally {
    await body.drop();
  }
}

/** Hands an answer over; a large one as it comes, broken off when it turns out not to be what was signed. */
async function deliver(answer: CheckedStream, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = answer;
  const digest = headers['content-digest'];
  const checked = digest !== undefined && !headers['x-road-error'] && request.method !== 'HEAD';
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (!(length > inMemoryBytes)) {
    const whole = await buffer(body);
    if (checked && !digestFits(digest, whole)) throw notSigned();
    response.writeHead(status, withoutTransport(headers));
    return void response.end(request.method === 'HEAD' ? undefined : whole);
  }
  response.writeHead(status, { ...withoutTransport(headers), 'content-length': length });
  const sha256 = createHash('sha256');
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sha256.update(chunk);
        yield chunk;
      }
      if (checked && digest !== `sha-256=:${sha256.digest('base64')}:`) throw notSigned();
    },
    response,
  );
}

function checkCaller(subsystem: string, given: Record<string, string>): void {
  if (!given['x-road-client']) throw new Fault('client.missing_header', 'The header X-Road-Client is missing.');
  if (given['x-road-client'] !== subsystem)
    throw new Fault('client.client_mismatch', `This connector speaks for ${subsystem} only.`);
}

/** The provider's own signature, end to end: the hub cannot answer in its place. */
async function checkSigner(hub: HubClient, provider: string, messageId: string, answer: CheckedStream): Promise<void> {
  const signature = readSignature(answer.headers);
  const signer = signature && (await hub.signer(signature.keyId));
  const good =
    signature !== undefined &&
    signer?.name === provider &&
    answer.headers['x-road-id'] === messageId &&
    signatureHolds(signature, responseBase(answer, signature), signer.publicKey);
  if (!good) {
    answer.body.destroy();
    throw notSigned();
  }
}

const notSigned = () =>
  new Fault(
    'server.clientproxy.invalid_response',
    'The answer is not properly signed by the provider and was not accepted.',
  );

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
