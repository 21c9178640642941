// SPDX-License-Identifier: Apache-2.0
/**
 * Connections that providers' connectors opened to the hub and over which it sends requests back, so that a department
 * opens no port: HTTP/1.1 with the roles reversed, one call at a time on each. A connector keeps some of them idle and
 * opens more while they are busy.
 */
import type { Duplex } from 'node:stream';
import { Client } from 'undici';
import {
  ask,
  type Body,
  bodyOf,
  BodyTooLarge,
  maxWireHeadBytes,
  sendable,
  type Spool,
  takeBody,
} from '../wire/index.ts';
import { HubRefusal } from './refusal.ts';

export interface TunnelRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: Body;
}
export interface TunnelAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Body;
}

/** Host by which a hub addresses a connector in a tunnel. */
export const tunnelAuthority = 'connector';

/** Calls of one provider that wait for a free connection; more are refused so that its slowness stays its own. */
const maxWaiting = 200;
const longest = 2 ** 31 - 1;
const lookEveryMs = 15_000;
/** Answered by the connector itself. */
const lookPath = '/tunnel';

/** One connection; `instance` is the connector process that opened it, `certificate` the id of what it opened it with. */
interface Line {
  readonly client: Client;
  /** Its end takes the line off the list. */
  readonly socket: Duplex;
  readonly instance: string;
  readonly certificate: string;
  busy: boolean;
  /** Ends once it is free. */
  retired: boolean;
}

interface Provider {
  readonly lines: Set<Line>;
  readonly waiting: { take: (line: Line) => void; timer: NodeJS.Timeout }[];
}

export class Tunnels {
  readonly #providers = new Map<string, Provider>();

  /**
   * Takes over a socket after its upgrade. Lines that the same connector process opened with another certificate get
   * nothing new from then on: it has renewed its own. They end when what they carry is answered.
   */
  add(subsystem: string, instance: string, certificate: string, socket: Duplex): void {
    let fresh = true;
    const client = new Client(`http://${tunnelAuthority}`, {
      connect: (_options, callback) => {
        // A line that broke is not repaired from this side: the connector opens another.
        const usable = fresh;
        fresh = false;
        queueMicrotask(() =>
          usable ? callback(null, socket as never) : callback(new Error('the tunnel is closed'), null),
        );
      },
      keepAliveTimeout: longest,
      keepAliveMaxTimeout: longest,
      maxHeaderSize: maxWireHeadBytes,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const line: Line = { client, socket, instance, certificate, busy: false, retired: false };
    const provider = this.#providers.get(subsystem) ?? { lines: new Set(), waiting: [] };
    this.#providers.set(subsystem, provider);
    const look = setInterval(() => void this.#look(provider, line), lookEveryMs);
    look.unref();
    socket.once('close', () => {
      clearInterval(look);
      provider.lines.delete(line);
      client.destroy().catch(() => undefined);
    });
    socket.on('error', () => undefined);
    for (const old of provider.lines) if (old.instance === instance && old.certificate !== certificate) retire(old);
    provider.lines.add(line);
    this.#release(provider, line);
  }

  /** A peer that vanished without a word is found within twenty seconds. */
  async #look(provider: Provider, line: Line): Promise<void> {
    if (line.busy) return;
    line.busy = true;
    const look = { method: 'GET', target: lookPath, headers: {}, body: bodyOf(Buffer.alloc(0)) };
    await exchange(line, look, 5000, noBody).then(
      () => this.#release(provider, line),
      () => undefined,
    );
  }

  connected = (subsystem: string): number => this.#providers.get(subsystem)?.lines.size ?? 0;

  close(): void {
    for (const { lines } of this.#providers.values()) for (const { socket } of lines) socket.destroy();
  }

  #release(provider: Provider, line: Line): void {
    if (line.retired) return void line.socket.destroy();
    const next = provider.waiting.shift();
    line.busy = next !== undefined;
    if (!next) return;
    clearTimeout(next.timer);
    next.take(line);
  }

  /** A free line of the provider, the most recently used one first; waits for one as long as the call may last. */
  #line(subsystem: string, timeoutMs: number): Line | Promise<Line> {
    const provider = this.#providers.get(subsystem);
    if (!provider || provider.lines.size === 0)
      throw new HubRefusal(
        'server.serverproxy.service_unavailable',
        'The connector of the provider is not connected. Try again later.',
      );
    for (const line of provider.lines) {
      if (line.busy) continue;
      line.busy = true;
      return line;
    }
    if (provider.waiting.length >= maxWaiting)
      throw new HubRefusal('server.serverproxy.busy', 'The provider has too many calls under way. Try again later.');
    return new Promise((take, reject) => {
      const timer = setTimeout(() => {
        provider.waiting.splice(provider.waiting.indexOf(entry), 1);
        reject(new HubRefusal('server.serverproxy.timeout', `The provider was not free within ${timeoutMs} ms.`));
      }, timeoutMs);
      const entry = { take, timer };
      provider.waiting.push(entry);
    });
  }

  /** Sends the request that `make` builds for the connector whose line is free. */
  async request(
    subsystem: string,
    timeoutMs: number,
    limits: AnswerLimits,
    make: (instance: string) => TunnelRequest,
  ): Promise<{ answer: TunnelAnswer; instance: string }> {
    const began = performance.now();
    const line = await this.#line(subsystem, timeoutMs);
    const left = timeoutMs - (performance.now() - began);
    let request: TunnelRequest;
    try {
      request = make(line.instance);
    } catch (error) {
      // Its connector has no session here: it opens one together with its next tunnel.
      line.socket.destroy();
      throw error;
    }
    const answer = await exchange(line, request, left, limits);
    this.#free(subsystem, line);
    return { answer, instance: line.instance };
  }

  #free(subsystem: string, line: Line): void {
    const provider = this.#providers.get(subsystem);
    if (provider) this.#release(provider, line);
  }
}

