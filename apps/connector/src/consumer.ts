// SPDX-License-Identifier: Apache-2.0
/** What the department's own systems call: X-Road REST paths and the mailbox, plain HTTP inside the perimeter. */
import { createHash, randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import {
  BodyTooLarge,
  digestFits,
  formerSpelling,
  identifierParts,
  inMemoryBytes,
  leave,
  maxHeadBytes,
  metadataServices,
  parseServicePath,
  partsHeader,
  partsRoot,
  passedHeaders,
  passedRequestHeaders,
  rawFault,
  readSignature,
  receivedHeaders,
  responseBase,
  signatureHolds,
  takeBody,
  takesParts,
  wholeOf,
  wrongIdentifier,
} from '@stoa/exchange/wire';
import type { Access, Turned } from './access.ts';
import { isAttachmentPath, passAttachment } from './attachments.ts';
import type { BodyLimits } from './file-spool.ts';
import type { CheckedStream, HubClient } from './hub-client.ts';
import { isGovstackRequest } from './govstack.ts';
import { isSmevPath } from './smev/facade.ts';
import { faultAnswer, type FaultSpelling, retoldFault } from './xroad-faults.ts';

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
  readonly spelling: FaultSpelling;
  /** Answers `/smev/1.3`, where the department's clients speak that. */
  readonly smev?: Serve | undefined;
  /** Answers rooms and metadata as GovStack has them. */
  readonly govstack: Serve;
  /** Who may speak for the department. */
  readonly access: Access;
  /** Certificate and key in PEM, where it listens with TLS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
}

export function consumerServer(consumer: ConsumerParts): Server {
  const { smev, govstack, tls } = consumer;
  const options = { maxHeaderSize: maxHeadBytes, requireHostHeader: false };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const turned = consumer.access.check(request);
    if (turned) return turnAway(turned, consumer.spelling, request, response);
    if (smev && isSmevPath(request.url)) return void smev(request, response);
    if (isGovstackRequest(request)) return void govstack(request, response);
    void serve(consumer, request, response);
  };
  // Certificates of the department's systems are compared one by one: no authority has to issue them.
  const server = tls
    ? createTlsServer({ ...options, ...tls, requestCert: true, rejectUnauthorized: false }, answer)
    : createServer(options, answer);
  server.requestTimeout = 300_000;
  // Longer than any client keeps an idle connection by itself: none is closed under a request that is just being sent.
  server.keepAliveTimeout = 75_000;
  // What cannot be expected from the next hop is no reason to refuse here: the header is dropped (PR-REST section 4.3).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const type = 'client.malformed_request';
    const message = 'This is not a request of HTTP/1.1 with a head of at most 12 KiB.';
    const spelled = consumer.spelling === '7.7' ? formerSpelling(type) : type;
    socket.end(rawFault({ type: spelled, message, detail: randomUUID() }));
  });
  return server;
}

function turnAway(
  { code, message }: Turned,
  spelling: FaultSpelling,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { headers, body } = faultAnswer(
    { type: code, message, detail: randomUUID() },
    request.headers.accept,
    spelling,
  );
  const asks = code === 'client.unauthenticated' ? { 'www-authenticate': 'Bearer' } : {};
  response.writeHead(statuses[code] ?? 400, { ...headers, ...asks, connection: 'close' });
  response.end(body);
}
const statuses: Readonly<Record<string, number>> = {
  'client.unauthenticated': 401,
  'client.browser_refused': 403,
  'client.unknown_host': 421,
};

async function serve(consumer: ConsumerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { subsystem, hub, spelling } = consumer;
  const given = receivedHeaders(request);
  given['x-road-client'] ??= given['x-govstack-client'];
  const messageId = String(given['x-road-id'] ?? randomUUID());
  try {
    if (isAttachmentPath(request.url)) {
      checkCaller(subsystem, given);
      return await passAttachment(subsystem, hub, request, response);
    }
    await deliver(await forward(consumer, request, given, messageId), messageId, request, response);
  } catch (error) {
    const known = error instanceof Fault || error instanceof BodyTooLarge;
    const fault = {
      type: error instanceof Fault ? error.code : known ? 'client.body_too_large' : 'server.clientproxy.network_error',
      message: known ? error.message : 'The hub does not answer. Please try again later.',
      detail: randomUUID(),
    };
    if (response.headersSent) return void response.destroy();
    const { status, headers, body } = faultAnswer(fault, request.headers.accept, spelling);
    response.writeHead(status, { 'x-road-id': messageId, ...headers, connection: 'close' });
    response.end(body);
  }
}

const mailboxHeaders = ['accept', 'content-type', 'x-road-issue', 'x-road-userid', 'authorization'];

async function forward(
  { subsystem, hub, bodies, spelling }: ConsumerParts,
  request: IncomingMessage,
  given: IncomingHttpHeaders,
  messageId: string,
): Promise<CheckedStream> {
  const target = request.url ?? '';
  const mailbox = /^\/(mailbox\/|events([/?]|$))/.test(target);
  const clients = /^\/listClients(\?|$)/.test(target);
  const service = mailbox ? undefined : parseServicePath(target);
  if (!mailbox && !clients && !service)
    throw new Fault(
      'client.invalid_service_path',
      'The path must be /r1/instance/class/member/subsystem/service, or one of the mailbox or of events.',
    );
  if (!clients || given['x-road-client']) checkCaller(subsystem, given);
  const wrong = wrongIdentifier(given);
  if (wrong) throw new Fault('client.invalid_header', wrong);
  const passed = passedRequestHeaders(given);
  if (mailbox) for (const name of Object.keys(passed)) if (!mailboxHeaders.includes(name)) delete passed[name];
  // Without Accept, listClients answers XML (PR-META section 2).
  const accept = clients ? '*/*' : 'application/json';
  const headers: Record<string, string> = { accept, ...passed, 'x-road-client': subsystem, 'x-road-id': messageId };
  const stated = Number(request.headers['content-length'] ?? 0);
  const body = await takeBody(request, mailbox ? mailboxBytes : bodies.limit, bodies.spool, { stated });
  try {
    if (takesParts(request.method ?? '', target))
      headers[partsHeader] = partsRoot(body.bytes ?? (await buffer(body.read())));
    const answer = await hub.open({ method: request.method ?? 'GET', target, headers, body }, timeoutMs);
    if (answer.headers['x-road-error']) {
      const told = retoldFault({ ...answer, body: await wholeOf(answer.body) }, given.accept, spelling);
      return { ...told, inSession: answer.inSession };
    }
    // A call that waits in the mailbox, where that was asked for, is answered for by the hub.
    const waits = answer.status === 202 && given['x-stoa-fallback'] === 'mailbox' && answer.headers['x-stoa-fallback'];
    const byHub = clients || waits || metadataServices.has(service?.serviceCode ?? '');
    const signer = byHub ? 'hub' : service?.subsystem;
    if (signer && !answer.inSession) await checkSigner(hub, signer, messageId, answer);
    return answer;
  } finally {
    await body.drop();
  }
}

