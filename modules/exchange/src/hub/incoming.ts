// SPDX-License-Identifier: Apache-2.0
/** Who sent a message and whether it is whole: channel certificate, signature, clock, replay. */
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { hash } from 'node:crypto';
import type { Directory, KnownKey } from '../directory.ts';
import { readSignature, requestHolds, requestSignatureHolds, type SignedRequest } from '../wire/index.ts';
import { HubRefusal } from './refusal.ts';

/** Largest body the hub takes, bytes. */
export const maxBodyBytes = 10 * 1024 * 1024;
/** A signature may be this old; ahead of the hub's clock only ten seconds. */
const maxAgeMs = 60_000;
const maxAheadMs = 10_000;

export interface Incoming extends SignedRequest {
  readonly client: string;
  readonly messageId: string;
  readonly issue: string | undefined;
}

/** Without a body only the signature is checked, which covers the digest that the body must have. */
export type Authenticator = (request: IncomingMessage, body: Buffer | undefined) => Incoming;

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

/** Reads the whole body; more than the limit is refused before it is stored. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes)
      throw new HubRefusal('client.body_too_large', `The body is larger than ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createAuthenticator(directory: Directory, now: () => Date): Authenticator {
  const startedAt = now();
  const nonces = new Map<string, number>();
  let swept = 0;

  function refuseReplay(nonce: string, at: number): void {
    if (at - swept > maxAgeMs) {
      swept = at;
      for (const [known, until] of nonces) if (until < at) nonces.delete(known);
    }
    if (nonces.has(nonce))
      throw new HubRefusal('client.replayed', 'This message was received before. Sign each message anew.');
    nonces.set(nonce, at + maxAgeMs + maxAheadMs);
  }

  return (request, body) => {
    const at = now();
    const channel = channelKey(request.socket as TLSSocket, directory, at);
    const headers = single(request);
    const client = headers['x-road-client'] ?? '';
    const messageId = headers['x-road-id'] ?? '';
    if (client !== channel.subsystem)
      throw new HubRefusal('client.client_mismatch', 'X-Road-Client is not the subsystem of this connection.');
    if (!uuid.test(messageId) && !/^[\x21-\x7e]{1,100}$/.test(messageId))
      throw new HubRefusal('client.missing_header', 'X-Road-Id is missing or malformed.');
    const parameters = readSignature(headers);
    if (!parameters)
      throw new HubRefusal('client.signature_missing', 'The message is not signed as RFC 9421 and this exchange ask.');
    const key = directory.key(parameters.keyId);
    if (key?.profile !== 'message-signing' || key.subsystem !== client || key.validUntil < at) {
      throw new HubRefusal(
        'client.unknown_key',
        'The signing key is unknown, revoked, expired or of another subsystem.',
      );
    }
    const ageMs = at.getTime() - parameters.createdAt.getTime();
    if (ageMs > maxAgeMs || ageMs < -maxAheadMs || parameters.createdAt.getTime() < startedAt.getTime() - 2000) {
      throw new HubRefusal(
        'client.clock_skew',
        'The signature is too old or from the future. Check the clock of the connector and sign again.',
      );
    }
    const message = {
      method: request.method ?? '',
      target: request.url ?? '',
      headers,
      body: body ?? Buffer.alloc(0),
    };
    if (!(body ? requestHolds : requestSignatureHolds)(message, key.publicKey))
      throw new HubRefusal('client.invalid_signature', 'The signature or the digest does not fit the message.');
    refuseReplay(`${parameters.keyId} ${parameters.nonce}`, at.getTime());
    return { ...message, client, messageId, issue: headers['x-road-issue'] || undefined };
  };
}

/** Headers by lower-case name; of a repeated one the last counts (PR-REST section 4.3). */
export function single(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    headers[(request.rawHeaders[i] ?? '').toLowerCase()] = request.rawHeaders[i + 1] ?? '';
  return headers;
}
