// SPDX-License-Identifier: Apache-2.0
/** Tunnels: lines to the hubs on which requests come back, each checked, adapted and signed. */
import type { TLSSocket } from 'node:tls';
import { describeError, type Log } from '@stoa/kernel';
import {
  answerLine,
  type Body,
  bodyFits,
  bodyOf,
  inMemoryBytes,
  type Leave,
  type LineCall,
  type LineReply,
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
  tunnelAuthority,
} from '@stoa/exchange/wire';
import type { Adapter, AdapterAnswer } from './adapters/adapter.ts';
import type { Credentials } from './credentials.ts';
import type { BodyLimits } from './file-spool.ts';
import type { HubClient } from './hub-client.ts';
import type { HubLink } from './hub-link.ts';
import { openLine } from './line.ts';

export interface Tunnels {
  close(): Promise<void>;
}

interface TunnelRequest extends RequestHead {
  readonly headers: Record<string, string>;
  readonly body: Body;
}

const retryMs = [250, 500, 1000, 2000, 5000];

/** Keeps a tunnel to every hub open, again and again after each loss. Resolves once the first one stands. */
export async function openTunnels(
  credentials: Credentials,
  adapters: ReadonlyMap<string, Adapter>,
  hub: HubClient,
  bodies: BodyLimits,
  log: Log,
): Promise<Tunnels> {
  const { subsystem } = credentials;
  const open = new Map<HubLink, TLSSocket>();
  const all = new Map<TLSSocket, Leave>();
  const own = (): Signer => ({ keyId: credentials.signingKeyId, key: credentials.signingKey });
  let closed = false;
  let first: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    first = resolve;
  });

  /** The session comes first: the hub speaks under it as soon as the tunnel stands. */
  async function keepOpen(link: HubLink, failures = 0): Promise<void> {
    const wanted = () => !closed && hub.links().includes(link);
    if (!wanted()) return;
    try {
      await link.keepSession();
      const certificate = credentials.tlsCertificateId;
      const socket = await openLine(credentials, link.url, '/tunnel', hub.instance);
      if (!wanted()) return void socket.destroy();
      open.set(link, socket);
      socket.on('error', (err) => log.debug({ err: describeError(err) }, 'a tunnel broke'));
      socket.once('close', () => {
        all.delete(socket);
        link.renewSession();
        // The hub ends one whose certificate was renewed since once it is free; its successor stands by then.
        if (open.get(link) === socket) void keepOpen(link);
      });
      const leave = answerLine(
        socket,
        (call) => answer(link, call),
        (err) => log.error({ err: describeError(err) }, 'a request through the tunnel failed'),
      );
      all.set(socket, leave);
      socket.resume();
      first();
      if (certificate !== credentials.tlsCertificateId) void keepOpen(link);
    } catch (err) {
      log.warn({ err: describeError(err), subsystem, hub: link.url }, 'no tunnel to the hub; trying again');
      const wait = retryMs[Math.min(failures, retryMs.length - 1)] ?? 5000;
      setTimeout(() => void keepOpen(link, failures + 1), wait).unref();
    }
  }

  async function answer(link: HubLink, call: LineCall): Promise<LineReply> {
    const { method, target, headers } = call;
    const stated = Number(headers['content-length'] ?? 0);
    const body = Buffer.isBuffer(call.body)
      ? bodyOf(call.body)
      : await takeBody(call.body, bodies.limit, bodies.spool, { stated, sha512: true });
    try {
      const request = { method, authority: headers['x-stoa-authority'] ?? tunnelAuthority, target, headers, body };
      const signature = readSignature(headers);
      const ended =
        signature?.algorithm === 'hmac-sha256' &&
        !(link.known(signature.keyId) ?? (await link.awaited(signature.keyId)));
      const signer = signature && !ended && (await signerOf(link, request, signature));
      const adapted = signer ? await adapt(request) : ended ? sessionEnded() : notSigned();
      return signed(request, adapted, signer || own(), body.size ? await body.sha512() : undefined);
    } finally {
      await body.drop();
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

  hub.onLink((link) => void keepOpen(link));
  const stop = credentials.onRenewed(() => {
    for (const link of open.keys()) void keepOpen(link);
  });
  await opened;
  return {
    close: async () => {
      closed = true;
      stop();
      await Promise.all([...all.values()].map((leave) => leave()));
    },
  };
}

/** What the adapter answered, bound to its request and signed. */
function signed(
  { method, target, headers }: TunnelRequest,
  adapted: AdapterAnswer,
  signer: Signer,
  bodyHash: Buffer | undefined,
): LineReply {
  const { status } = adapted;
  const given = Buffer.isBuffer(adapted.body) ? bodyOf(adapted.body) : adapted.body;
  const ids = (['x-road-client', 'x-road-id', 'x-road-request-id'] as const).map((name): [string, string] => [
    name,
    headers[name] ?? '',
  ]);
  const answered = {
    ...adapted.headers,
    'content-digest': given.digest,
    'x-road-id': headers['x-road-id'] ?? '',
    'x-road-request-hash': requestHash(method, target, ids, bodyHash),
  };
  const signature = signResponseHead(signer, { status, headers: answered }, new Date());
  return { status, headers: { ...answered, ...signature }, body: given, done: given.drop };
}

const notSigned = () => fault(400, 'client.invalid_signature', 'The signature of the consumer does not hold.');

const sessionEnded = () =>
  fault(500, 'server.serverproxy.service_unavailable', 'The session with the hub is being renewed. Please try again.');

const fault = (status: number, type: string, message: string): AdapterAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-road-error': type },
  body: Buffer.from(JSON.stringify({ type, message, detail: '' })),
});