/** Hands an answer over; a large one as it comes, broken off when it turns out not to be what was signed. */
async function deliver(
  answer: CheckedStream,
  messageId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = answer;
  const passed = { 'x-road-id': messageId, ...passedHeaders(headers) };
  const digest = headers['content-digest'];
  const checked = digest !== undefined && !headers['x-road-error'] && request.method !== 'HEAD';
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (Buffer.isBuffer(body) || !(length > inMemoryBytes)) {
    const whole = await wholeOf(body);
    if (checked && !digestFits(digest, whole)) throw notSigned();
    response.writeHead(status, passed);
    return void response.end(request.method === 'HEAD' ? undefined : whole);
  }
  response.writeHead(status, { ...passed, 'content-length': length });
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

/** `X-Road-Client` has three parts (a member) or four (a subsystem), each percent-encoded on its own. */
function checkCaller(subsystem: string, given: IncomingHttpHeaders): void {
  const client = given['x-road-client'];
  if (!client) throw new Fault('client.missing_header', 'The header X-Road-Client is missing.');
  const parts = identifierParts(String(client));
  if (!parts || parts.length < 3 || parts.length > 4)
    throw new Fault('client.invalid_header', 'X-Road-Client must be instance/class/member[/subsystem].');
  if (parts.join('/') !== subsystem)
    throw new Fault('client.client_mismatch', `This connector speaks for ${subsystem} only.`);
}

/** The provider's own signature, end to end: the hub cannot answer in its place, but for what only it knows. */
async function checkSigner(hub: HubClient, provider: string, messageId: string, answer: CheckedStream): Promise<void> {
  const signature = readSignature(answer.headers);
  const signer = signature && (await hub.signer(signature.keyId));
  const good =
    signature !== undefined &&
    signer?.name === provider &&
    answer.headers['x-road-id'] === messageId &&
    signatureHolds(signature, responseBase(answer, signature), signer.publicKey);
  if (!good) {
    leave(answer.body);
    throw notSigned();
  }
}

const notSigned = () =>
  new Fault(
    'server.clientproxy.invalid_response',
    'The answer is not properly signed by the provider and was not accepted.',
  );
