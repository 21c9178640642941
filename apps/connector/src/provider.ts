// SPDX-License-Identifier: Apache-2.0
/**
 * Tunnels: outbound connections to the hubs over which requests come back, each checked, adapted and signed. Some are
 * always idle, so that a call never waits for a handshake; slow calls make the connector open more.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect, type TLSSocket } from 'node:tls';
import { describeError, type Log } from '@stoa/kernel';
import {
  type Body,
  bodyFits,
  bodyOf,
  inMemoryBytes,
  maxWireHeadBytes,
  parseServicePath,
  readSignature,
  requestBase,
  requestHash,
  type RequestHead,
  type Signature,
  signatureHolds,
  type Signer,
  signResponseHead,
  takeBody,
} from '@stoa/exchange/wire';
import type { Adapter, AdapterAnswer } from './adapters/adapter.ts';
import type { Credentials } from './credentials.ts';
import type { BodyLimits } from './file-spool.ts';
import type { HubClient } from './hub-client.ts';
import type { HubLink } from './hub-link.ts';

export interface Tunnels {
  close(): Promise<void>;
}

interface TunnelRequest extends RequestHead {
  readonly headers: Record<string, string>;
  readonly body: Body;
}

interface Lines {
  readonly open: Set<TLSSocket>;
  /** Opened with a certificate that was renewed since: the hub ends them once they are free. */
  readonly old: Set<TLSSocket>;
  opening: number;
  busy: number;
  failures: number;
}

const retryMs = [250, 500, 1000, 2000, 5000];
const idleLines = 2;
const mostLines = 64;

