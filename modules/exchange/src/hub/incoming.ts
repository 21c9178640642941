// SPDX-License-Identifier: Apache-2.0
/** Who sent a message and whether it is whole: channel certificate, signature, clock, replay. */
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { hash } from 'node:crypto';
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';
import type { Directory, KnownKey } from '../directory/index.ts';
import {
  atMost,
  type Body,
  bodyFits,
  bodyOf,
  BodyTooLarge,
  collect,
  readSignature,
  requestBase,
  type RequestHead,
  type Signature,
  signatureHolds,
  takeBody,
  wrongIdentifier,
} from '../wire/index.ts';
import type { CallTrace } from '../statistics/index.ts';
import { HubRefusal, type Message, type Request } from '../messages/index.ts';
import { type Session, type Sessions, sessionUnknown } from '../lines/index.ts';
import { bodySpool } from '../log/index.ts';

/** Largest body of a message that is read whole, bytes. */
const wholeBytes = 10 * 1024 * 1024;
/** A signature may be this old; ahead of the hub's clock only ten seconds. */
const maxAgeMs = 60_000;
const maxAheadMs = 10_000;

export interface Incoming extends Message {
  readonly signature: Signature;
  /** The session whose MAC the message carries; undefined where it is signed with a certificate's key. */
  readonly session: Session | undefined;
  readonly trace: CallTrace;
}

/** Without a body only the signature is checked, which covers the digest that the body must have. */
export type Authenticator = (request: Request, body: Body | undefined) => Incoming;

/** Subsystem of the channel's certificate; refused when it is unknown, revoked or expired. */
export function channelKey(socket: TLSSocket & { stoaKeyId?: string }, directory: Directory, now: Date): KnownKey {
  socket.stoaKeyId ??= hash('sha256', socket.getPeerX509Certificate()?.raw ?? Buffer.alloc(0), 'hex');
  const key = directory.key(socket.stoaKeyId);
  if (key?.profile !== 'tls-client' || key.validUntil < now) {
    throw new HubRefusal(
      'client.certificate_not_valid',
      'The certificate of this connection is unknown, revoked or expired. Enrol the connector again.',
    );
  }
  return key;
}

/** Reads the body of a sync message, in memory or away from it; others are read whole. */
export async function readBody(module: ModuleRuntime, request: Request, owner: string): Promise<Body> {
  if (!request.target.startsWith('/r1/')) return bodyOf(await readWhole(request, wholeBytes));
  const limit = bodyLimit(module);
  return orTooLarge(() =>
    request.body instanceof Readable
      ? takeBody(request.body, limit, () => bodySpool(module, owner), {
          stated: Number(request.headers['content-length'] ?? 0),
        })
      : bodyOf(atMost(request.body, limit)),
  );
}

/** The body of a message that has to be small, bytes at most. */
export const readWhole = (request: Request, limit: number): Promise<Buffer> =>
  orTooLarge(() =>
    request.body instanceof Readable
      ? collect(request.body, limit, Number(request.headers['content-length'] ?? 0))
      : atMost(request.body, limit),
  );

async function orTooLarge<T>(take: () => T | Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new HubRefusal('client.body_too_large', error.message);
    throw error;
  }
}

/** `STOA_EXCHANGE_BODY_BYTES`: largest body of a sync message either way, 100 MB when missing. */
export function bodyLimit({ config }: ModuleRuntime): number {
  const limit = Number(config.env.STOA_EXCHANGE_BODY_BYTES ?? 100_000_000);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new ConfigError('STOA_EXCHANGE_BODY_BYTES must be a whole number of bytes');
  return limit;
}

export function createAuthenticator(directory: Directory, sessions: Sessions, now: () => Date): Authenticator {
  const startedAt = now().getTime();
  const nonces = new Map<string, number>();
  let swept = 0;

  function refuseReplay(nonce: string, at: number): void {
    if (at - swept > maxAgeMs) {
      swept = at;
      for (const [known, until] of nonces) if (until < at) nonces.delete(known);
    }
    if (nonces.has(nonce)) throw replayed();
    nonces.set(nonce, at + maxAgeMs + maxAheadMs);
  }

  function checkSession(message: RequestHead, client: string, certificate: string, signature: Signature): Session {
    const session = sessions.get(signature.keyId);
    if (session?.subsystem !== client || session.certificate !== certificate) throw sessionUnknown();
    const verdict = session.received.take(signature, requestBase(message, signature), now().getTime());
    if (verdict === 'replayed') throw replayed();
    if (verdict === 'bad') throw doesNotFit();
    return session;
  }

  function checkKey(message: RequestHead, client: string, signature: Signature): void {
    const at = now().getTime();
    const key = directory.key(signature.keyId);
    if (key?.profile !== 'message-signing' || key.subsystem !== client || key.validUntil.getTime() < at) {
      throw new HubRefusal(
        'client.unknown_key',
        'The signing key is unknown, revoked, expired or of another subsystem.',
      );
    }
    const createdAt = signature.createdAt.getTime();
    if (at - createdAt > maxAgeMs || createdAt - at > maxAheadMs || createdAt < startedAt - 2000) {
      throw new HubRefusal(
        'client.clock_skew',
        'The signature is too old or from the future. Check the clock of the connector and sign again.',
      );
    }
    if (!signatureHolds(signature, requestBase(message, signature), key.publicKey)) throw doesNotFit();
    refuseReplay(`${signature.keyId} ${signature.nonce}`, at);
  }

  return (request, body) => {
    const channel = channelKey(request.socket, directory, now());
    const { method, target, authority, headers, gone } = request;
    const client = headers['x-road-client'] ?? '';
    const messageId = headers['x-road-id'] ?? '';
    if (client !== channel.subsystem)
      throw new HubRefusal('client.client_mismatch', 'X-Road-Client is not the subsystem of this connection.');
    if (!/^[\x21-\x7e]{1,100}$/.test(messageId))
      throw new HubRefusal('client.missing_header', 'X-Road-Id is missing or malformed.');
    const signature = readSignature(headers);
    if (!signature)
      throw new HubRefusal('client.signature_missing', 'The message is not signed as RFC 9421 and this exchange ask.');
    const message = { method, authority, target, headers, body: body ?? bodyOf(Buffer.alloc(0)) };
    if (body && !bodyFits(headers['content-digest'], body)) throw doesNotFit();
    const session =
      signature.algorithm === 'hmac-sha256'
        ? checkSession(message, client, channel.keyId, signature)
        : checkKey(message, client, signature);
    const wrong = wrongIdentifier(headers);
    if (wrong) throw new HubRefusal('client.invalid_header', wrong);
    const issue = headers['x-road-issue'] || undefined;
    return { ...message, client, messageId, issue, signature, session: session ?? undefined, gone, trace: {} };
  };
}

const replayed = () => new HubRefusal('client.replayed', 'This message was received before. Sign each message anew.');
const doesNotFit = () =>
  new HubRefusal('client.invalid_signature', 'The signature or the digest does not fit the message.');
