// SPDX-License-Identifier: Apache-2.0
/** The hub's own listener: mutual TLS, signed messages, tunnels. */
import { createPublicKey, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { describeError, isRefusal, type ModuleRuntime } from '@stoa/kernel';
import type { CertificateAuthority } from '@stoa/kernel/keys';
import type { Directory } from '../directory.ts';
import { faultDocument, faultStatus, readSignature } from '../wire/index.ts';
import { createDurableLog } from './durable-log.ts';
import { type Authenticator, channelKey, createAuthenticator, type Incoming, readBody, single } from './incoming.ts';
import { mailboxRequest } from './mailbox-endpoint.ts';
import { HubRefusal } from './refusal.ts';
import { renewalRequest } from './renewal-endpoint.ts';
import { type HubParts, requestEntry, syncCall } from './sync-call.ts';
import { type TunnelAnswer, Tunnels } from './tunnel.ts';

export interface Hub {
  readonly url: string;
  readonly tunnels: Tunnels;
  close(): Promise<void>;
}

/** @param port 0 chooses a free one */
export async function startHub(
  module: ModuleRuntime,
  directory: Directory,
  authority: CertificateAuthority,
  host: string,
  port: number,
): Promise<Hub> {
  const key = module.keys.ecKey('hub-tls');
  const cert = await authority.issue(
    {
      profile: 'tls-server',
      commonName: 'hub',
      publicKey: createPublicKey(key),
      days: 365,
      hosts: [...new Set([host, '127.0.0.1', 'localhost'])],
    },
    module.clock.now(),
  );
  const tunnels = new Tunnels();
  const parts: HubParts = { module, directory, tunnels, authority, log: createDurableLog(module) };
  const authenticate = createAuthenticator(directory, () => module.clock.now());
  const server = createServer(
    {
      key: key.export({ format: 'pem', type: 'pkcs8' }),
      cert,
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      requestTimeout: 60_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => void serve(parts, authenticate, request, response),
  );
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', (request, socket: Duplex) => openTunnel(parts, request, socket as TLSSocket));
  await listen(server, host, port);
  const address = server.address();
  return {
    url: `https://${host}:${typeof address === 'object' && address ? address.port : port}`,
    tunnels,
    close: async () => {
      tunnels.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const listen = (server: Server, host: string, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

function openTunnel({ directory, tunnels, module }: HubParts, request: IncomingMessage, socket: TLSSocket): void {
  try {
    const key = channelKey(socket, directory, module.clock.now());
    if (request.url !== '/tunnel' || request.headers.upgrade !== 'stoa-tunnel')
      throw new HubRefusal('client.invalid_service_path', 'Only /tunnel can be upgraded.');
    socket.setTimeout(0);
    // HTTP/2 takes the socket over only once this answer has left it.
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: stoa-tunnel\r\n\r\n', () => {
      tunnels.add(key.subsystem, socket, key.keyId);
      // A connector that renewed its certificate says which tunnel this one replaces.
      tunnels.retire(key.subsystem, String(request.headers['stoa-replaces'] ?? ''));
      socket.once(
        'close',
        directory.whenGone(key.keyId, () => socket.destroy()),
      );
      module.log.info({ subsystem: key.subsystem }, 'a connector opened its tunnel');
    });
  } catch {
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
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
      return await serveDirectory(parts, request, response);
    const answer = await route(parts, authenticate, request);
    response.writeHead(answer.status, { ...withoutHop(answer.headers), 'content-length': answer.body.length });
    response.end(answer.body);
  } catch (error) {
    refuseRequest(parts, request, response, error);
  }
}

async function route(parts: HubParts, authenticate: Authenticator, request: IncomingMessage): Promise<TunnelAnswer> {
  let incoming: Incoming;
  try {
    incoming = authenticate(request, await readBody(request));
  } catch (error) {
    if (error instanceof HubRefusal) await logStranger(parts, request, error);
    throw error;
  }
  if (incoming.target === '/certificates')
    return renewalRequest(parts, incoming, readSignature(incoming.headers)?.keyId ?? '');
  return incoming.target.startsWith('/mailbox/') ? mailboxRequest(parts, incoming) : syncCall(parts, incoming);
}

/** A message that could not be attributed leaves a trace too, under the subsystem of its channel. */
async function logStranger(parts: HubParts, request: IncomingMessage, refusal: HubRefusal): Promise<void> {
  const headers = single(request);
  const client =
    parts.directory.key((request.socket as TLSSocket & { stoaKeyId?: string }).stoaKeyId ?? '')?.subsystem ?? 'unknown';
  const incoming = {
    method: request.method ?? '',
    target: request.url ?? '',
    headers,
    body: Buffer.alloc(0),
    client,
    messageId: (headers['x-road-id'] ?? randomUUID()).slice(0, 100),
    issue: undefined,
  };
  await parts.log(requestEntry(incoming, 'sync', 'unattributed', { outcome: 'refused', code: refusal.code }));
}

/** Certificates of signing keys, for connectors that check a message end to end. */
async function serveDirectory(
  { directory, module }: HubParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  channelKey(request.socket as TLSSocket, directory, module.clock.now());
  const key = directory.key(/^\/directory\/certificates\/([0-9a-f]{64})$/.exec(request.url ?? '')?.[1] ?? '');
  response.writeHead(key ? 200 : 404, { 'content-type': 'application/x-pem-file' });
  response.end(key?.pem ?? '');
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
    ...(type === 'client.body_too_large' ? { connection: 'close' } : {}),
  });
  response.end(body);
}