/** Keeps tunnels to every hub open, again and again after each loss. Resolves once the first one stands. */
export async function openTunnels(
  credentials: Credentials,
  adapters: ReadonlyMap<string, Adapter>,
  hub: HubClient,
  bodies: BodyLimits,
  log: Log,
): Promise<Tunnels> {
  const { subsystem } = credentials;
  const links = new WeakMap<Socket, HubLink>();
  const lines = new Map<HubLink, Lines>();
  const own = (): Signer => ({ keyId: credentials.signingKeyId, key: credentials.signingKey });
  let closed = false;
  let first: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    first = resolve;
  });

  const server = createServer(
    { maxHeaderSize: maxWireHeadBytes },
    (request, response) => void serve(request, response),
  );
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;

  /** Opens what is missing: the idle ones, and as many more as there are calls under way. */
  function fill(link: HubLink): void {
    const state = lines.get(link);
    if (closed || !state || !hub.links().includes(link)) return;
    const wanted = Math.min(mostLines, state.busy + idleLines);
    while (state.open.size + state.opening < wanted) {
      state.opening++;
      open(link).then(
        ({ socket, certificate }) => {
          state.opening--;
          state.failures = 0;
          (certificate === credentials.tlsCertificateId ? state.open : state.old).add(socket);
          links.set(socket, link);
          socket.once('close', () => {
            state.open.delete(socket);
            state.old.delete(socket);
            link.renewSession();
            fill(link);
          });
          fill(link);
          socket.on('error', (err) => log.debug({ err: describeError(err) }, 'a tunnel broke'));
          server.emit('connection', socket);
          socket.resume();
          first();
        },
        (err: unknown) => {
          const wait = retryMs[Math.min(state.failures++, retryMs.length - 1)] ?? 5000;
          log.warn({ err: describeError(err), subsystem, hub: link.url }, 'no tunnel to the hub; trying again');
          setTimeout(() => {
            state.opening--;
            fill(link);
          }, wait).unref();
        },
      );
    }
  }

  /** The session comes first: the hub speaks under it as soon as the tunnel stands. */
  async function open(link: HubLink): Promise<{ socket: TLSSocket; certificate: string }> {
    await link.keepSession();
    const certificate = credentials.tlsCertificateId;
    return { socket: await upgrade(credentials, link.url, hub.instance), certificate };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/tunnel') return void response.writeHead(204).end();
    const link = links.get(request.socket);
    const state = link && lines.get(link);
    if (!link || !state) return void request.socket.destroy();
    state.busy++;
    fill(link);
    try {
      await answer(link, request, response);
    } catch (err) {
      log.error({ err: describeError(err) }, 'a request through the tunnel failed');
      request.socket.destroy();
    } finally {
      state.busy--;
    }
  }

  async function answer(link: HubLink, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = incoming.headers as Record<string, string>;
    const body = await takeBody(incoming, bodies.limit, bodies.spool);
    let given: Body | undefined;
    try {
      const request = {
        method: incoming.method ?? '',
        authority: headers['x-stoa-authority'] ?? headers.host ?? '',
        target: incoming.url ?? '',
        headers,
        body,
      };
      const signature = readSignature(headers);
      const ended =
        signature?.algorithm === 'hmac-sha256' &&
        !(link.known(signature.keyId) ?? (await link.awaited(signature.keyId)));
      const signer = signature && !ended && (await signerOf(link, request, signature));
      const adapted = signer ? await adapt(request) : ended ? sessionEnded() : notSigned();
      given = Buffer.isBuffer(adapted.body) ? bodyOf(adapted.body) : adapted.body;
      const head = (['x-road-client', 'x-road-id', 'x-road-request-id'] as const).map((name): [string, string] => [
        name,
        headers[name] ?? '',
      ]);
      const answered = {
        ...adapted.headers,
        'content-digest': given.digest,
        'x-road-id': headers['x-road-id'] ?? '',
        'x-road-request-hash': requestHash(request.method, request.target, head, body.size ? body.sha512() : undefined),
      };
      const { status } = adapted;
      const signed = signResponseHead(signer || own(), { status, headers: answered }, new Date());
      response.writeHead(status, { ...answered, ...signed, 'content-length': given.size });
      if (given.bytes) response.end(given.bytes);
      else await pipeline(Readable.from(given.read()), response);
    } finally {
      await body.drop();
      await given?.drop();
    }
  }

  /** With what the answer is signed, once it is clear that the request is the consumer's or the hub vouches for it. */
  async function signerOf(link: HubLink, request: TunnelRequest, signature: Signature): Promise<Signer | undefined> {
    if (!bodyFits(request.headers['content-digest'], request.body)) return undefined;
    const base = requestBase(request, signature);
    if (signature.algorithm === 'hmac-sha256') {
      const session = link.known(signature.keyId);
      return session?.received.take(signature, base, Date.now()) === 'good' ? session.sent.signer : undefined;
    }
    const consumer = await hub.signer(signature.keyId);
    if (!consumer || consumer.name !== request.headers['x-road-client']) return undefined;
    return signatureHolds(signature, base, consumer.publicKey) ? own() : undefined;
  }

  async function adapt({ method, target, headers, body }: TunnelRequest): Promise<AdapterAnswer> {
    const address = parseServicePath(target);
    const adapter = address?.subsystem === subsystem ? adapters.get(address.serviceCode) : undefined;
    if (!address || !adapter)
      return fault(
        500,
        'server.serverproxy.unknown_service',
        'The connector of the provider does not offer this service.',
      );
    if (!body.bytes && !adapter.streams)
      return fault(400, 'client.body_too_large', `This service takes bodies of at most ${inMemoryBytes} bytes.`);
    return adapter({
      method,
      path: address.rest,
      headers,
      body: body.bytes ?? Buffer.alloc(0),
      large: body.bytes ? undefined : body,
    });
  }

  hub.onLink((link) => {
    lines.set(link, { open: new Set(), old: new Set(), opening: 0, busy: 0, failures: 0 });
    fill(link);
  });
  const stop = credentials.onRenewed(() => {
    for (const [link, { open, old }] of lines) {
      for (const socket of open) old.add(socket);
      open.clear();
      fill(link);
    }
  });
  await opened;
  return {
    close: async () => {
      closed = true;
      stop();
      for (const { open, old } of lines.values()) for (const socket of [...open, ...old]) socket.destroy();
    },
  };
}

const notSigned = () => fault(400, 'client.invalid_signature', 'The signature of the consumer does not hold.');

const sessionEnded = () =>
  fault(500, 'server.serverproxy.service_unavailable', 'The session with the hub is being renewed. Please try again.');

const fault = (status: number, type: string, message: string): AdapterAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-road-error': type },
  body: Buffer.from(JSON.stringify({ type, message, detail: '' })),
});

/** A TLS connection switched to the tunnel protocol. */
function upgrade(credentials: Credentials, hubUrl: string, instance: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(hubUrl);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: Number(port),
      key: credentials.tlsKeyPem,
      cert: credentials.tlsCertificate,
      ca: credentials.authority,
      ALPNProtocols: ['http/1.1'],
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error('the hub does not answer')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the hub closed the connection')));
    socket.once('secureConnect', () =>
      socket.write(
        `GET /tunnel HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: stoa-tunnel\r\nX-Stoa-Instance: ${instance}\r\n\r\n`,
      ),
    );
    let head = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', onData);
      socket.pause();
      if (!head.subarray(0, end).toString().startsWith('HTTP/1.1 101'))
        return void socket.destroy(new Error('the hub refused the tunnel'));
      if (head.length > end + 4) socket.unshift(head.subarray(end + 4));
      socket.setTimeout(0);
      socket.setNoDelay(true);
      socket.removeAllListeners('timeout');
      resolve(socket);
    };
    socket.on('data', onData);
  });
}
