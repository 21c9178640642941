// SPDX-License-Identifier: Apache-2.0
/** The connector's side of the channel to the hub: mutual TLS, signed requests, certificates of other signers. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Pool } from 'undici';
import { signRequest, type SignedRequest } from '@stoa/exchange/wire';
import type { Credentials } from './credentials.ts';

export interface HubAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** An answer whose body is still on its way. */
export interface HubStream extends Omit<HubAnswer, 'body'> {
  readonly body: Readable;
}

export interface HubClient {
  /** Signs and sends; throws when the hub cannot be reached. */
  send(request: SignedRequest, timeoutMs: number): Promise<HubAnswer>;
  /** The same with a streamed body either way: what is signed is the request's own Content-Digest. */
  stream(request: SignedRequest, body: Readable | undefined, timeoutMs: number): Promise<HubStream>;
  /** Public key and owner of a signing certificate that the exchange's authority issued; undefined for any other. */
  signer(keyId: string): Promise<{ subsystem: string; publicKey: KeyObject } | undefined>;
  close(): Promise<void>;
}

/** Signers are asked for again after this time, so that a revocation takes effect. */
const signerCacheMs = 30_000;

export function hubClient(credentials: Credentials): HubClient {
  const connect = { key: credentials.tlsKeyPem, cert: credentials.tlsCertificate, ca: credentials.authority };
  const pool = new Pool(credentials.hubUrl, { connections: 64, pipelining: 1, connect, keepAliveTimeout: 30_000 });
  const authority = new X509Certificate(credentials.authority);
  const signers = new Map<
    string,
    { until: number; signer: Promise<{ subsystem: string; publicKey: KeyObject } | undefined> }
  >();

  async function stream(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer | Readable | undefined,
    timeoutMs: number,
  ): Promise<HubStream> {
    const response = await pool.request({
      method: method as 'GET',
      path,
      headers,
      body: Buffer.isBuffer(body) && body.length === 0 ? null : (body ?? null),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const answerHeaders: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers))
      answerHeaders[name] = Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '');
    return { status: response.statusCode, headers: answerHeaders, body: response.body };
  }

  async function request(...parameters: Parameters<typeof stream>): Promise<HubAnswer> {
    const { body, ...answer } = await stream(...parameters);
    return { ...answer, body: await buffer(body) };
  }

  const signed = (message: SignedRequest): Record<string, string> => {
    const given = Object.fromEntries(
      Object.entries(message.headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const signer = { keyId: credentials.signingKeyId, privateKey: credentials.signingKey };
    return { ...given, ...signRequest(signer, message, new Date()) };
  };

  async function fetchSigner(keyId: string) {
    if (!/^[0-9a-f]{64}$/.test(keyId)) return undefined;
    const answer = await request('GET', `/directory/certificates/${keyId}`, {}, undefined, 10_000);
    if (answer.status !== 200) return undefined;
    const certificate = new X509Certificate(answer.body);
    const now = new Date();
    const trusted =
      certificate.checkIssued(authority) &&
      certificate.verify(authority.publicKey) &&
      now >= certificate.validFromDate &&
      now <= certificate.validToDate;
    if (!trusted) return undefined;
    return {
      subsystem: /(?:^|\n)CN=(.+)/.exec(certificate.subject)?.[1] ?? '',
      publicKey: createPublicKey(certificate.publicKey.export({ format: 'pem', type: 'spki' })),
    };
  }

  return {
    send: (message, timeoutMs) => request(message.method, message.target, signed(message), message.body, timeoutMs),
    stream: (message, body, timeoutMs) => stream(message.method, message.target, signed(message), body, timeoutMs),
    signer: (keyId) => {
      const known = signers.get(keyId);
      if (known && known.until > Date.now()) return known.signer;
      const signer = fetchSigner(keyId);
      signers.set(keyId, { until: Date.now() + signerCacheMs, signer });
      signer.catch(() => signers.delete(keyId));
      return signer;
    },
    close: () => pool.close(),
  };
}
