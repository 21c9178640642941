// SPDX-License-Identifier: Apache-2.0
/** The connector's side of the channel to the hub: mutual TLS, signed requests, certificates of other signers. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Pool } from 'undici';
import { signRequest, type SignedRequest } from '@stoa/exchange/wire';
import type { Credentials } from './credentials.ts';

export interface HubAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export interface HubClient {
  /** Signs and sends; throws when the hub cannot be reached. */
  send(request: SignedRequest, timeoutMs: number): Promise<HubAnswer>;
  /** Public key and owner of a signing certificate that the exchange's authority issued; undefined for any other. */
  signer(keyId: string): Promise<{ subsystem: string; publicKey: KeyObject } | undefined>;
  close(): Promise<void>;
}

/** Signers are asked for again after this time, so that a revocation takes effect. */
const signerCacheMs = 30_000;

export function hubClient(credentials: Credentials): HubClient {
  const newPool = () => {
    const connect = { key: credentials.tlsKeyPem, cert: credentials.tlsCertificate, ca: credentials.authority };
    return new Pool(credentials.hubUrl, { connections: 64, pipelining: 1, connect, keepAliveTimeout: 30_000 });
  };
  let pool = newPool();
  // What is under way ends on the old connections.
  const stop = credentials.onRenewed(() => {
    void pool.close();
    pool = newPool();
  });
  const authority = new X509Certificate(credentials.authority);
  const signers = new Map<
    string,
    { until: number; signer: Promise<{ subsystem: string; publicKey: KeyObject } | undefined> }
  >();

  async function request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Buffer | undefined,
    timeoutMs: number,
  ): Promise<HubAnswer> {
    const response = await pool.request({
      method: method as 'GET',
      path,
      headers,
      body: body?.length ? body : null,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const answerHeaders: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers))
      answerHeaders[name] = Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '');
    return {
      status: response.statusCode,
      headers: answerHeaders,
      body: Buffer.from(await response.body.arrayBuffer()),
    };
  }

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
    send: (message, timeoutMs) => {
      const given = Object.fromEntries(
        Object.entries(message.headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
      const signature = signRequest(
        { keyId: credentials.signingKeyId, privateKey: credentials.signingKey },
        message,
        new Date(),
      );
      return request(message.method, message.target, { ...given, ...signature }, message.body, timeoutMs);
    },
    signer: (keyId) => {
      const known = signers.get(keyId);
      if (known && known.until > Date.now()) return known.signer;
      const signer = fetchSigner(keyId);
      signers.set(keyId, { until: Date.now() + signerCacheMs, signer });
      signer.catch(() => signers.delete(keyId));
      return signer;
    },
    close: () => {
      stop();
      return pool.close();
    },
  };
}
