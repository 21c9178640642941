// SPDX-License-Identifier: Apache-2.0
/** The hub's own listener: mutual TLS, signed messages, tunnels. */
import { hash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TLSSocket } from 'node:tls';
import { complaints, describeError, isRefusal, type ModuleRuntime } from '@stoa/kernel';
import { type Static, type TSchema } from 'typebox';
import type { Authority } from '../authority/authority.ts';
import type { Directory } from '../directory.ts';
import { Meters } from '../quotas.ts';
import { bodyOf, collect, faultDocument, faultStatus, maxWireHeadBytes } from '../wire/index.ts';
import { attachmentRequest, isAttachmentPath } from './attachment-endpoint.ts';
import { Breakers } from './breakers.ts';
import { startDeliveries } from '../events/push.ts';
import { createDurableLog } from './durable-log.ts';
import { eventRequest, isEventPath } from './event-endpoint.ts';
import { type Authenticator, channelKey, createAuthenticator, type Incoming, readBody } from './incoming.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { HubIdentity } from './identity.ts';
import { metadataAnswer, metadataQuestion } from './metadata.ts';
import { mailboxRequest } from './mailbox-endpoint.ts';
import { OperationalLog } from './operational-log.ts';
import { HubRefusal } from './refusal.ts';
import { renewalRequest } from './renewal-endpoint.ts';
import { OpenSession, Roots, Sessions } from './sessions.ts';
import { malformed, recorded, refuseConnection } from './strangers.ts';
import { type HubParts, syncCall } from './sync-call.ts';
import { type TunnelAnswer, Tunnels } from './tunnel.ts';

export interface Hub {
  readonly url: string;
  readonly tunnels: Tunnels;
  /** New connections see the new certificate; what is under way goes on. */
  renew(identity: HubIdentity): void;
  close(): Promise<void>;
}

/** @param port 0 chooses a free one */
export async function startHub(
  module: ModuleRuntime,
  directory: Directory,
  authority: Authority,
  identity: HubIdentity,
  host: string,
  port: number,
): Promise<Hub> {
  const tunnels = new Tunnels();
  const sessions = new Sessions(module, directory, identity);
  const meters = new Meters();
  const parts: HubParts = {
    module,
    directory,
    authority,
    tunnels,
    sessions,
    meters,
    breakers: new Breakers(),
    log: createDurableLog(module),
    operational: new OperationalLog(module, host),
  };
  const authenticate = createAuthenticator(directory, sessions, () => module.clock.now());
  const tls = ({ tlsKey, tlsCertificate }: HubIdentity) => ({
    key: tlsKey.export({ format: 'pem', type: 'pkcs8' }),
    cert: tlsCertificate,
    ca: authority.bundlePem,
    minVersion: 'TLSv1.2' as const,
  });
  const server = createServer(
    {
      ...tls(identity),
      requestCert: true,
      rejectUnauthorized: true,
      requestTimeout: 300_000,
      // What names no host fits no signature and is refused, and logged, like all that does not.
      requireHostHeader: false,
      maxHeaderSize: maxWireHeadBytes,
    },
    (request, response) => void serve(parts, authenticate, request, response),
  );
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', (request, socket: Duplex) => openTunnel(parts, request, socket as TLSSocket));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Without a code of the parser nobody spoke: the connection broke, or was idle for too long.
    if (error.code?.startsWith('HPE_')) void refuseConnection(parts, socket as TLSSocket, malformed());
    else socket.destroy();
  });
  await listen(server, host, port);
  const address = server.address();
  const url = `https://${host}:${typeof address === 'object' && address ? address.port : port}`;
  const saveMeters = async () => (await module.tx({ kind: 'system' }, (tx) => meters.save(tx)))();
  const stopSaving = repeat(saveMeters, (err) =>
    module.log.warn({ err: describeError(err) }, 'quotas could not be counted'),
  );
  const stopDeliveries = startDeliveries(parts);
  const stopHeartbeat = await startHeartbeat(module, identity.id, url);
  return {
    url,
    tunnels,
    renew: (renewed) => {
      server.setSecureContext(tls(renewed));
      sessions.renew(renewed);
    },
    close: async () => {
      stopHeartbeat();
      await stopSaving();
      sessions.close();
      tunnels.close();
      await stopDeliveries();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await parts.operational.close();
    },
  };
}

const saveEveryMs = 1000;

/** Runs it each second, one after the other, and once more at the end. */
function repeat(act: () => Promise<void>, failed: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => (running = running.then(act).catch(failed));
  const timer = setInterval(() => void run(), saveEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return run();
  };
}

const listen = (server: Server, host: string, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

function openTunnel(parts: HubParts, request: IncomingMessage, socket: TLSSocket): void {
  const { directory, tunnels, module } = parts;
  socket.on('error', () => undefined);
  try {
    const key = channelKey(socket, directory, module.clock.now());
    const instance = request.headers['x-stoa-instance'];
    if (request.url !== '/tunnel' || request.headers.upgrade !== 'stoa-tunnel' || typeof instance !== 'string')
      throw new HubRefusal('client.invalid_service_path', 'Only /tunnel can be upgraded.');
    socket.setTimeout(0);
    socket.setNoDelay(true);
    // The roles turn once this answer has left.
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: stoa-tunnel\r\n\r\n', () => {
      tunnels.add(key.subsystem, instance, key.keyId, socket);
      const stop = directory.whenGone(key.keyId, () => socket.destroy());
      socket.once('close', stop);
    });
  } catch (error) {
    if (!(error instanceof HubRefusal)) throw error;
    void refuseConnection(parts, socket, error, request);
  }
}