function retire(line: Line): void {
  line.retired = true;
  if (line.busy) return;
  line.busy = true;
  line.socket.destroy();
}

/** How much of an answer is taken, and where a large one goes. */
export interface AnswerLimits {
  readonly limit: number;
  readonly spool: () => Spool;
}
const noBody: AnswerLimits = {
  limit: 0,
  spool: () => {
    throw new Error('this answer has no body');
  },
};

/** One request and its answer on a line that is free; the line is given up when this fails. */
async function exchange(
  line: Line,
  { method, target, headers, body }: TunnelRequest,
  timeoutMs: number,
  { limit, spool }: AnswerLimits,
): Promise<TunnelAnswer> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    line.socket.destroy();
  }, timeoutMs);
  try {
    const answer = await ask(line.client, {
      method: method as 'GET',
      path: target,
      headers: body.size > 0 ? { ...headers, 'content-length': String(body.size) } : headers,
      body: sendable(body),
    });
    return {
      status: answer.status,
      headers: lastOf(answer.headers),
      body: Buffer.isBuffer(answer.body) ? small(answer.body, limit) : await takeBody(answer.body, limit, spool),
    };
  } catch (error) {
    line.socket.destroy();
    if (late)
      throw new HubRefusal('server.serverproxy.timeout', `The provider did not answer within ${timeoutMs | 0} ms.`);
    if (error instanceof BodyTooLarge)
      throw new HubRefusal('server.serverproxy.response_too_large', 'The answer of the provider is too large.');
    throw new HubRefusal('server.serverproxy.connection_lost', 'The connection to the provider broke. Try again.');
  } finally {
    clearTimeout(timer);
  }
}

function small(body: Buffer, limit: number): Body {
  if (body.length > limit) throw new BodyTooLarge(`The body is larger than ${limit} bytes.`);
  return bodyOf(body);
}

function lastOf(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = Array.isArray(value) ? (value.at(-1) ?? '') : value;
  }
  return flat;
}
