// SPDX-License-Identifier: Apache-2.0
/**
 * Connections that providers' connectors opened to the hub, over which the hub sends requests back: HTTP/2 with the
 * roles reversed, so that a department opens no port.
 */
import http2 from 'node:http2';
import type { Duplex } from 'node:stream';
import { HubRefusal } from './refusal.ts';

export interface TunnelAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Calls under way to one provider; more are refused so that its slowness stays its own. */
const maxInFlight = 200;
const maxAnswerBytes = 10 * 1024 * 1024;

export class Tunnels {
  readonly #sessions = new Map<string, http2.ClientHttp2Session[]>();
  readonly #keyIds = new WeakMap<http2.ClientHttp2Session, string>();
  readonly #inFlight = new Map<string, number>();

  /** Takes over a socket after its upgrade. */
  add(subsystem: string, socket: Duplex, keyId: string): void {
    const session = http2.connect('http://connector', { createConnection: () => socket });
    this.#keyIds.set(session, keyId);
    const sessions = this.#sessions.get(subsystem) ?? [];
    sessions.push(session);
    this.#sessions.set(subsystem, sessions);
    const remove = () => {
      const left = (this.#sessions.get(subsystem) ?? []).filter((other) => other !== session);
      this.#sessions.set(subsystem, left);
      session.destroy();
    };
    session.once('close', remove).on('error', remove);
    session.once('goaway', () => this.#retire(subsystem, [session]));
    // A peer that vanished without a word is found within twenty seconds.
    const ping = setInterval(() => {
      const late = setTimeout(remove, 10_000);
      if (
        !session.ping((error) => {
          clearTimeout(late);
          if (error) remove();
        })
      )
        clearTimeout(late);
    }, 10_000);
    session.once('close', () => clearInterval(ping));
  }

  /** Gives tunnels that were opened with that certificate nothing new; they end when what they carry is answered. */
  retire(subsystem: string, keyId: string): void {
    const sessions = this.#sessions.get(subsystem) ?? [];
    const old = sessions.filter((session) => this.#keyIds.get(session) === keyId);
    if (old.length < sessions.length) this.#retire(subsystem, old);
  }

  #retire(subsystem: string, old: readonly http2.ClientHttp2Session[]): void {
    const left = (this.#sessions.get(subsystem) ?? []).filter((session) => !old.includes(session));
    this.#sessions.set(subsystem, left);
    for (const session of old) session.close();
  }

  connected = (subsystem: string): number => this.#sessions.get(subsystem)?.length ?? 0;

  close(): void {
    for (const sessions of this.#sessions.values()) for (const session of sessions) session.destroy();
  }

  /** Sends a request to one of the subsystem's connectors in turn. */
  async request(
    subsystem: string,
    method: string,
    target: string,
    headers: Record<string, string>,
    body: Buffer,
    timeoutMs: number,
  ): Promise<TunnelAnswer> {
    const sessions = this.#sessions.get(subsystem);
    const session = sessions?.shift();
    if (!sessions || !session)
      throw new HubRefusal(
        'server.serverproxy.service_unavailable',
        'The connector of the provider is not connected. Try again later.',
      );
    sessions.push(session);
    const under = this.#inFlight.get(subsystem) ?? 0;
    if (under >= maxInFlight)
      throw new HubRefusal('server.serverproxy.busy', 'The provider has too many calls under way. Try again later.');
    this.#inFlight.set(subsystem, under + 1);
    try {
      return await exchange(session, method, target, headers, body, timeoutMs);
    } finally {
      this.#inFlight.set(subsystem, (this.#inFlight.get(subsystem) ?? 1) - 1);
    }
  }
}

function exchange(
  session: http2.ClientHttp2Session,
  method: string,
  target: string,
  headers: Record<string, string>,
  body: Buffer,
  timeoutMs: number,
): Promise<TunnelAnswer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(
      { ...headers, ':method': method, ':path': target },
      { endStream: body.length === 0 },
    );
    const fail = (code: string, message: string) => {
      clearTimeout(timer);
      stream.close(http2.constants.NGHTTP2_CANCEL);
      reject(new HubRefusal(code, message));
    };
    const timer = setTimeout(
      () => fail('server.serverproxy.timeout', `The provider did not answer within ${timeoutMs} ms.`),
      timeoutMs,
    );
    let status = 0;
    let answerHeaders: Record<string, string> = {};
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('response', (raw) => {
      status = raw[':status'] ?? 0;
      answerHeaders = Object.fromEntries(
        Object.entries(raw)
          .filter(([name]) => !name.startsWith(':'))
          .map(([name, value]) => [name, String(value)]),
      );
    });
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxAnswerBytes)
        fail('server.serverproxy.response_too_large', 'The answer of the provider is too large.');
      else chunks.push(chunk);
    });
    stream.on('end', () => {
      clearTimeout(timer);
      if (status === 0)
        reject(
          new HubRefusal('server.serverproxy.connection_lost', 'The connection to the provider broke. Try again.'),
        );
      else resolve({ status, headers: answerHeaders, body: Buffer.concat(chunks) });
    });
    stream.on('error', () =>
      fail('server.serverproxy.connection_lost', 'The connection to the provider broke. Try again.'),
    );
    if (body.length > 0) stream.end(body);
  });
}