async function serve(
  parts: HubParts,
  authenticate: Authenticator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'GET' && request.url?.startsWith('/directory/'))
      return await recorded(parts, request, () => serveDirectory(parts, request, response));
    if (request.url === '/session/roots')
      return await recorded(parts, request, () => serveRoots(parts, request, response));
    if (isAttachmentPath(request.url)) {
      const incoming = await recorded(parts, request, () => authenticate(request, undefined));
      return await attachmentRequest(parts, incoming, request, response);
    }
    const answer = await route(parts, authenticate, request);
    response.writeHead(answer.status, { ...withoutHop(answer.headers), 'content-length': answer.body.size });
    if (answer.body.bytes) response.end(answer.body.bytes);
    else await pipeline(Readable.from(answer.body.read()), response);
  } catch (error) {
    refuseRequest(parts, request, response, error);
  }
}

async function route(parts: HubParts, authenticate: Authenticator, request: IncomingMessage): Promise<TunnelAnswer> {
  const incoming = await recorded(parts, request, async () => {
    const { subsystem } = channelKey(request.socket as TLSSocket, parts.directory, parts.module.clock.now());
    const body = await readBody(parts.module, request, subsystem);
    try {
      return authenticate(request, body);
    } catch (error) {
      await body.drop();
      throw error;
    }
  });
  if (incoming.target === '/certificates') return recorded(parts, request, () => renewalRequest(parts, incoming));
  if (incoming.target === '/session') return recorded(parts, request, () => openSession(parts, request, incoming));
  const question = metadataQuestion(incoming.target);
  if (question) return metadataAnswer(parts, incoming, question);
  if (isEventPath(incoming.target)) return eventRequest(parts, incoming);
  return incoming.target.startsWith('/mailbox/')
    ? mailboxRequest(parts, incoming)
    : parts.operational.observe(incoming, () => syncCall(parts, incoming));
}

async function openSession(parts: HubParts, request: IncomingMessage, incoming: Incoming): Promise<TunnelAnswer> {
  if (incoming.session || incoming.method !== 'POST')
    throw new HubRefusal('client.immediate_signature_required', 'A session is opened with a signature of its own.');
  const socket = request.socket as TLSSocket;
  const { keyId: connector } = channelKey(socket, parts.directory, parts.module.clock.now());
  const own = hash('sha256', socket.getX509Certificate()?.raw ?? Buffer.alloc(0), 'hex');
  const input = readJson(OpenSession, incoming.body.bytes ?? Buffer.alloc(0));
  const channel = { connector, hub: own };
  const opened = await parts.sessions.open(incoming.client, channel, incoming.signature.keyId, input);
  const headers = { 'content-type': 'application/json', 'x-road-id': incoming.messageId, 'x-road-request-hash': '' };
  const body = Buffer.from(JSON.stringify(opened));
  return {
    status: 200,
    headers: { ...headers, ...parts.sessions.sign({ status: 200, headers, body }) },
    body: bodyOf(body),
  };
}

/** Largest message with a root: a second's worth of leaves, bytes. */
const rootBytes = 5_000_000;

/** Roots are signed themselves: the channel tells whose they are. */
async function serveRoots(parts: HubParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { subsystem } = channelKey(request.socket as TLSSocket, parts.directory, parts.module.clock.now());
  const answer = await parts.sessions.exchangeRoots(subsystem, readJson(Roots, await collect(request, rootBytes)));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}

function readJson<S extends TSchema>(schema: S, body: Buffer): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    throw new HubRefusal('client.body_malformed', 'The body is not JSON.');
  }
  const wrong = complaints(schema, value);
  if (wrong.length > 0)
    throw new HubRefusal('client.body_malformed', wrong.map((w) => `${w.pointer || '/'} ${w.message}`).join('; '));
  return value as Static<S>;
}

/** Certificates of signing keys, for connectors that check a message end to end, and the hubs that run. */
async function serveDirectory(
  { directory, module }: HubParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  channelKey(request.socket as TLSSocket, directory, module.clock.now());
  if (request.url === '/directory/hubs') {
    response.writeHead(200, { 'content-type': 'application/json' });
    return void response.end(JSON.stringify({ hubs: directory.hubs }));
  }
  const keyId = /^\/directory\/certificates\/([0-9a-f]{64})$/.exec(request.url ?? '')?.[1] ?? '';
  const pem = directory.key(keyId)?.pem ?? directory.hubCertificate(keyId);
  response.writeHead(pem ? 200 : 404, { 'content-type': 'application/x-pem-file' });
  response.end(pem ?? '');
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

function refuseRequest({ module }: HubParts, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const known = error instanceof HubRefusal || isRefusal(error);
  if (!known) module.log.error({ err: describeError(error) }, 'a message failed in the hub');
  const type =
    error instanceof HubRefusal ? error.code : isRefusal(error) ? `server.${error.code}` : 'server.internal_error';
  const fault = {
    type,
    message: known ? (error as Error).message : 'The hub could not process the message. Please try again.',
    detail: randomUUID(),
  };
  const { contentType, body } = faultDocument(fault, request.headers.accept);
  if (response.headersSent) return void response.destroy();
  response.writeHead(faultStatus(fault), {
    'content-type': contentType,
    'x-road-error': type,
    'content-length': Buffer.byteLength(body),
    ...(error instanceof HubRefusal && error.retryAfterSeconds
      ? { 'retry-after': String(error.retryAfterSeconds) }
      : {}),
    ...(type === 'client.body_too_large' ? { connection: 'close' } : {}),
  });
  response.end(body);
}
